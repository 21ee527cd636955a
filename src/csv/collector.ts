import { isUtf8 } from "node:buffer";
import type { Failure } from "../words/failure.js";
import type { ExportRecord } from "../words/record.js";
import { NotRowsTally } from "./not-rows.js";
import type { CsvFormat } from "./parse.js";
import { ragged, undecodable } from "./problems.js";

const REPLACEMENT = Buffer.from("\ufffd");
/** Ctrl-Z, with which programs of DOS end a text. */
const END_OF_FILE = "\u001a";

export interface CollectorOptions {
  readonly format: CsvFormat;
  readonly encoding: string;
  /** Null while the header itself is looked for: then no record is ragged. */
  readonly names: readonly string[] | null;
}

/** Counts physical lines, and sorts what was parsed into good records, bad ones, and lines that are no rows. */
export class Collector {
  /** The physical line of what is taken next. */
  line = 1;
  readonly not_rows = new NotRowsTally();
  readonly width: number | null;
  private records: ExportRecord[] = [];
  private readonly line_break: string;
  private readonly line_break_byte: number;

  constructor(private readonly options: CollectorOptions) {
    this.width = options.names?.length ?? null;
    this.line_break = options.format.line_break;
    this.line_break_byte = this.line_break.charCodeAt(0);
  }

  /** What was collected since the last call. */
  drain(): ExportRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }

  /** Takes all rows, or none and says false: some need their bytes looked at. */
  takeWhole(rows: readonly string[][]): boolean {
    for (const cells of rows) if (!this.fits(cells) && !isEmpty(cells)) return false;
    for (const cells of rows) this.place(cells);
    return true;
  }

  /** Takes one parsed record; `bytes` is its text with the line break. */
  take(cells: string[], bytes: Buffer): void {
    if (isEmpty(cells)) this.place(cells);
    else if (this.isBroken(bytes)) this.takeBad(bytes, undecodable(this.options.encoding, this.brokenColumn(cells)));
    else if (!this.fits(cells)) this.takeBad(bytes, ragged(cells.length, this.width ?? 0), { cells });
    else this.place(cells);
  }

  /** Takes lines that are no record; a last line without its line break counts. The first `raw_bytes_max` are kept. */
  takeBad(bytes: Buffer, failure: Failure, kept: { raw_bytes_max?: number; cells?: readonly string[] } = {}): void {
    const { raw_bytes_max = bytes.length, cells } = kept;
    const raw = bytes
      .subarray(0, raw_bytes_max)
      .toString()
      .replace(this.line_break === "\n" ? /\r?\n$/ : /\r$/, "");
    this.records.push({ line: this.line, raw, failure, ...(cells && { cells }) });
    this.line += this.lineBreaks(bytes) + (bytes[bytes.length - 1] === this.line_break_byte ? 0 : 1);
  }

  /** Lines above the header. */
  takePreamble(lines: number): void {
    this.not_rows.preamble.add(this.line, lines);
    this.line += lines;
  }

  /** True when bytes in here could not be decoded. A U+FFFD that was written as such in UTF-8 is a character. */
  isBroken(bytes: Buffer): boolean {
    return this.options.encoding === "utf-8" ? !isUtf8(bytes) : bytes.includes(REPLACEMENT);
  }

  private fits(cells: readonly string[]): boolean {
    if (this.width === null || cells.length === this.width) return true;
    // Delimiters behind the last cell, as spreadsheets and some exporters write them, hold nothing.
    return cells.length > this.width && cells.slice(this.width).every(isBlank);
  }

  private place(cells: string[]): void {
    let lines = 1;
    for (const cell of cells) if (cell.includes(this.line_break)) lines += cell.split(this.line_break).length - 1;
    if (!isEmpty(cells)) this.records.push({ line: this.line, cells: this.cut(cells) });
    else if (cells.length > 1) this.not_rows.delimiter_only.add(this.line, lines);
    else this.not_rows.blank.add(this.line, lines);
    this.line += lines;
  }

  private cut(cells: string[]): string[] {
    return this.width === null || cells.length === this.width ? cells : cells.slice(0, this.width);
  }

  private brokenColumn(cells: readonly string[]): string | undefined {
    return this.options.names?.[cells.findIndex((cell) => cell.includes("\ufffd"))];
  }

  private lineBreaks(bytes: Buffer): number {
    let count = 0;
    for (let at = bytes.indexOf(this.line_break_byte); at !== -1; count++) {
      at = bytes.indexOf(this.line_break_byte, at + 1);
    }
    return count;
  }
}

/** Nothing within one line: with a line break in it, the cell would have been meant. */
function isBlank(cell: string): boolean {
  return /^[ \t]*$/.test(cell);
}

function isEmpty(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== "" && cell !== END_OF_FILE && cell.trim() !== "") return false;
  return true;
}
