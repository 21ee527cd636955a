import type { BadRecord, ExportRecord } from "../../model/record.js";
import { isBad } from "../../model/record.js";
import { fold } from "../../model/text.js";
import { doubtful, findMisread } from "../detection/find-misread.js";
import { refuseOddLines } from "../detection/line-layout.js";
import type { OddCells } from "../detection/odd-cells.js";
import { EncodingWatch, lineOf } from "../detection/second-encoding.js";
import type { Sniffed } from "../detection/sniff.js";
import { sniff } from "../detection/sniff.js";
import type { Detected } from "../file/detected.js";
import type { Dialect, ResolvedDialect } from "../file/dialect.js";
import { ROW_COLUMN } from "../file/failures-file.js";
import { readBytes, toUtf8 } from "../file/source.js";
import { blankHeader, headerBeyondEnd, noHeader, twoEncodings, unreadableHeader } from "../file/stops.js";
import { withoutEscapes } from "../records/backslash.js";
import { ColumnShapes } from "../records/column-shapes.js";
import { LaterHeaders } from "../records/later-headers.js";
import type { NotRows } from "../records/not-rows.js";
import { NotRowsTally } from "../records/not-rows.js";
import type { CsvFormat } from "../records/parse.js";
import { SWALLOWS_ROWS } from "../records/problems.js";
import { RecordReader } from "../records/reader.js";
import { ReadingNotes } from "../records/reading-notes.js";
import type { TableFacts } from "../records/record-judge.js";
import { EVEN, Habits, type RecordWidths } from "../records/record-widths.js";
import { rowsToLearnFrom } from "../records/rows-to-learn-from.js";
import { cellsOf, isSwallowing } from "../records/swallowed-rows.js";
import { WidthCounter } from "../records/width-counter.js";

/** So many at the end of a file may be a report's. */
const LAST_RECORDS = 20;

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
  /** How many cells its records have. */
  readonly widths: RecordWidths;
  /** How the cells of its columns look. */
  readonly shapes: ColumnShapes;
  /** Our own `failures` file: it has a `_row` column. How it is written is found out, whatever the dialect says. */
  readonly is_failures_file: boolean;
  /** Of the latest `records()`, as far as it has come. */
  readonly not_rows: NotRows;
  /** The same. */
  readonly notes: ReadingNotes;
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
 * Finds out how to read an export, reads its header, and counts the cells of its records. What `dialect` says is not
 * questioned. Throws an ExitError for what is no CSV, or has no header.
 */
export async function openExport(path: string, dialect: Dialect, options: OpenOptions = {}): Promise<OpenExport> {
  const { name = path, known_columns = [], is_settled = false } = options;
  const columns = new Set(Array.from(known_columns, fold));
  const { first_records, ...sniffed } = await sniff(path, dialect, { name, columns, is_settled });
  const header = await readHeader(sniffed);
  const records = first_records.filter(({ line }) => line > header.line);
  const parsed = records.flatMap((record) => (isBad(record) ? [] : [record.cells]));
  if (isSwallowing(header.names, parsed, sniffed.format)) throw swallowing(name, header);
  const is_delimiter_detected = sniffed.detected.delimiter !== undefined;
  refuseOddLines({ ...sniffed, name, header, records, is_delimiter_detected, ...howPlain(sniffed) });
  const shapes = ColumnShapes.of(rowsToLearnFrom(header.names, records, sniffed.format), header.names.length);
  const table = { names: header.names, used: columns, shapes, widths: EVEN, quotation: sniffed.quotation };
  const widths = await countWidths(sniffed, header, table);
  const file = new ExportFile(path, sniffed, header, { ...table, widths });
  if (sniffed.is_suspicious) await file.lookForMisread(columns);
  return file;
}

type Written = Omit<Sniffed, "first_records">;

class ExportFile implements OpenExport {
  readonly dialect: ResolvedDialect;
  detected: Detected;
  readonly is_failures_file: boolean;
  not_rows: NotRows = new NotRowsTally();
  notes = new ReadingNotes();
  records_read = 0;
  private odd: readonly OddCells[] = [];

  constructor(
    readonly path: string,
    private readonly sniffed: Written,
    readonly header: Header,
    private readonly table: TableFacts,
  ) {
    this.dialect = { ...sniffed.dialect, header_line: header.line };
    this.detected = sniffed.detected;
    this.is_failures_file = isFailuresFile(header);
  }

  get widths(): RecordWidths {
    return this.table.widths;
  }

  get shapes(): ColumnShapes {
    return this.table.shapes;
  }

  async *records(): AsyncGenerator<ExportRecord[]> {
    const reader = newReader(this.sniffed, this.table);
    this.not_rows = reader.not_rows;
    this.notes = reader.notes;
    for (const { column, ...each } of this.odd) {
      this.notes.odd_characters.push({ ...each, title: this.header.names[column] ?? "" });
    }
    this.records_read = 0;
    for await (const records of readBatches(this.sniffed, reader)) {
      this.records_read += records.length;
      yield records;
    }
  }

