import { isUtf8 } from "node:buffer";
import type { Failure } from "../../model/failure.js";
import type { ExportRecord } from "../../model/record.js";
import { brokenColumn } from "./broken-cells.js";
import type { LaterHeader } from "./later-headers.js";
import { NotRowsTally } from "./not-rows.js";
import { leavesOpen } from "./open-cell.js";
import type { CsvFormat } from "./parse.js";
import { PART_OF_CELL, SWALLOWS_ROWS, TITLES, undecodable } from "./problems.js";
import { ReadingNotes } from "./reading-notes.js";
import { isFailure, RecordJudge, type TableFacts } from "./record-judge.js";
import { cellsOf } from "./swallowed-rows.js";

const CRLF = Buffer.from("\r\n");
const REPLACEMENT = Buffer.from("\ufffd");
/** Ctrl-Z, with which programs of DOS end a text. */
const END_OF_FILE = "\u001a";

export interface CollectorOptions {
  readonly format: CsvFormat;
  readonly encoding: string;
  /** Null while the header itself is looked for: then whatever parses is a record. */
  readonly table: TableFacts | null;
  /** The first record is the table's header, and none of its rows. */
  readonly begins_with_header?: boolean;
}

/** Counts physical lines, and sorts what was parsed into rows, records that are none, and lines that are no rows. */
export class Collector {
  /** The physical line of what is taken next. */
  line = 1;
  readonly not_rows = new NotRowsTally();
  readonly notes = new ReadingNotes();
  private readonly judge: RecordJudge | null;
  private records: ExportRecord[] = [];
  private is_header_next: boolean;
  /** What quotation marks out of place leave behind them: the lines below may be text of a cell, until one is a row. */
  private above: "sound" | "doubtful" | "open" = "sound";
  private readonly line_break: string;
  private readonly line_break_byte: number;

  constructor(private readonly options: CollectorOptions) {
    const { format, table, begins_with_header = false } = options;
    this.is_header_next = begins_with_header;
    this.judge = table === null ? null : new RecordJudge(format, table);
    this.line_break = format.line_break;
    this.line_break_byte = this.line_break.charCodeAt(0);
  }

