import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import type { Dialect } from "../../src/csv/file/dialect.js";
import { ColumnShapes } from "../../src/csv/records/column-shapes.js";
import { RecordReader } from "../../src/csv/records/reader.js";
import { EVEN } from "../../src/csv/records/record-widths.js";
import { ExitError } from "../../src/model/exit-error.js";
import type { BadRecord, ExportRecord, GoodRecord } from "../../src/model/record.js";
import { isBad } from "../../src/model/record.js";
import { afterwards, folder } from "../support/afterwards.js";

let place: string | undefined;
let files = 0;

/** One for all exports of a test file. */
export function someFolder(): string {
  if (place !== undefined) return place;
  afterwards(() => {
    place = undefined;
  }, "file");
  place = folder("file");
  return place;
}

/** A real file with these bytes. */
export function exportFile(content: string | Uint8Array): string {
  files += 1;
  const path = join(someFolder(), `export-${files}.csv`);
  writeFileSync(path, content);
  return path;
}

/** Opens and reads a whole export from a real file. */
export async function readExport(content: string | Uint8Array, dialect: Dialect = {}, used?: readonly string[]) {
  const source = await openExport(exportFile(content), dialect, used === undefined ? {} : { known_columns: used });
  const records: ExportRecord[] = [];
  for await (const batch of source.records()) records.push(...batch);
  return { source, records, names: source.header.names };
}

/** Reads bytes that have no header, cut into chunks of the given size. */
export function readChunked(bytes: Buffer, width: number, chunk_bytes: number, line_break: "\n" | "\r" = "\n") {
  const names = Array.from({ length: width }, (_, i) => `column ${i + 1}`);
  const format = { delimiter: ",", quote: '"', line_break };
  const table = {
    names,
    used: new Set<string>(),
    shapes: ColumnShapes.of([], width),
    widths: EVEN,
    quotation: "cells" as const,
  };
  const reader = new RecordReader({ format, encoding: "utf-8", table, from_line: 1 });
  const records: ExportRecord[] = [];
  for (let at = 0; at < bytes.length; at += chunk_bytes) {
    records.push(...reader.push(bytes.subarray(at, at + chunk_bytes)));
  }
  records.push(...reader.end());
  return { records, not_rows: reader.not_rows, lines: reader.line - 1 };
}

export function good(line: number, ...cells: string[]): GoodRecord {
  return { line, cells };
}

/** `12 unreadable_record "raw"` for a bad record, `12 a|b` for a good one. */
export function brief(record: ExportRecord): string {
  if (!isBad(record)) return `${record.line} ${record.cells.join("|")}`;
  return `${record.line} ${record.failure.kind} ${JSON.stringify(record.raw)}`;
}

export function onlyBad(records: readonly ExportRecord[]): BadRecord[] {
  return records.filter(isBad);
}

export async function stopOf(action: Promise<unknown>): Promise<ExitError> {
  const error = await action.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ExitError);
  return error as ExitError;
}
