import { type IsEmpty, trimCell } from "./text.js";
import type { ValueTable } from "./value-table.js";

/**
 * The part of a cell with several values that counts: the first that `values` list, else the first that is not empty;
 * empty where none is. A cell that is listed as it stands is one value.
 */
export function partOf(text: string, separator: string, table: ValueTable | undefined, is_empty: IsEmpty): string {
  if (!text.includes(separator) || table?.get(text) !== undefined) return text;
  const parts = text
    .split(separator)
    .map(trimCell)
    .filter((part) => !is_empty(part));
  return parts.find((part) => table?.get(part) !== undefined) ?? parts[0] ?? "";
}

const SEPARATORS = [",", ";", "|", "/", "、", "，", "；", "\n"];

/** The separator by which all parts of a value that is not listed are; undefined where there is none. */
export function separatorOf(text: string, table: ValueTable): string | undefined {
  return SEPARATORS.find((separator) => text.split(separator).every((part) => table.get(trimCell(part)) !== undefined));
}