  /** What was collected since the last call. */
  drain(): ExportRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }

  /** Takes all rows, or none and says false: some need a closer look. `may_span`: cells may hold line breaks. */
  takeWhole(rows: readonly string[][], may_span: boolean): boolean {
    if (this.is_header_next || this.above !== "sound") return false;
    const plain: { readonly row: readonly string[]; readonly lines: number }[] = [];
    for (const cells of rows) {
      const lines = may_span ? this.linesOf(cells) : 1;
      const row = this.judge === null ? cells : this.judge.plainRow(cells, lines);
      if (row === undefined && !isEmpty(cells)) return false;
      plain.push({ row: row ?? cells, lines });
    }
    for (const { row, lines } of plain) {
      if (isEmpty(row)) this.takeEmpty(row, lines);
      else this.place(row, lines);
    }
    return true;
  }

  /**
   * Takes one parsed record; `bytes` is its text with the line break. Says how many bytes it took: where the record has
   * swallowed others, no more than its lines up to the one on which that begins.
   */
  take(cells: readonly string[], bytes: Buffer): number {
    const lines = this.linesOf(cells);
    if (isEmpty(cells)) this.takeEmpty(cells, lines);
    else if (this.is_header_next) this.skipHeader(lines);
    else if (this.judge !== null) return this.takeJudged(this.judge, cells, lines, bytes);
    else if (this.isBroken(bytes)) this.takeBad(bytes, undecodable(this.options.encoding, undefined));
    else this.place(cells, lines);
    return bytes.length;
  }

  /** Takes lines that are no record; a last line without its line break counts. The first `raw_bytes_max` are kept. */
  takeBad(bytes: Buffer, failure: Failure, kept: { raw_bytes_max?: number; cells?: readonly string[] } = {}): void {
    const { raw_bytes_max = bytes.length, cells } = kept;
    const raw = bytes
      .subarray(0, raw_bytes_max)
      .toString()
      .replace(this.line_break === "\n" ? /\r?\n$/ : /\r$/, "");
    const lines = this.lineBreaks(bytes) + (bytes[bytes.length - 1] === this.line_break_byte ? 0 : 1);
    // What stands below a header that cannot be read has perhaps other columns.
    if (cells === undefined) this.turnTo(this.judge?.headerOf(cellsOf(raw, this.options.format)), true);
    if (this.judge !== null && raw.includes(this.options.format.quote ?? "\n"))
      this.above = leavesOpen(raw, this.options.format) ? "open" : "doubtful";
    this.add({ line: this.line, raw, failure, ...(cells && { cells }) }, lines);
  }

  /** Lines above the header. */
  takePreamble(lines: number): void {
    this.not_rows.preamble.add(this.line, lines);
    this.line += lines;
  }

  /** Whether there are rows among lines that are no record together. */
  holdRows(lines: Buffer): boolean {
    return this.judge?.holdRows(lines) ?? false;
  }

  /** True when bytes in here could not be decoded. A U+FFFD that was written as such in UTF-8 is a character. */
  isBroken(bytes: Buffer): boolean {
    return this.options.encoding === "utf-8" ? !isUtf8(bytes) : bytes.includes(REPLACEMENT);
  }

  private takeJudged(judge: RecordJudge, cells: readonly string[], lines: number, bytes: Buffer): number {
    const header = judge.headerOf(cells);
    if (header !== undefined) {
      this.turnTo(header, false);
      if (header.kind === "unknown") this.takeBad(bytes, TITLES, { cells });
      else this.takeHeader(lines);
      return bytes.length;
    }
    if (lines > 1) {
      const { inside, opening_lines } = judge.swallowed(cells, this.lineEnd(bytes));
      if (inside === "rows") {
        const swallowing = bytes.subarray(0, this.endOfLine(bytes, opening_lines));
        this.takeBad(swallowing, SWALLOWS_ROWS);
        return swallowing.length;
      }
      if (inside === "perhaps_rows") this.notes.perhaps_rows.add(this.line);
    }
    if (this.above !== "sound" && cells.length > 1 && this.isPartOfCell(judge, cells)) {
      this.takeBad(bytes, PART_OF_CELL, { cells });
      return bytes.length;
    }
    const row = judge.row(cells);
    if (this.isBroken(bytes)) {
      const column = brokenColumn(isFailure(row) ? cells : row, judge.columns);
      if (isFailure(row) || column !== undefined) {
        this.takeBad(bytes, undecodable(this.options.encoding, column));
        return bytes.length;
      }
      this.notes.broken_unused.add(this.line);
    }
    if (isFailure(row)) {
      this.takeBad(bytes, row, { cells });
      return bytes.length;
    }
    if (judge.shiftOf(cells) === "perhaps") this.notes.perhaps_shifted.add(this.line);
    else if (judge.isUnproven(cells)) this.notes.uneven.add(this.line);
    this.place(row, lines);
    return bytes.length;
  }

  /** Whether what parses looks like no row, but like text of a cell that began above. */
  private isPartOfCell(judge: RecordJudge, cells: readonly string[]): boolean {
    const likeness = judge.likeness(cells);
    if (likeness === 0 && this.above === "open") this.notes.perhaps_text.add(this.line);
    if (likeness > 0) this.above = "sound";
    return likeness < 0;
  }

  private skipHeader(lines: number): void {
    this.is_header_next = false;
    this.line += lines;
  }

  private takeHeader(lines: number): void {
    this.above = "sound";
    this.not_rows.header.add(this.line, lines);
    this.line += lines;
  }

  /** `is_damaged`: by what is left of it nothing can be read, but as before. */
  private turnTo(header: LaterHeader | undefined, is_damaged: boolean): void {
    if (header === undefined || (is_damaged && (header.kind === "same" || header.kind === "unknown"))) return;
    this.judge?.turnTo(is_damaged ? { kind: "lacking" } : header, this.line);
    if (header.kind === "moved" && !is_damaged) this.notes.moved_headers.add(this.line);
  }

  private takeEmpty(cells: readonly string[], lines: number): void {
    (cells.length > 1 ? this.not_rows.delimiter_only : this.not_rows.blank).add(this.line, lines);
    this.line += lines;
  }

  private place(cells: readonly string[], lines: number): void {
    this.add({ line: this.line, cells }, lines);
  }

  private add(record: ExportRecord, lines: number): void {
    if (lines > 1) this.notes.addSpanning(this.line, lines);
    this.records.push(record);
    this.line += lines;
  }

  private linesOf(cells: readonly string[]): number {
    let lines = 1;
    for (const cell of cells) if (cell.includes(this.line_break)) lines += cell.split(this.line_break).length - 1;
    return lines;
  }

  /** What the record ends with. */
  private lineEnd(bytes: Buffer): string {
    return bytes.subarray(-2).equals(CRLF) ? "\r\n" : this.line_break;
  }

  /** Behind the how-many-eth line break. */
  private endOfLine(bytes: Buffer, lines: number): number {
    let end = 0;
    for (let i = 0; i < lines; i++) end = bytes.indexOf(this.line_break_byte, end) + 1;
    return end;
  }

  private lineBreaks(bytes: Buffer): number {
    let count = 0;
    for (let at = bytes.indexOf(this.line_break_byte); at !== -1; count++) {
      at = bytes.indexOf(this.line_break_byte, at + 1);
    }
    return count;
  }
}

function isEmpty(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== "" && cell !== END_OF_FILE && cell.trim() !== "") return false;
  return true;
}
