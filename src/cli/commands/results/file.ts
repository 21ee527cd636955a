import { csvLine, UTF8_BOM } from "../../../csv/file/write.js";
import { readFailure } from "../../../ledger/file/failures.js";
import type { MapEntry, ResultRow } from "../../../ledger/rows/results.js";
import { localIso } from "../../../model/local-time.js";
import { asText } from "../../problems-file.js";

/** `spreadsheet`: a CSV whose ids are formulas that a spreadsheet shows as text, whole. */
export type ResultsFormat = "csv" | "spreadsheet" | "ndjson";

type Entry = Readonly<Record<string, string | number | null>>;

const COLUMNS = [
  "export",
  "line",
  "key",
  "status",
  "remote_id",
  "attempts",
  "first_attempt",
  "last_attempt",
  "settled_by",
  "settled_as",
  "settled",
  "kind",
  "code",
  "message",
  "mended_from",
  "updated",
  "deleted_id",
  "deleted",
  "reason",
  "cause",
] as const;
const MAP_COLUMNS = ["key", "remote_id"] as const;
const IDS: ReadonlySet<string> = new Set(["key", "remote_id", "deleted_id"]);

/** A spreadsheet takes no longer text in a formula. */
const LONGEST_IN_FORMULA = 255;

/** The lines of a results file, one for each row. */
export function resultLines(rows: Iterable<ResultRow>, format: ResultsFormat): Generator<string, void> {
  // Who opens a CSV reads a clock; programs get UTC.
  const time = format === "ndjson" ? (at_ms: number) => new Date(at_ms).toISOString() : localIso;
  return lines(COLUMNS, rows, (row) => entryOf(row, time), format);
}

/** The lines of a file that maps keys to the ids of Feishu's records. */
export function mapLines(entries: Iterable<MapEntry>, format: ResultsFormat): Generator<string, void> {
  return lines(MAP_COLUMNS, entries, (entry) => ({ ...entry }), format);
}

function* lines<T>(
  columns: readonly string[],
  rows: Iterable<T>,
  toEntry: (row: T) => Entry,
  format: ResultsFormat,
): Generator<string, void> {
  if (format !== "ndjson") yield UTF8_BOM + csvLine(columns);
  for (const row of rows) {
    const entry = toEntry(row);
    if (format === "ndjson") yield `${JSON.stringify(entry, columns as string[])}\n`;
    else yield csvLine(columns.map((column) => cellOf(column, entry[column] ?? null, format)));
  }
}

function entryOf(row: ResultRow, iso: (at_ms: number) => string): Entry {
  const { path, first_attempt_ms, last_attempt_ms, settled_ms, updated_ms, deleted_ms, ...rest } = row;
  const { failure, failure_before, ...facts } = rest;
  const time = (at_ms: number | null) => (at_ms === null ? null : iso(at_ms));
  return {
    ...facts,
    message: failure === null ? null : readFailure(failure).message,
    cause: failure_before === null ? null : readFailure(failure_before).message,
    export: path,
    first_attempt: time(first_attempt_ms),
    last_attempt: time(last_attempt_ms),
    settled: time(settled_ms),
    updated: time(updated_ms),
    deleted: time(deleted_ms),
  };
}

function cellOf(column: string, value: string | number | null, format: ResultsFormat): string {
  const text = String(value ?? "");
  if (format !== "spreadsheet" || text === "" || !IDS.has(column) || text.length > LONGEST_IN_FORMULA) {
    return asText(text);
  }
  return `="${text.replaceAll('"', '""')}"`;
}