  /** In the columns that are used, or in all where none is known. */
  async lookForMisread(used: ReadonlySet<string>): Promise<void> {
    const { encoding } = this.detected;
    const all = Array.from(this.header.names.keys());
    const indexes = all.filter((index) => used.has(fold(this.header.names[index] ?? "")));
    const is_known = indexes.length > 0;
    const { names, line } = this.header;
    const { misread, odd } = await findMisread(
      this.records(),
      is_known ? indexes : all,
      is_known ? [] : [{ line, cells: names }],
    );
    this.odd = odd;
    // In an encoding of single bytes any other may be read, and nothing is proved.
    if (encoding === undefined || misread === undefined || !/^utf-/.test(encoding.value)) return;
    this.detected = { ...this.detected, encoding: { ...encoding, ...doubtful(misread) } };
  }
}

function howPlain({ detected, dialect, format }: Written) {
  const is_wide = dialect.encoding.startsWith("utf-16");
  const is_packed = detected.packing !== undefined;
  return { is_wide, is_packed, are_plain: !is_packed && !is_wide && format.line_break === "\n" };
}

/** Reads the whole file for it, and throws an ExitError where it is in two encodings. */
async function countWidths(written: Written, header: Header, table: TableFacts): Promise<RecordWidths> {
  const { source, dialect, format } = written;
  const headers = new LaterHeaders(header.names);
  const isHeader = (line: string) => {
    const kind = headers.find(cellsOf(line.replace(/\r$/, ""), format), table.shapes, null)?.kind;
    return kind === "same" || kind === "moved";
  };
  const counter = new WidthCounter(format, header.names.length, header.line, isHeader);
  const encodings = new EncodingWatch(dialect.encoding);
  const bytes = encodings.watch(readBytes(source));
  for await (const chunk of areCellsInBytes(written) ? bytes : textOf(written, bytes)) counter.push(chunk);
  if (encodings.found !== undefined) {
    const { encoding: second, offset } = encodings.found;
    const { is_wide, is_packed } = howPlain(written);
    const line = await lineOf(readBytes(source), offset, { line_break: format.line_break, is_wide });
    throw twoEncodings({ path: source.name, are_plain: !is_packed }, dialect.encoding, { second, line, offset });
  }
  const isRow = (line: string) => table.shapes.likeness(cellsOf(line, format)) > 0;
  const widths = counter.end(isRow) ?? (await widthsAsRead(written, table));
  // What a spreadsheet has left out of a failures file is known from the export that its rows come from.
  return isFailuresFile(header) ? { ...widths, leaves_out: false } : widths;
}

/** Slower: where quotation marks are out of place, only the reader knows where a record ends. */
async function widthsAsRead(written: Written, table: TableFacts): Promise<RecordWidths> {
  const { names, shapes } = table;
  const habits = new Habits(names.length);
  habits.addCells(names);
  let last: (readonly string[])[] = [];
  for await (const records of readBatches(written, newReader(written, table))) {
    const cells = records.map((record) => (isBad(record) ? cellsOfBad(record, written.format) : record.cells));
    // The lines of a cell that falls apart are no short records.
    for (const each of cells) if (each.length >= names.length || shapes.likeness(each) >= 0) habits.addCells(each);
    last = [...last, ...cells].slice(-LAST_RECORDS);
  }
  return habits.found((count) => !last.slice(last.length - count).some((cells) => shapes.likeness(cells) > 0));
}

/** Those of its first line, if it is no CSV. */
function cellsOfBad({ cells, raw }: BadRecord, format: CsvFormat): readonly string[] {
  return cells ?? cellsOf(raw.split(format.line_break, 1)[0] as string, format);
}

/**
 * Whether cells can be counted without decoding: below 0x40 a byte stands for itself in every encoding of eight bits,
 * while a vertical bar or a backslash may be the half of a Chinese character.
 */
function areCellsInBytes({ dialect }: Written): boolean {
  const { encoding, delimiter } = dialect;
  const is_of_bytes = !/^(?:utf-8|utf-16..|iso-2022-jp)$/.test(encoding);
  return is_of_bytes && delimiter < "@" && dialect.escape !== "\\";
}

function isFailuresFile({ names }: Header): boolean {
  return names.includes(ROW_COLUMN);
}

const withoutMark = (cell: string): string => cell.replace(/^\ufeff+/, "");

async function readHeader(sniffed: Written): Promise<Header> {
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

/** `table`: null where the header itself is looked for. */
function newReader({ format, from_line, dialect }: Written, table: TableFacts | null): RecordReader {
  const begins_with_header = table !== null;
  return new RecordReader({ format, encoding: dialect.encoding, table, from_line, begins_with_header });
}

async function* readBatches(sniffed: Written, reader: RecordReader): AsyncGenerator<ExportRecord[]> {
  for await (const chunk of textOf(sniffed)) {
    const records = reader.push(chunk);
    if (records.length > 0) yield records;
  }
  const records = reader.end();
  if (records.length > 0) yield records;
}

/** All of the file, in UTF-8, its quotation marks doubled. */
function textOf({ source, dialect }: Written, bytes = readBytes(source)): AsyncGenerator<Buffer> {
  const text = toUtf8(bytes, dialect.encoding);
  return dialect.escape === "\\" ? withoutEscapes(text) : text;
}

/** A quotation mark may open in the header, too. */
function swallowing(path: string, { line }: Header) {
  return unreadableHeader(path, line, SWALLOWS_ROWS);
}

function badHeader(path: string, record: BadRecord) {
  return unreadableHeader(path, record.line, record.failure);
}
