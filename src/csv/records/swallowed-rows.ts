import { ColumnShapes, isSameCode } from "./column-shapes.js";
import { type CsvFormat, parseWhole } from "./parse.js";

/** What the lines inside of a record are: its text, rows that a stray quotation mark has swallowed, or perhaps such. */
export type LinesInside = "text" | "perhaps_rows" | "rows";

export interface Swallowed {
  readonly inside: LinesInside;
  /** The lines of the record up to the one on which the quotation mark opens, this one included. */
  readonly opening_lines: number;
}

/** How rows are written, and how they look. */
export interface RowLook {
  readonly format: CsvFormat;
  /** Cells of a row. */
  readonly width: number;
  readonly shapes: ColumnShapes;
  /** Rows may have fewer cells, because the file leaves some out. */
  readonly may_be_short: boolean;
  /** Whether a line is a header once more: it is no text either. */
  readonly isHeader?: (cells: readonly string[]) => boolean;
}

/** Quotation marks that open and close words: of blank cells in quotes each stands between two delimiters. */
const OPENS_WORD = /"[\p{L}\p{N}]/u;
const CLOSES_WORD = /[\p{L}\p{N}]"/u;

const NOTHING: Swallowed = { inside: "text", opening_lines: 0 };

/**
 * Looks at a record that parses for rows inside of its cells. A cell that begins with a quotation mark of its own, in a
 * file that quotes nothing, ends where some cell further down ends in one: the rows between them become its text.
 *
 * It is so where lines of the cell look like rows, and with what stands before and behind the cell its first and its
 * last line are rows, too. Text of many lines hardly ever has the delimiters for that, even where somebody has pasted
 * rows into it: then it is told, and believed. `line_end` is how the record itself ends: rows that were swallowed do
 * so, too, which the line breaks inside of a spreadsheet's cells do not.
 */
export function rowsInside(cells: readonly string[], line_end: string, look: RowLook): Swallowed {
  const { line_break } = look.format;
  let found = NOTHING;
  let lines = 1;
  for (const [at, cell] of cells.entries()) {
    if (!cell.includes(line_break)) continue;
    const like = cell.includes(line_end) ? insideOf(cells, at, line_end, look) : "text";
    // Who doubles the quotation marks inside of a cell has also put those around it.
    const is_doubling = like === "rows" && OPENS_WORD.test(cell) && CLOSES_WORD.test(cell);
    const inside = is_doubling ? "perhaps_rows" : like;
    if (inside !== "text") found = { inside, opening_lines: lines };
    if (inside === "rows") return found;
    lines += cell.split(line_break).length - 1;
  }
  return found;
}

function insideOf(cells: readonly string[], at: number, line_end: string, look: RowLook): LinesInside {
  const { width, may_be_short } = look;
  const [before, after] = [cells.slice(0, at), cells.slice(at + 1)];
  const parts = (cells[at] as string).split(line_end).map((line) => line.split(look.format.delimiter));
  const [first, last] = [
    [...before, ...(parts[0] as string[])],
    [...(parts.at(-1) as string[]), ...after],
  ];
  const kinds = parts.slice(1, -1).map((line) => kindOfLine(line, look, before));
  // The cells before and behind are a row's, whatever has happened between them: they say nothing.
  const by_last = gainedBy(last, after, at + 1, look, before);
  const has_rows = kinds.includes("rows") || by_last > 0 || look.isHeader?.(last) === true;
  if (first.length < width || last.length < width) return has_rows ? (may_be_short ? "rows" : "perhaps_rows") : "text";
  const gained = by_last + gainedBy(first, before, 0, look);
  if (has_rows || gained > 0) return "rows";
  return kinds.includes("perhaps_rows") || gained === 0 ? "perhaps_rows" : "text";
}

/** How much a line looks like a row, without those of its cells that stand from the column `from` on for certain. */
function gainedBy(
  line: readonly string[],
  certain: readonly string[],
  from: number,
  { width, shapes }: RowLook,
  example: readonly string[] = [],
): number {
  const known = certain.reduce((sum, cell, index) => sum + shapes.at(from + index, cell), 0);
  const like_example = line.filter((cell, at) => shapes.at(at, cell) < 1 && isSameCode(cell, example[at] ?? "")).length;
  return bestOf(withoutTail(line, width), width, shapes) - known + like_example;
}

