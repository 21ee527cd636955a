import type { Scalar } from "../../model/payload.js";
import { because } from "../../texts/because.js";
import { fold, halfWidth } from "./text.js";
import { isUndecodable, UNDECODABLE } from "./text-reader.js";
import type { Problem, ReadValue } from "./value.js";

/** Spellings of the export -> the payload's values, whatever their case, width, spaces and apostrophes. */
export interface ValueTable {
  get(text: string): Scalar | undefined;
  /** As the mapping writes them. */
  readonly spellings: readonly string[];
}

/** Enough for the spellings of a real column; beyond it a lookup costs a microsecond more. */
const SPELLINGS_KEPT_MAX = 4096;

/** A table from folded spellings, see `fold`. */
export function valueTable(by_folded: ReadonlyMap<string, Scalar>, spellings: readonly string[]): ValueTable {
  const by_spelling = new Map<string, Scalar | undefined>();
  return {
    spellings,
    get(text) {
      const known = by_spelling.get(text);
      if (known !== undefined || by_spelling.has(text)) return known;
      const value = by_folded.get(fold(text));
      if (by_spelling.size < SPELLINGS_KEPT_MAX) by_spelling.set(text, value);
      return value;
    },
  };
}

const UNMAPPED: Problem = because("unmapped_value", { id: "unmapped_value" });

/** Reads values of a table; what is not in it becomes `otherwise` where the mapping says so. */
export function tableReader(table: ValueTable, otherwise: Scalar | undefined): ReadValue {
  if (otherwise === undefined) return (text) => table.get(text) ?? UNMAPPED;
  // Nobody knows whether what cannot be decoded is listed.
  return (text) => table.get(text) ?? (isUndecodable(text) ? UNDECODABLE : otherwise);
}

/** `2.0`: a whole number of a column that a program took for decimals. */
const WITHOUT_FRACTION = /^(\d+)[.,]0+$/;

/** Reads the target's own numbers for a choice, written as text. */
export function choiceReader(choices: Readonly<Record<number, string>>): ReadValue {
  const problem: Problem = because("unmapped_value", { id: "unknown_choice", choices });
  return (text) => {
    const number = Object.hasOwn(choices, text) ? text : halfWidth(text).replace(WITHOUT_FRACTION, "$1");
    return Object.hasOwn(choices, number) ? Number(number) : problem;
  };
}

const TRUE = new Set(["true", "yes", "y", "1", "是", "对"]);
const FALSE = new Set(["false", "no", "n", "0", "否", "不是"]);
const NO_TRUTH: Problem = because("unmapped_value", { id: "not_yes_or_no" });

export function readBoolean(text: string): Scalar | Problem {
  const folded = fold(text);
  return TRUE.has(folded) ? true : FALSE.has(folded) ? false : NO_TRUTH;
}

/** Digits with a point: how thousands are parted is not guessed. */
const NUMBER = /^-?\d{1,12}(?:\.\d{1,6})?$/;
const NO_NUMBER: Problem = because("bad_value", { id: "not_a_number" });

export function readNumber(text: string): Scalar | Problem {
  const plain = halfWidth(text);
  return NUMBER.test(plain) ? Number(plain) : NO_NUMBER;
}
