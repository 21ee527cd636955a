import type { Warning } from "../../model/warning.js";
import { type Damage, damageOf } from "../cells/damage.js";
import { holdsEscape } from "../cells/decode.js";
import { wordForNothing } from "../cells/nothing-words.js";
import { hasQuoteMark } from "../cells/quote-marks.js";
import { isUndecodable, UNDECODABLE } from "../cells/text-reader.js";
import type { Problem, ReadValue } from "../cells/value.js";
import { titleKey } from "../columns/title.js";
import type { ReaderRules } from "./mapping.js";

// White space, control, format (zero-width, direction), unassigned and private characters.
const FOREIGN = /[\s\p{C}]/u;
const FORMULA = /^=["']/;

/** `12345.0`, `12,345`: as programs write what they took for a number. */
const AS_NUMBER = /^(?:\d{3,}[.,]0{1,2}|\d{1,3}(?:,\d{3})+)$/;

/** North America, where a template names a region beside an id. */
const REGION = /^na$/i;

/** ASCII letters, digits and what joins them: most ids, and quickly seen to be sound. */
const PLAIN = /^[\w.:-]+$/;

const AS_TEXT = "Export again and open it with the column as text (Data > From Text), or don't open it at all.";
const DIGIT = /\d/;

const COLLAPSED = "Ids that were different may look the same now.";
const IF_RIGHT = "If it is right, list it in the field's `accept_ids`, or say `accept_ids: all`.";

const damaged = (message: string, hint = `${AS_TEXT} ${IF_RIGHT}`): Problem => ({
  kind: "damaged_id",
  message,
  hint,
});

const DAMAGES: Readonly<Record<Damage, Problem>> = {
  scientific: damaged(
    "a spreadsheet has turned the id into scientific notation; its digits are lost",
    `${AS_TEXT} ${COLLAPSED}`,
  ),
  hex_or_scientific: damaged(
    "the id looks like scientific notation, and most ids of its column are not hexadecimal",
    `If it is hexadecimal, list it in the field's \`accept_ids\`, or say \`accept_ids: all\`. Else: ${AS_TEXT}`,
  ),
  rounded: damaged(
    "the id has nothing but zeros from its 16th digit on, as if a spreadsheet had rounded it",
    `${AS_TEXT} ${COLLAPSED} ${IF_RIGHT}`,
  ),
  shortened: damaged("the id is shorter than the column's ids with leading zeros, which a spreadsheet takes away"),
  date: damaged("a spreadsheet has turned the id into a date"),
  number_date: damaged("the id looks like a date, and the column's other ids do not: a spreadsheet makes dates of ids"),
  truth: damaged("the id is TRUE or FALSE, as a spreadsheet writes truth values"),
};

const PROBLEMS = {
  foreign: {
    kind: "bad_value",
    message: "the id holds a space or an invisible character",
    hint: "Correct the cell: type the id anew, without what is inside it.",
  },
  mark: {
    kind: "bad_value",
    message: "the id begins or ends with a quotation mark or an apostrophe that has no other to it",
    hint: "Take the mark off the cell: only the id itself may stand there.",
  },
  number: damaged(
    "a program has taken the id for a number, and written it as one",
    `Export again without that program, or take off what it has added. ${IF_RIGHT}`,
  ),
  escape: {
    kind: "bad_value",
    message: "the id holds _x000D_ or the like, as the files of spreadsheets write control characters",
    hint: "Correct the cell, or say decode: [xlsx] at the field in the mapping.",
  },
  title: {
    kind: "bad_value",
    message: "the id is a title, as where a second line of titles stands below the first",
    hint: `Delete the line, or leave it out with \`where\` in the mapping. ${IF_RIGHT}`,
  },
  nothing: {
    kind: "bad_value",
    message: "the id is a word for nothing",
    hint: `Fill in the cell, or list the word under \`empty\` in the mapping. ${IF_RIGHT}`,
  },
} as const satisfies Record<string, Problem>;

const ROUNDED_ACCEPTED = {
  kind: "rounded_id",
  message: "the id looks as if a spreadsheet had rounded it; so few among so many ids look so by chance",
  hint: "Look one up in Feishu Hire if you can.",
};

const HEX_ACCEPTED = {
  kind: "hexadecimal_id",
  message: "the id looks like scientific notation; most ids of the column are hexadecimal, and so is this one",
  hint: "Look one up in the system that you leave if you can.",
};

/** Damages that leave a value of another kind, which a template may well name: a date beside an id. */
const WORDS: ReadonlySet<Damage> = new Set(["date", "number_date", "truth"]);

/** Ids that are right although they look damaged. */
export type AcceptedIds = ReadonlySet<string> | "all";

/** Reads the cleaned ids of one column, which stay strings as they are. Nobody can accept scientific notation. */
export function idReader(field: string, accepted: AcceptedIds, rules: ReaderRules): ReadValue {
  const { id: facts, note, is_part } = rules;
  const rounded_accepted: Warning = { ...ROUNDED_ACCEPTED, field };
  const hex_accepted: Warning = { ...HEX_ACCEPTED, field };
  return (text) => {
    if (!PLAIN.test(text)) {
      if (isUndecodable(text)) return UNDECODABLE;
      if (FOREIGN.test(text)) return PROBLEMS.foreign;
      if (FORMULA.test(text) || hasQuoteMark(text)) return PROBLEMS.mark;
    }
    const damage = damageOf(text, facts?.width);
    const isAccepted = () => accepted === "all" || accepted.has(text);
    if (damage === undefined) {
      if (holdsEscape(text)) return PROBLEMS.escape;
      const problem = whatElse(text, rules);
      return problem === undefined || isAccepted() ? text : problem;
    }
    if (damage !== "scientific" && isAccepted()) return text;
    if (is_part === true && WORDS.has(damage)) return text;
    if (damage === "number_date" && facts?.accept_dates === true) return text;
    if (damage === "hex_or_scientific" && facts?.accept_hex === true) {
      note(hex_accepted);
      return text;
    }
    if (damage !== "rounded" || facts?.accept_rounded !== true) return DAMAGES[damage];
    note(rounded_accepted);
    return text;
  };
}

/** What a text is that is no id, and not a damaged one. */
function whatElse(text: string, { is_part, titles }: ReaderRules): Problem | undefined {
  if (AS_NUMBER.test(text)) return PROBLEMS.number;
  if (wordForNothing(text) === "certain" && !(is_part === true && REGION.test(text))) return PROBLEMS.nothing;
  return titles !== undefined && !DIGIT.test(text) && titles.has(titleKey(text)) ? PROBLEMS.title : undefined;
}
