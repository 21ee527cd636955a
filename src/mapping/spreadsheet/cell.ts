import { type Damage, damageOf } from "../cells/damage.js";
import { isErrorValue } from "../cells/error-values.js";
import { trimCell } from "../cells/text.js";
import { isTruthShown } from "../cells/truth-words.js";
import { isNumberShown } from "./number.js";
import { isTimeShown, yearGained } from "./time.js";

/**
 * What became of a cell on its way through a spreadsheet:
 * `same`: nothing, to the letter;
 * `shown`: it is exactly what a spreadsheet makes of it, so what stood there is known;
 * `damaged`: it bears a spreadsheet's marks, and what should stand there is not known;
 * `mended`: somebody has written something else.
 */
export type CellChange = "same" | "shown" | "damaged" | "mended";

export interface CellContext {
  /** Somebody has written something else than `before` already, so it is not what a spreadsheet showed. */
  readonly was_mended?: boolean;
  /** Of a column of times: the year in which the cell is judged. */
  readonly year_now?: number;
}

export function classifyChange(
  before: string,
  after: string,
  { was_mended = false, year_now }: CellContext = {},
): CellChange {
  if (before === after) return "same";
  // A spreadsheet puts the year of today to a date without one; somebody who knows better writes that of the date, or
  // the time of day with it.
  const year = year_now === undefined ? undefined : yearGained(plain(before), plain(after));
  if (year_now !== undefined && year !== undefined) {
    return Math.abs(year - year_now) <= 1 && !after.includes(":") ? "damaged" : "mended";
  }
  if (!was_mended && isShown(before, after)) return "shown";
  return looksDamaged(before, after) ? "damaged" : "mended";
}

/** Excel cuts longer cells. */
const CELL_CHARS_MAX = 32_767;

function isShown(before: string, after: string): boolean {
  const shown = plain(after);
  return formsOf(plain(before)).some(
    (written) =>
      written === shown ||
      isTruthShown(written, shown) ||
      isNumberShown(written, shown) ||
      isTimeShown(written, shown) ||
      isWithout(written, shown) ||
      isFailedFormula(written, shown) ||
      (written.length > CELL_CHARS_MAX && trimCell(written.slice(0, CELL_CHARS_MAX)) === shown),
  );
}

/** Without spaces around it, and with one kind of line break. */
function plain(cell: string): string {
  return trimCell(cell.includes("\r") ? cell.replace(/\r\n?/g, "\n") : cell);
}

/** The cell itself, and what is inside of its guard: `="00123"`, `'00123`. */
function formsOf(cell: string): string[] {
  const inside = /^="(.*)"$/s.exec(cell)?.[1] ?? /^'(.+)$/s.exec(cell)?.[1];
  return inside === undefined ? [cell] : [cell, inside];
}

/** What an encoding has no character for becomes a question mark: one for the character, or two for its two halves. */
function isWithout(before: string, after: string): boolean {
  if (!LOST.test(after) || !BEYOND_ASCII.test(before)) return false;
  return isEachLost(before.split(""), after.split("")) || isEachLost(Array.from(before), Array.from(after));
}

function isEachLost(before: readonly string[], after: readonly string[]): boolean {
  if (before.length !== after.length) return false;
  return before.every((char, at) => char === after[at] || (LOST.test(after[at] ?? "") && BEYOND_ASCII.test(char)));
}

const LOST = /[?\ufffd]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/** A text that begins like a formula, and is none. */
function isFailedFormula(before: string, after: string): boolean {
  return /^[=+\-@]/.test(before) && isErrorValue(after);
}

const NUMBERS: ReadonlySet<Damage> = new Set(["scientific", "hex_or_scientific", "rounded"]);

/** Marks that a spreadsheet leaves, and that were not there before. */
function looksDamaged(before: string, after: string): boolean {
  const cell = trimCell(after);
  const damage = damageOf(cell);
  if (isErrorValue(cell) || (damage !== undefined && NUMBERS.has(damage))) return true;
  if (cell.includes("\ufffd")) return !before.includes("\ufffd");
  return count(cell, "?") > count(before, "?") && hasLost(before, cell);
}

/** Some character beyond ASCII is there no more. */
function hasLost(before: string, after: string): boolean {
  return Array.from(before).some((char) => BEYOND_ASCII.test(char) && !after.includes(char));
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
