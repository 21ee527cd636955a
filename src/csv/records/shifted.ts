import type { ColumnShapes } from "./column-shapes.js";

/** A record is shifted where so much is gained by moving cells: one that was in a wrong column, in its own, is two. */
const SHIFTED_MIN = 2;

/** What the columns say of a record whose number of cells says nothing. */
export type Shift = "none" | "perhaps" | "shifted";

/**
 * Whether the cells of a record look like their columns only where some of them are moved by one: to the left, because
 * a delimiter without quotes has parted one cell into two, or to the right, because one is missing.
 */
export function shiftOf(cells: readonly string[], shapes: ColumnShapes): Shift {
  const gained = gainedByMoving(cells, shapes);
  if (gained >= SHIFTED_MIN) return "shifted";
  return gained > 0 ? "perhaps" : "none";
}

/** Whether a cell is perhaps the end of the text before it: a delimiter and a space stand between them. */
export function hasPartedText(cells: readonly string[], shapes: ColumnShapes): boolean {
  for (let at = 1; at < cells.length; at++) {
    const cell = cells[at] as string;
    if (cell.charCodeAt(0) === SPACE && cells[at - 1] !== "" && shapes.isPartOfText(at, cell)) return true;
  }
  return false;
}

/**
 * Whether a cell may be the end of the text before it: it looks unlike its column, in which it stands nowhere else. To
 * be asked where as many cells as titles prove nothing.
 */
export function mayEndText(cells: readonly string[], shapes: ColumnShapes): boolean {
  return cells.some((cell, at) => {
    const before = cells[at - 1]?.trim() ?? "";
    if (before === "" || shapes.isCodeOfItsOwn(at - 1, before)) return false;
    return /\p{L}/u.test(cell) && shapes.at(at, cell) < 0 && !shapes.comesAgain(at, cell);
  });
}

const SPACE = 0x20;

function gainedByMoving(cells: readonly string[], shapes: ColumnShapes): number {
  const is_short = cells.length < shapes.width;
  const here = cells.map((cell, at) => shapes.at(at, cell));
  // What is gained by moving all cells from `at` on, from the last one backwards.
  let [moved_left, moved_right, best] = [0, 0, 0];
  for (let at = cells.length - 1; at > 0; at--) {
    const cell = cells[at] as string;
    const own = here[at] as number;
    // This cell would be the end of the one before it, and looks like no column; `Engineer, Backend` has a space there.
    const is_spaced = own < 0 && cell.startsWith(" ");
    const joined = is_spaced ? moved_left + SHIFTED_MIN : moved_left > 0 ? moved_left - own : 0;
    moved_left += shapes.at(at - 1, cell) - own;
    moved_right += shapes.at(at + 1, cell) - own;
    best = Math.max(best, joined, is_short ? moved_right : 0);
  }
  return best;
}

/**
 * Whether nothing tells that the cells of a record are in their columns, where its number of cells says nothing: it may
 * lack a blank cell at its end, have one more because of a delimiter without quotes, or one less because of a quotation
 * mark out of place. An id, a date or a number in its own column proves where it stands. Behind the last one there may
 * be a delimiter too many; between two of them that needs a quotation mark that takes one away. A cell that looks
 * unlike its column tells against the whole record.
 */
export function isUnproven(cells: readonly string[], delimiter: string, shapes: ColumnShapes): boolean {
  let [filled, holds_delimiter] = [0, false];
  for (const [at, cell] of cells.entries()) {
    const is_filled = cell.trim() !== "";
    if (is_filled && shapes.at(at, cell) < 0) return true;
    if (shapes.isCodeOfItsOwn(at, cell)) {
      if (filled > 1 && holds_delimiter) return true;
      [filled, holds_delimiter] = [0, false];
    } else if (is_filled) {
      filled += 1;
      holds_delimiter ||= cell.includes(delimiter);
    }
  }
  return filled > 1 || holds_delimiter;
}
