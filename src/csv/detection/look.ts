import type { ExportRecord } from "../../model/record.js";
import { isBad } from "../../model/record.js";
import { fold } from "../../model/text.js";
import { unescaped } from "../records/backslash.js";
import type { CsvFormat } from "../records/parse.js";
import { RecordReader } from "../records/reader.js";

/** What is tried on the head of an export. */
export interface Reading {
  readonly format: CsvFormat;
  /** The quote itself, or a backslash. */
  readonly escaped_by: string | null;
}

/** The head of an export as it reads that way. */
export interface Look extends Reading {
  /** Filled records with their lines, whole ones only. */
  readonly records: readonly ExportRecord[];
  readonly bad: number;
  /** The number of cells that most records have, and the share of all records that have it. */
  readonly width: number;
  readonly share: number;
}

/** Reads `text` (UTF-8). `is_whole`: the file ends with it, else the last record is left out. */
export function lookAt(text: Buffer, is_whole: boolean, { format, escaped_by }: Reading): Look {
  const reader = new RecordReader({ format, encoding: "utf-8", table: null, from_line: 1 });
  const records = [...reader.push(escaped_by === "\\" ? unescaped(text) : text), ...reader.end()];
  if (!is_whole && records.length > 1) records.pop();
  const widths = new Map<number, number>();
  let bad = 0;
  for (const record of records) {
    if (isBad(record)) bad += 1;
    else widths.set(record.cells.length, (widths.get(record.cells.length) ?? 0) + 1);
  }
  const width = usualWidth(widths);
  return { format, escaped_by, records, bad, width, share: (widths.get(width) ?? 0) / Math.max(1, records.length) };
}

/** Lines of one cell are as good as no line: there may be more of them above the header than rows below it. */
function usualWidth(widths: ReadonlyMap<number, number>): number {
  let [usual, best] = [1, 0];
  for (const [width, count] of widths) {
    const score = count * (1 - 1 / width);
    if (score > best) [usual, best] = [width, score];
  }
  return usual;
}

/** How many of the columns that the mapping names, folded, stand in a record. */
export function matches(record: ExportRecord, columns: ReadonlySet<string>): number {
  if (isBad(record) || columns.size === 0) return 0;
  const titles = new Set(record.cells.map(fold));
  let count = 0;
  for (const column of columns) if (titles.has(column)) count += 1;
  return count;
}
