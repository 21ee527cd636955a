import type { BadRecord, ExportRecord } from "../words/record.js";
import { isBad } from "../words/record.js";
import type { Dialect, ResolvedDialect } from "./dialect.js";
import type { NotRows } from "./not-rows.js";
import { NotRowsTally } from "./not-rows.js";
import { RecordReader } from "./reader.js";
import type { Sniffed } from "./sniff.js";
import { sniff } from "./sniff.js";
import { readChunks, toUtf8 } from "./source.js";
import { blankHeader, headerBeyondEnd, noHeader, unreadableHeader } from "./stops.js";

export interface Header {
  /** As they stand in the file: untrimmed, perhaps empty, perhaps twice. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface OpenExport {
  readonly path: string;
  readonly header: Header;
  /** What the file is read with; its `header_line` is the header's. */
  readonly dialect: ResolvedDialect;
  /** Our own `failures` file: it has a `_row` column, and is read as UTF-8 with commas and its header on line 1. */
  readonly is_failures_file: boolean;
  /** Of the latest `records()`, as far as it has come. */
  readonly not_rows: NotRows;
  /** Good and bad ones of the latest `records()`, as far as it has come. 0 at its end: see `noRows`. */
  readonly records_read: number;
  /** All records below the header in batches, never an empty one. Reads the file from the start at every call. */
  records(): AsyncGenerator<ExportRecord[]>;
}

/** Finds out how to read an export and reads its header. Throws a Stop for what is no CSV, or has no header. */
export async function openExport(path: string, dialect: Dialect): Promise<OpenExport> {
  const sniffed = await sniff(path, dialect);
  return new ExportFile(path, sniffed, await readHeader(path, sniffed));
}

class ExportFile implements OpenExport {
  readonly dialect: ResolvedDialect;
  readonly is_failures_file: boolean;
  not_rows: NotRows = new NotRowsTally();
  records_read = 0;

  constructor(
    readonly path: string,
    private readonly sniffed: Sniffed,
    readonly header: Header,
  ) {
    this.dialect = { ...sniffed.dialect, header_line: header.line };
    this.is_failures_file = sniffed.is_failures_file;
  }

  async *records(): AsyncGenerator<ExportRecord[]> {
    const reader = newReader(this.sniffed, this.header.names);
    this.not_rows = reader.not_rows;
    this.records_read = 0;
    let is_header_next = true;
    for await (const batch of readBatches(this.path, this.sniffed.dialect.encoding, reader)) {
      const records = is_header_next ? batch.slice(1) : batch;
      is_header_next = false;
      this.records_read += records.length;
      if (records.length > 0) yield records;
    }
  }
}

async function readHeader(path: string, sniffed: Sniffed): Promise<Header> {
  const { encoding, header_line } = sniffed.dialect;
  const reader = newReader(sniffed, null);
  for await (const [record] of readBatches(path, encoding, reader)) {
    if (record === undefined) continue;
    if (header_line !== null && record.line !== header_line) throw blankHeader(path, header_line);
    if (isBad(record)) throw badHeader(path, record);
    return { names: record.cells, line: record.line };
  }
  const lines = reader.line - 1;
  if (header_line === null) throw noHeader(path);
  throw lines < header_line ? headerBeyondEnd(path, header_line, lines) : blankHeader(path, header_line);
}

function newReader(sniffed: Sniffed, names: readonly string[] | null): RecordReader {
  const { encoding, header_line } = sniffed.dialect;
  return new RecordReader({ format: sniffed.format, encoding, names, from_line: header_line ?? 1 });
}

async function* readBatches(path: string, encoding: string, reader: RecordReader): AsyncGenerator<ExportRecord[]> {
  for await (const chunk of toUtf8(readChunks(path), encoding)) {
    const records = reader.push(chunk);
    if (records.length > 0) yield records;
  }
  const records = reader.end();
  if (records.length > 0) yield records;
}

function badHeader(path: string, record: BadRecord) {
  const { message, hint } = record.failure;
  return unreadableHeader(path, record.line, message, hint);
}
