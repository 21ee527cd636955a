import type { Warning } from "../../model/warning.js";
import { because } from "../../texts/because.js";
import { saying } from "../../texts/saying.js";
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

const DIGIT = /\d/;

const DAMAGES: Readonly<Record<Damage, Problem>> = {
  scientific: because("damaged_id", { id: "id_scientific" }),
  hex_or_scientific: because("damaged_id", { id: "id_like_scientific" }),
  rounded: because("damaged_id", { id: "id_rounded" }),
  shortened: because("damaged_id", { id: "id_shortened" }),
  date: because("damaged_id", { id: "id_as_date" }),
  number_date: because("damaged_id", { id: "id_like_date" }),
  truth: because("damaged_id", { id: "id_as_truth" }),
};

const PROBLEMS = {
  foreign: because("bad_value", { id: "id_with_spaces" }),
  mark: because("bad_value", { id: "id_with_quote" }),
  number: because("damaged_id", { id: "id_as_number" }),
  escape: because("bad_value", { id: "id_with_escape" }),
  title: because("bad_value", { id: "id_is_title" }),
  nothing: because("bad_value", { id: "id_is_nothing" }),
} as const satisfies Record<string, Problem>;

const ROUNDED_ACCEPTED = {
  kind: "rounded_id",
  ...saying("rounded_id"),
};

const HEX_ACCEPTED = {
  kind: "hexadecimal_id",
  ...saying("hexadecimal_id"),
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
