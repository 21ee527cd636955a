import { damageOf } from "./damage.js";
import { isErrorValue } from "./error-values.js";
import { isNumberShown } from "./spreadsheet-number.js";
import { isTimeShown } from "./spreadsheet-time.js";
import { trimCell } from "./text.js";

/**
 * What became of a cell on its way through a spreadsheet:
 * `same`: nothing, to the letter;
 * `shown`: it is exactly what a spreadsheet makes of it, so what stood there is known;
 * `damaged`: it bears a spreadsheet's marks, and what should stand there is not known;
 * `mended`: somebody has written something else.
 */
export type CellFate = "same" | "shown" | "damaged" | "mended";

/** `was_mended`: somebody has written something else than `before` already, so it is not what a spreadsheet showed. */
export function fateOf(before: string, after: string, was_mended = false): CellFate {
  if (before === after) return "same";
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
      isTruth(written, shown) ||
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

/** As spreadsheets of some countries write them. */
const TRUTHS: Readonly<Record<string, readonly string[]>> = {
  true: ["TRUE", "WAHR", "VRAI", "VERDADERO", "VERO", "WAAR"],
  false: ["FALSE", "FALSCH", "FAUX", "FALSO", "ONWAAR"],
};

function isTruth(before: string, after: string): boolean {
  return before.length <= 5 && TRUTHS[before.toLowerCase()]?.includes(after) === true;
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

/** Marks that a spreadsheet leaves, and that were not there before. */
function looksDamaged(before: string, after: string): boolean {
  const cell = trimCell(after);
  const damage = damageOf(cell);
  if (isErrorValue(cell) || damage === "scientific" || damage === "rounded") return true;
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