/** Whether a header has lines in it that look like rows: `records` are some of those below it. */
export function isSwallowing(
  names: readonly string[],
  records: readonly (readonly string[])[],
  format: CsvFormat,
): boolean {
  const lines = linesOf(names, format);
  const [{ length: width } = []] = lines;
  if (lines.length === 1 || lines.some(({ length }) => length !== width)) return false;
  const shapes = ColumnShapes.of(
    records.filter(({ length }) => length === width),
    width,
  );
  return lines.slice(1).some((line) => kindOfLine(line, { format, width, shapes, may_be_short: false }) === "rows");
}

/** The cells of each line of a record, if every line break ended a record. */
export function linesOf(cells: readonly string[], { delimiter, line_break }: CsvFormat): string[][] {
  const lines: string[][] = [[]];
  for (const cell of cells) {
    const parts = cell.includes(line_break) ? cell.split(line_break).map((line) => line.split(delimiter)) : [[cell]];
    for (const [at, part] of parts.entries()) {
      if (at > 0) lines.push([]);
      lines.at(-1)?.push(...part);
    }
  }
  return lines;
}

/** Whether there are rows among physical lines that are no record together. */
export function holdRows(lines: Buffer, look: RowLook): boolean {
  return physicalLines(lines, look.format).some((line) => kindOfLine(cellsOf(line, look.format), look) !== "text");
}

/**
 * `example`: cells that certainly are a row's. A line with another number of cells than a row may be one in which a
 * delimiter stands unquoted, or which ends behind its last filled cell; it has to look like one all the more.
 */
function kindOfLine(cells: readonly string[], look: RowLook, example?: readonly string[]): LinesInside {
  const { width, shapes, isHeader } = look;
  if (cells.every((cell) => cell.trim() === "")) return "text";
  if (isHeader?.(cells) === true) return "rows";
  const line = withoutTail(cells, width);
  if (line.length === width) {
    const { alike, unlike } = shapes.compare(line, example);
    return alike === unlike ? "perhaps_rows" : alike > unlike ? "rows" : "text";
  }
  const gained = bestOf(line, width, shapes);
  return gained > 1 ? "rows" : gained > 0 && line.length > 1 ? "perhaps_rows" : "text";
}

/** Without the blank cells at the end that a row does not have. */
function withoutTail(cells: readonly string[], width: number): readonly string[] {
  return cells.slice(0, Math.max(width, cells.findLastIndex((cell) => cell.trim() !== "") + 1));
}

/** By how many cells a line looks like a row, where cells in its midst too many are parts of others. */
function bestOf(line: readonly string[], width: number, shapes: ColumnShapes): number {
  const surplus = Math.max(0, line.length - width);
  let behind = line.reduce((sum, cell, at) => sum + (at < surplus ? 0 : shapes.at(at - surplus, cell)), 0);
  let [before, best] = [0, behind];
  for (let at = 0; at + surplus < line.length; at++) {
    before += shapes.at(at, line[at] as string);
    behind -= shapes.at(at, line[at + surplus] as string);
    best = Math.max(best, before + behind);
  }
  return best;
}

function physicalLines(lines: Buffer, { line_break }: CsvFormat): string[] {
  return lines.toString().split(line_break).map(withoutCr);
}

const withoutCr = (line: string): string => line.replace(/\r$/, "");

/** The cells of one line, whatever its quotation marks mean. */
export function cellsOf(line: string, format: CsvFormat): string[] {
  const rows = parseWhole(Buffer.from(line), format);
  const [cells = []] = rows?.length === 1 ? rows : [];
  if (cells.length > 1) return cells;
  // A line that is quoted as a whole has its cells inside.
  const unwrapped =
    cells.length === 1 && cells[0] !== line ? parseWhole(Buffer.from(cells[0] as string), format) : null;
  return unwrapped?.length === 1 ? (unwrapped[0] as string[]) : line.split(format.delimiter);
}
