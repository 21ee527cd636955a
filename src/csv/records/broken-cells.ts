import { fold } from "../../model/text.js";
import { oddWords } from "../encodings/odd-words.js";
import { RAW_COLUMN, ROW_COLUMN } from "../file/failures-file.js";

const REPLACEMENT = "\ufffd";

/** Which columns somebody reads. `used`: their titles, folded; empty: nobody has said so, and all may be read. */
export interface UsedColumns {
  readonly names: readonly string[];
  readonly used: ReadonlySet<string>;
}

/**
 * Of a row whose bytes could not all be decoded, the first column that is used and whose cell cannot be trusted;
 * undefined where what is broken stands in columns that nobody reads. In a line of another encoding some words may be
 * valid by accident: what nobody writes is as bad as what is broken.
 */
export function brokenColumn(row: readonly string[], { names, used }: UsedColumns): string | undefined {
  return names.find((name, index) => isUsed(name, used) && !isSound(row[index] ?? ""));
}

function isUsed(name: string, used: ReadonlySet<string>): boolean {
  return used.size === 0 || used.has(fold(name)) || name === ROW_COLUMN || name === RAW_COLUMN;
}

function isSound(cell: string): boolean {
  return !cell.includes(REPLACEMENT) && oddWords(cell).share === 0;
}
