import type { OtherPlace } from "../../model/failure.js";
import type { PartToTell, SayMessage } from "../catalogue.js";

const LOOK = "Look whether the columns, their formats or the timezone of the mapping are right.";

/** What is doubtful about rows that can be sent all the same, and why a run stops for many of them. */
export const warnings = {
  header_moved: {
    message: "another header: its columns come in another order, and what is below was read by it",
    hint: "Look whether the rows below it are right.",
  },
  perhaps_rows: {
    message: "a cell holds lines that may be rows: it was read as the text of one cell",
    hint: "Look at the line. If rows were swallowed, delete the quotation mark that opens the cell.",
  },
  perhaps_text: {
    message: "the record above has a stray quotation mark: this one may be text of its last cell",
    hint: "Look at the line. Correct the quotation marks of the record above.",
  },
  perhaps_shifted: {
    message: "a cell looks like the column beside its own: the record may be shifted",
    hint: "Look at the line. A cell that holds the delimiter needs quotes.",
  },
  broken_unused: {
    message: "columns that the mapping does not use contain bytes that could not be decoded",
    hint: "Nothing to do if the other columns are right.",
  },
  uneven_records: {
    message: "nothing in the record or in the others shows that its cells are in their columns: it may be shifted",
    hint: "Look whether cells that hold the delimiter are quoted, or export it again with all cells everywhere.",
  },
  odd_characters: ({ column, characters }: OddCharacters) => ({
    message: `column ${column}: unusual characters (${characters.join(" ")}): the text may have been decoded wrongly`,
    hint: "Compare the cell with the old system. If it differs, export it again as CSV UTF-8.",
  }),
  application_ended_first: {
    message: "the application was terminated (modify_time) before it was created (create_time)",
    hint: LOOK,
  },
  interview_ended_first: {
    message: "the interview ended (end_time) before it began (begin_time)",
    hint: LOOK,
  },
  time_in_future: { message: "the time lies in the future", hint: LOOK },
  unknown_channel: {
    message: "no recruiting site of this tenant has this channel",
    hint: "hire-import channels lists them; for a third party's channel the warning means nothing",
  },
  closed_job: {
    message: "the job of the advertisement is closed: Feishu will refuse to publish it (1002609)",
    hint: "open the job in Feishu Hire first, or leave the row out",
  },
  unknown_talent: {
    message: "the talent does not exist in Feishu Hire: Feishu will refuse the row (1002102)",
    hint: "Create the talent first, or correct talent_id",
  },
  list_not_read: ({ why }: { why: PartToTell }, say: SayMessage) => ({
    message: `a list could not be read: ${say(why).message}`,
    hint: say(why).hint,
  }),
  /** `words`: of the status column, `more` of them are not shown. `meaning`: in the words of the target. */
  still_running: (params: StillRunning) => {
    const { words, more, no_end, meaning, has_where, condition } = params;
    const list = `${words.join(", ")}${more ? ", …" : ""}`;
    const where = has_where ? "add under `where:` in the mapping" : "add `where:` to the mapping, and below it";
    return {
      message: `${list}${no_end ? ", and no termination date" : ""}. ${meaning}`,
      hint: `To leave them out, ${where}:  - ${condition}`,
    };
  },
  odd_ids: ({ samples, more, usual }: { samples: readonly string[]; more: boolean; usual: string }) => ({
    message: `${samples.join(", ")}${more ? ", …" : ""}: unlike the other ids, such as ${usual}`,
    hint: "Look at these lines: other titles, a second table or a note may stand there. `where` leaves such lines out.",
  }),
  perhaps_exchanged: ({ export: name, formats }: { export: string; formats: readonly string[] }) => ({
    message: `a spreadsheet may have exchanged day and month where the day is 12 at most (${name})`,
    hint: `Look whether the dates are right; if they are exchanged, ${
      formats.length === 0 ? "export again without one" : `set ${formatLine(formats)} in the mapping`
    }.`,
  }),
  formats_differ: ({ ways }: { ways: readonly WayOfWriting[] }) => ({
    message: `the exports use different formats (${ways
      .map(({ exports, formats }) => `${exports.join(", ")}: ${formats}`)
      .join("; ")})`,
    hint: "Each is read in its own way. Look whether that is right.",
  }),
  lookup_no_key: "there is no key",
  lookup_bad_key: ({ column, why }: { column: string; why: PartToTell }, say: SayMessage) =>
    `${column}: ${say(why).message}`,
  also_on: ({ others }: { others: readonly OtherPlace[] }) =>
    `also on ${others.map(({ line, path }) => `line ${line}${path === undefined ? "" : ` of ${path}`}`).join(", ")}`,
  same_refusal: ({ rows, why, likely }: { rows: number; why: PartToTell; likely: string }, say: SayMessage) => ({
    message: `the first ${rows} rows were all refused for the same reason: ${say(why).message}`,
    hint: `${likely} To continue anyway: --max-errors off`,
  }),
  max_errors: ({ errors, rows, limit }: { errors: number; rows: number; limit: string }) => ({
    message: `${errors} of ${rows} rows of this call were refused or failed (--max-errors ${limit})`,
    hint: "Correct the rows first, or continue with a higher --max-errors",
  }),
};

export const formatLine = (formats: readonly string[]): string =>
  `format: [${formats.map((format) => JSON.stringify(format)).join(", ")}]`;

export interface WayOfWriting {
  readonly exports: readonly string[];
  readonly formats: string;
}

export interface OddCharacters {
  readonly column: string;
  readonly characters: readonly string[];
}

export interface StillRunning {
  readonly words: readonly string[];
  readonly more: boolean;
  readonly no_end: boolean;
  readonly meaning: string;
  readonly has_where: boolean;
  readonly condition: string;
}

export type WarningTexts = typeof warnings;
