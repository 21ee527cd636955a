import type { ExportRecord } from "../../model/record.js";
import { BlockParser, RECORD_BYTES_MAX } from "./block.js";
import type { CollectorOptions } from "./collector.js";
import { Collector } from "./collector.js";
import { Cutter } from "./cut.js";
import type { NotRows } from "./not-rows.js";
import type { ReadingNotes } from "./reading-notes.js";

export interface ReaderOptions extends CollectorOptions {
  /** Reading starts at this physical line; the lines above are preamble. */
  readonly from_line: number;
}

/**
 * UTF-8 bytes in, records out, with their physical lines. Holds at most one record's 1 MiB and one chunk,
 * whatever the bytes are.
 */
export class RecordReader {
  private readonly collector: Collector;
  private readonly parser: BlockParser;
  private readonly cutter: Cutter;
  private readonly line_break: number;
  private pending: Buffer = Buffer.alloc(0);
  private preamble_left: number;
  private inside_preamble_line = false;
  private inside_long_line = false;

  constructor(options: ReaderOptions) {
    const { format } = options;
    this.collector = new Collector(options);
    this.parser = new BlockParser(format, this.collector);
    this.line_break = format.line_break.charCodeAt(0);
    this.cutter = new Cutter(format.quote?.charCodeAt(0) ?? -1, this.line_break);
    this.preamble_left = options.from_line - 1;
  }

  get not_rows(): NotRows {
    return this.collector.not_rows;
  }

  get notes(): ReadingNotes {
    return this.collector.notes;
  }

  /** The physical line that comes next. */
  get line(): number {
    return this.collector.line;
  }

  /** Keeps nothing of `chunk`. */
  push(chunk: Buffer): ExportRecord[] {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    for (;;) {
      this.skipLines();
      const cut = this.cutter.find(this.pending);
      if (cut > 0) this.parse(cut, false);
      else if (this.pending.length > RECORD_BYTES_MAX) this.parse(this.pending.length, false);
      else break;
    }
    this.pending = Buffer.from(this.pending);
    return this.collector.drain();
  }

  /** The file has ended. */
  end(): ExportRecord[] {
    if (this.inside_preamble_line) this.collector.takePreamble(1);
    while (this.pending.length > 0) this.parse(this.pending.length, true);
    return this.collector.drain();
  }

  private parse(bytes: number, last: boolean): void {
    const { consumed, inside_long_line } = this.parser.parse(this.pending.subarray(0, bytes), last);
    if (consumed === 0) throw new Error(`no progress in a block of ${bytes} bytes at line ${this.line}`);
    this.inside_long_line = inside_long_line;
    this.drop(consumed);
  }

  /** Drops what is still missing of the preamble, or of a line that was too long and is counted already. */
  private skipLines(): void {
    while ((this.preamble_left > 0 || this.inside_long_line) && this.pending.length > 0) {
      const at = this.pending.indexOf(this.line_break);
      if (this.inside_long_line) this.inside_long_line = at === -1;
      else this.skipPreamble(at !== -1);
      this.drop(at === -1 ? this.pending.length : at + 1);
    }
  }

  private skipPreamble(is_whole_line: boolean): void {
    this.inside_preamble_line = !is_whole_line;
    if (!is_whole_line) return;
    this.preamble_left -= 1;
    this.collector.takePreamble(1);
  }

  private drop(bytes: number): void {
    this.pending = this.pending.subarray(bytes);
    this.cutter.restart();
  }
}
