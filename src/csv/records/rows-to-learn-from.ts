import { type ExportRecord, isBad } from "../../model/record.js";
import { ColumnShapes } from "./column-shapes.js";
import { areTitles, type ColumnOrder, inOrder, LaterHeaders } from "./later-headers.js";
import type { CsvFormat } from "./parse.js";
import { cellsOf, linesOf } from "./swallowed-rows.js";

/** Fewer records say too little, and lines inside of others that may be rows say more. */
const RECORDS_MIN = 12;
/** Fewer rows say too little, and what has more cells than the header is better than nothing. */
const ROWS_MIN = 3;

/**
 * Of the records below a header those that are whole, in its order: each one by the last header above it, even if a
 * quotation mark has swallowed that one. What stands below a header that lacks some of the titles is left out.
 */
export function rowsToLearnFrom(
  names: readonly string[],
  records: readonly ExportRecord[],
  format: CsvFormat,
): (readonly string[])[] {
  const headers = new LaterHeaders(names);
  const nothing_known = ColumnShapes.of([], names.length);
  const found = { whole: [] as Rows, inside: [] as Rows, longer: [] as Rows };
  let order: ColumnOrder | "lacking" | null = null;
  const add = (cells: readonly string[], to: Rows): void => {
    if (order === "lacking" || areTitles(cells)) return;
    const width = order?.width ?? names.length;
    if (cells.length < width) return;
    const row = order === null ? cells : inOrder(cells, order);
    (cells.slice(width).some((cell) => cell.trim() !== "") ? found.longer : to).push(row);
  };
  for (const [index, record] of records.entries()) {
    const lines = physicalLines(record, format);
    for (const line of lines) {
      const header = headers.find(line, nothing_known, order === "lacking" ? null : order);
      if (header?.kind === "lacking") order = "lacking";
      else if (header?.kind === "moved") order = header.columns;
      else if (header === undefined && (isBad(record) || lines.length > 1)) add(line, found.inside);
    }
    if (!isBad(record)) add(record.cells, isBetweenBad(records, index) ? found.inside : found.whole);
  }
  const rows =
    found.whole.length >= RECORDS_MIN ? found.whole : [...found.whole, ...likeThem(found.inside, found.whole)];
  return rows.length >= ROWS_MIN ? rows : [...rows, ...found.longer];
}

/** A line of a cell whose quotation marks are out of place stands so, and may parse as a record. */
function isBetweenBad(records: readonly ExportRecord[], index: number): boolean {
  const [above, below] = [records[index - 1], records[index + 1]];
  return above !== undefined && below !== undefined && isBad(above) && isBad(below);
}

/** Of lines inside of records those that look like what are records for certain. */
function likeThem(inside: Rows, whole: Rows): Rows {
  if (whole.length === 0) return inside;
  const shapes = ColumnShapes.of(whole, (whole[0] as readonly string[]).length);
  return inside.filter((line) => shapes.likeness(line) > 0);
}

type Rows = (readonly string[])[];

/** The cells of each line of a record. */
function physicalLines(record: ExportRecord, format: CsvFormat): (readonly string[])[] {
  if (!isBad(record)) return linesOf(record.cells, format);
  return record.raw.split(format.line_break).map((line) => cellsOf(line, format));
}
