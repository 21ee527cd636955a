import { type ExportRecord, isBad } from "../model/record.js";
import { ColumnShapes } from "./column-shapes.js";
import { areTitles, type ColumnOrder, inOrder, LaterHeaders } from "./later-headers.js";
import type { CsvFormat } from "./parse.js";
import { cellsOf, linesOf } from "./swallowed-rows.js";

/** Fewer say too little, and what has more cells than the header is better than nothing. */
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
  const rows: (readonly string[])[] = [];
  const longer: (readonly string[])[] = [];
  let order: ColumnOrder | "lacking" | null = null;
  for (const record of records) {
    const lines = physicalLines(record, format);
    for (const line of lines) {
      const header = headers.find(line, nothing_known, order === "lacking" ? null : order);
      if (header?.kind === "lacking") order = "lacking";
      else if (header?.kind === "moved") order = header.columns;
    }
    if (isBad(record) || order === "lacking" || areTitles(record.cells)) continue;
    const width = order?.width ?? names.length;
    if (record.cells.length < width) continue;
    const row = order === null ? record.cells : inOrder(record.cells, order);
    if (record.cells.slice(width).some((cell) => cell.trim() !== "")) longer.push(row);
    else rows.push(row);
  }
  return rows.length >= ROWS_MIN ? rows : [...rows, ...longer];
}

/** The cells of each line of a record. */
function physicalLines(record: ExportRecord, format: CsvFormat): (readonly string[])[] {
  if (!isBad(record)) return linesOf(record.cells, format);
  return record.raw.split(format.line_break).map((line) => cellsOf(line, format));
}
