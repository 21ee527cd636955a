import type { BadRecord, ExportRecord } from "../words/record.js";
import { isBad } from "../words/record.js";
import { fold } from "../words/text.js";
import { withoutEscapes } from "./backslash.js";
import type { Detected } from "./detected.js";
import type { Dialect, ResolvedDialect } from "./dialect.js";
import { ROW_COLUMN } from "./failures-file.js";
import type { NotRows } from "./not-rows.js";
import { NotRowsTally } from "./not-rows.js";
import { HEADER_AGAIN } from "./problems.js";
import { RecordReader } from "./reader.js";
import type { Sniffed } from "./sniff.js";
import { sniff } from "./sniff.js";
import { readBytes, toUtf8 } from "./source.js";
import { blankHeader, headerBeyondEnd, noHeader, unreadableHeader } from "./stops.js";

export interface Header {
  /** As they stand in the file: untrimmed, perhaps empty, perhaps twice. No byte order mark before the first. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface OpenExport {
  readonly path: string;
  readonly header: Header;
  /** What the file is read with; its `header_line` is the header's. */
  readonly dialect: ResolvedDialect;
  /** What of it was found out, and why; what the given dialect said is not in here. */
  readonly detected: Detected;
  /** Our own `failures` file: it has a `_row` column. How it is written is found out, whatever the dialect says. */
  readonly is_failures_file: boolean;
  /** Of the latest `records()`, as far as it has come. */
  readonly not_rows: NotRows;
  /** Good and bad ones of the latest `records()`, as far as it has come. 0 at its end: see `noRows`. */
  readonly records_read: number;
  /** All records below the header in batches, never an empty one. Reads the file from the start at every call. */
  records(): AsyncGenerator<ExportRecord[]>;
}

export interface OpenOptions {
  /** What people call the file, in messages: the path, unless it came from elsewhere. */
  readonly name?: string;
  /** Titles of columns that the export should have: the line that holds them is its header. */
  readonly known_columns?: Iterable<string>;
  /** The dialect is what an earlier reading of this very file found: it holds for a failures file, too. */
  readonly is_settled?: boolean;
}

/**
 * Finds out how to read an export and reads its header. What `dialect` says is not questioned; where it names the
 * encoding, no more than the first 64 KiB are looked at. Throws a Stop for what is no CSV, or has no header.
 */
export async function openExport(path: string, dialect: Dialect, options: OpenOptions = {}): Promise<OpenExport> {
  const { name = path, known_columns = [], is_settled = false } = options;
  const columns = new Set(Array.from(known_columns, fold));
  const sniffed = await sniff(path, dialect, { name, columns, is_settled });
  return new ExportFile(path, sniffed, await readHeader(sniffed));
}

class ExportFile implements OpenExport {
  readonly dialect: ResolvedDialect;
  readonly detected: Detected;
  readonly is_failures_file: boolean;
  not_rows: NotRows = new NotRowsTally();
  records_read = 0;

  constructor(
    readonly path: string,
    private readonly sniffed: Sniffed,
    readonly header: Header,
  ) {
    this.dialect = { ...sniffed.dialect, header_line: header.line };
    this.detected = sniffed.detected;
    this.is_failures_file = header.names.includes(ROW_COLUMN);
  }

  async *records(): AsyncGenerator<ExportRecord[]> {
    const reader = newReader(this.sniffed, this.header.names);
    this.not_rows = reader.not_rows;
    this.records_read = 0;
    let is_header_next = true;
    for await (const batch of readBatches(this.sniffed, reader)) {
      const records = is_header_next ? batch.slice(1) : batch;
      this.refuseHeaders(records);
      is_header_next = false;
      this.records_read += records.length;
      if (records.length > 0) yield records;
    }
  }

  /** The header once more, further down, is no record. */
  private refuseHeaders(records: ExportRecord[]): void {
    const { names } = this.header;
    for (const [at, record] of records.entries()) {
      if (isBad(record)) continue;
      const [first = ""] = record.cells;
      // The first cell alone tells nearly always.
      if (first !== names[0] && withoutMark(first) !== names[0]) continue;
      if (record.cells.some((cell, index) => index > 0 && cell !== names[index])) continue;
      records[at] = { line: record.line, raw: record.cells.join(this.dialect.delimiter), failure: HEADER_AGAIN };
    }
  }
}

const withoutMark = (cell: string): string => cell.replace(/^\ufeff+/, "");

async function readHeader(sniffed: Sniffed): Promise<Header> {
  const { header_line } = sniffed.dialect;
  const { name: path } = sniffed.source;
  const reader = newReader(sniffed, null);
  for await (const [record] of readBatches(sniffed, reader)) {
    if (record === undefined) continue;
    if (header_line !== null && record.line !== header_line) throw blankHeader(path, header_line);
    if (isBad(record)) throw badHeader(path, record);
    // Where exports were joined, or saved twice, the first title wears one byte order mark more.
    return { names: record.cells.map((name, at) => (at === 0 ? withoutMark(name) : name)), line: record.line };
  }
  const lines = reader.line - 1;
  if (header_line === null) throw noHeader(path);
  throw lines < header_line ? headerBeyondEnd(path, header_line, lines) : blankHeader(path, header_line);
}

function newReader(sniffed: Sniffed, names: readonly string[] | null): RecordReader {
  const { format, from_line, dialect } = sniffed;
  return new RecordReader({ format, encoding: dialect.encoding, names, from_line });
}

async function* readBatches({ source, dialect }: Sniffed, reader: RecordReader): AsyncGenerator<ExportRecord[]> {
  const text = toUtf8(readBytes(source), dialect.encoding);
  for await (const chunk of dialect.escape === "\\" ? withoutEscapes(text) : text) {
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
