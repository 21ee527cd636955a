import type { PayloadValue } from "../../model/payload.js";
import { fold, halfWidth } from "./text.js";
import { isUndecodable, UNDECODABLE } from "./text-reader.js";
import type { Problem, ReadValue } from "./value.js";

/** Spellings of the export -> the payload's values, whatever their case, width, spaces and apostrophes. */
export interface ValueTable {
  get(text: string): PayloadValue | undefined;
  /** As the mapping writes them. */
  readonly spellings: readonly string[];
}

/** Enough for the spellings of a real column; beyond it a lookup costs a microsecond more. */
const SPELLINGS_KEPT_MAX = 4096;

/** A table from folded spellings, see `fold`. */
export function valueTable(by_folded: ReadonlyMap<string, PayloadValue>, spellings: readonly string[]): ValueTable {
  const by_spelling = new Map<string, PayloadValue | undefined>();
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

const UNMAPPED: Problem = {
  kind: "unmapped_value",
  message: "the value is not listed in the field's `values`",
  hint: "Add it to `values` in the mapping, or say `otherwise`; `hire-import check` lists all such values.",
};

/** Reads values of a table; what is not in it becomes `otherwise` where the mapping says so. */
export function tableReader(table: ValueTable, otherwise: PayloadValue | undefined): ReadValue {
  if (otherwise === undefined) return (text) => table.get(text) ?? UNMAPPED;
  // Nobody knows whether what cannot be decoded is listed.
  return (text) => table.get(text) ?? (isUndecodable(text) ? UNDECODABLE : otherwise);
}

/** `2.0`: a whole number of a column that a program took for decimals. */
const WITHOUT_FRACTION = /^(\d+)[.,]0+$/;

/** Reads the target's own numbers for a choice, written as text. */
export function choiceReader(choices: Readonly<Record<number, string>>): ReadValue {
  const known = Object.entries(choices).map(([number, meaning]) => `${number} ${meaning}`);
  const problem: Problem = {
    kind: "unmapped_value",
    message: `the value is none of the target's numbers (${known.join(", ")})`,
    hint: "Give the field `values` in the mapping: what the export says, and the number that it means.",
  };
  return (text) => {
    const number = Object.hasOwn(choices, text) ? text : halfWidth(text).replace(WITHOUT_FRACTION, "$1");
    return Object.hasOwn(choices, number) ? Number(number) : problem;
  };
}
