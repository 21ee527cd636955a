import type { PartToTell, SayMessage } from "../catalogue.js";
import { delimiter } from "./delimiters.js";

export interface Reading {
  readonly value: string;
  readonly samples: readonly string[];
}

const TITLES = "column titles should be.";

/** What ends the command because of an export as a whole. */
export const exports = {
  export_not_found: ({ path }: { path: string }) => ({
    message: `File not found: ${path}.`,
    hint: "Check the path of the export.",
  }),
  export_is_folder: ({ path }: { path: string }) => ({
    message: `${path} is a directory, not a file.`,
    hint: "Name the CSV file inside it.",
  }),
  export_unreadable: ({ path, code, is_forbidden }: { path: string; code: string; is_forbidden: boolean }) => ({
    message: `${path} cannot be read (${code}).`,
    hint: is_forbidden ? "Give this user the right to read it." : "Check the disk or the share on which it lies.",
  }),
  export_not_regular: ({ path }: { path: string }) => ({
    message: `${path} is not a regular file; an export is read more than once.`,
    hint: "Save it to a file first, and name that file.",
  }),
  export_gzip_damaged: ({ path }: { path: string }) => ({
    message: `${path} is packed with gzip, and damaged or cut off.`,
    hint: "Copy or download it again, or unpack it yourself to see how much is intact.",
  }),
  export_other_mark: ({ path, found, named }: { path: string; found: string; named: string }) => ({
    message: `${path} begins with the byte order mark of ${found}, but the mapping has encoding: ${named}.`,
    hint: `Set it to ${found}, or remove csv: encoding.`,
  }),
  export_unknown_encoding: ({ path, likely }: { path: string; likely: string | undefined }) => ({
    message: `${path} is in an unknown encoding: ${
      likely === undefined
        ? "it is not UTF-8, and reads as no language in any other"
        : `it may be ${likely}, which is not read here`
    }.`,
    hint: `Export it again as CSV UTF-8${
      likely === undefined ? ", or name its encoding in the mapping under csv: encoding (shift_jis, koi8-r, …)" : ""
    }.`,
  }),
  export_false_mark: ({ path, mark }: { path: string; mark: string }) => ({
    message: `${path} begins with the byte order mark of ${mark}, and what follows is in another encoding.`,
    hint: "Export it again as CSV UTF-8.",
  }),
  /** `meant`: undefined where its characters are lost. `setting`: what to write into the mapping. */
  export_misread: (params: {
    path: string;
    line: number;
    sample: string;
    meant: { was: string; read_as: string; text: string } | undefined;
    setting: string;
  }) => {
    const { path, line, sample, meant, setting } = params;
    const what = `The encoding of ${path} is not certain: text seems to have been decoded wrongly before it was saved.`;
    const says =
      meant === undefined
        ? "its characters are lost"
        : `as ${meant.was} that was read as ${meant.read_as} it says ${meant.text}`;
    return {
      message: `${what} Line ${line} reads ${sample}; ${says}.`,
      hint: `Export it again as CSV UTF-8. If it is right as it is, add to the mapping: ${setting}.`,
    };
  },
  export_uncertain_encoding: (params: { path: string; readings: readonly Reading[]; settings: readonly string[] }) => {
    const { path, readings, settings } = params;
    const shown = readings.flatMap(({ value, samples }) =>
      samples.length === 0 ? [] : [`as ${value} it reads ${samples.join(", ")}`],
    );
    const seems = [readings[0]?.value, ...shown].join("; ");
    return {
      message: `The encoding of ${path} is not certain. It seems to be ${seems}.`,
      hint:
        `Add the one that reads right to the mapping: ${settings.join(" or ")}. ` +
        "If none does, name another one, or export it as CSV UTF-8.",
    };
  },
  export_empty: ({ path }: { path: string }) => ({ message: `${path} is empty.`, hint: "Export it again." }),
  export_no_header: ({ path }: { path: string }) => ({
    message: `${path} has no header: every line is blank.`,
    hint: "Export it again.",
  }),
  export_no_titles: ({ path, line }: { path: string; line: number }) => ({
    message: `${path} has no header: line ${line} has an email address or a phone number where ${TITLES}`,
    hint: "Put a line with titles above the records.",
  }),
  export_header_beyond: ({ path, header_line, lines }: { path: string; header_line: number; lines: number }) => ({
    message: `${path} ends at line ${lines}, and its header should be line ${header_line}.`,
    hint: "Correct csv: header_line in the mapping.",
  }),
  export_header_blank: ({ path, header_line }: { path: string; header_line: number }) => ({
    message: `Line ${header_line} of ${path}, where its header should be, is blank.`,
    hint: "Correct csv: header_line in the mapping.",
  }),
  export_header_unreadable: (
    { path, line, why }: { path: string; line: number; why: PartToTell & { hint: string } },
    say: SayMessage,
  ) => ({ message: `The header of ${path} (line ${line}) cannot be read: ${say(why).message}`, hint: say(why).hint }),
  export_quoted_lines: ({ path, width, command }: { path: string; width: number; command: string | undefined }) => ({
    message:
      `${path} has its lines quoted as a whole: one cell that holds ${width}, ` +
      "quotation marks inside of it doubled.",
    hint:
      command === undefined
        ? "Export it again without quotes around the lines."
        : `Export it again, or take the quotes off: ${command}`,
  }),
  export_two_delimiters: (params: {
    path: string;
    header_line: number;
    header: string;
    records: string;
    command: string | undefined;
  }) => {
    const { path, header_line, command } = params;
    const [header, records] = [delimiter(params.header), delimiter(params.records)];
    return {
      message: `${path} parts its header (line ${header_line}) by ${header}, and its records by ${records}.`,
      hint: `Export it again, or write the titles with ${records}, too${command === undefined ? "." : `: ${command}`}`,
    };
  },
  export_two_encodings: (params: {
    path: string;
    first: string | undefined;
    second: string | undefined;
    line: number;
    command: string | undefined;
  }) => {
    const { path, first = "in one encoding", second, line, command } = params;
    return {
      message: `${path} is ${first}, and in another one from line ${line} on${second ? `: ${second}` : ""}.`,
      hint: `Export it again in one piece${command === undefined ? "." : `, or make it UTF-8: ${command}`}`,
    };
  },
  export_wrong_delimiter: ({ path, named, found }: { path: string; named: string; found: string }) => ({
    message: `${path} is parted by ${delimiter(found)}, but the mapping has ${delimiter(named)}.`,
    hint: `Set csv: delimiter: ${JSON.stringify(found)} in the mapping, or remove it.`,
  }),
  export_changed: ({ path }: { path: string }) => ({
    message: `${path} was changed while it was read, so its last rows may be cut off.`,
    hint: "Wait until the program that writes it has finished, and run the same command again.",
  }),
  export_no_rows: ({ path }: { path: string }) => ({
    message: `${path} has no rows below its header.`,
    hint: "Export it again, or correct csv: header_line in the mapping.",
  }),
  unknown_encoding_name: ({ name }: { name: string }) => ({
    message: `The encoding ${JSON.stringify(name)} is unknown.`,
    hint: "Name one like utf-8, gb18030, big5, utf-16le or windows-1252 in the mapping under csv: encoding.",
  }),
  bad_quote: ({ quote }: { quote: string }) => ({
    message: `The quote character ${JSON.stringify(quote)} is not one visible ASCII character.`,
    hint: "Correct it in the mapping under csv:.",
  }),
  bad_delimiter: (params: { delimiter: string }) => ({
    message: `The delimiter ${JSON.stringify(params.delimiter)} cannot separate cells.`,
    hint: "Correct it in the mapping under csv:.",
  }),
  bad_escape: ({ by }: { by: string | null }) => ({
    message: `The escape character ${JSON.stringify(by)} is neither the quote character nor a backslash.`,
    hint: "Correct it in the mapping under csv:.",
  }),
  bad_header_line: ({ header_line }: { header_line: number }) => ({
    message: `The header line ${header_line} is not a line number; the first line is 1.`,
    hint: "Correct it in the mapping under csv:.",
  }),
};

export type ExportTexts = typeof exports;
