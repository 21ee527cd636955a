import type { CsvFormat } from "./parse.js";
import { Habits, type RecordWidths } from "./record-widths.js";

/** So many bytes at the end of the file are kept: the last records are in them. */
const TAIL_BYTES = 4096;

/**
 * Counts the cells of all records below the header, from the bytes alone: many times faster than parsing. Quotation
 * marks out of place make it miscount, and it says so; where the delimiter has several bytes, no habit is seen.
 */
export class WidthCounter {
  /** What each byte is: a table makes the loop over all of a file several times as fast. */
  readonly #kinds = new Uint8Array(256);
  readonly #line_break: number;
  readonly #habits: Habits;
  readonly #titles: number;
  #lines_above: number;
  #tail: Buffer = Buffer.alloc(0);
  #is_misled = false;
  #cells_before = 0;
  #has_header = false;
  #record = {
    cells: 1,
    filled_to: 0,
    blanks: 0,
    spaced: 0,
    spaced_at: 0,
    delimiters_inside: 0,
    is_open: false,
    is_quoted: false,
    is_begun: false,
  };

  /** `isHeader`: whether a line is a header again; asked only where the number of cells changes. */
  constructor(
    { delimiter, quote, line_break }: CsvFormat,
    titles: number,
    header_line: number,
    private readonly isHeader: (line: string) => boolean,
  ) {
    const bytes = Buffer.from(delimiter);
    this.#line_break = line_break.charCodeAt(0);
    this.#kinds.fill(CONTROL, 0, SPACE).fill(BLANK, SPACE, SPACE + 1);
    if (bytes.length === 1) this.#kinds[bytes[0] as number] = DELIMITER;
    if (quote !== null) this.#kinds[quote.charCodeAt(0)] = QUOTE;
    this.#kinds[this.#line_break] = LINE_BREAK;
    this.#lines_above = header_line - 1;
    this.#titles = titles;
    this.#habits = new Habits(titles);
  }

  /** Keeps nothing of `chunk`. */
  push(chunk: Buffer): void {
    const start = this.#skipLinesAbove(chunk);
    // Locals, because this loop sees every byte of the file.
    const kinds = this.#kinds;
    // Where the present record begins, if that is in this chunk.
    let begin = this.#record.cells === 1 && !this.#record.is_begun ? start : -1;
    const row_delimiters = this.#titles - 1;
    let { cells, filled_to, blanks, spaced, spaced_at, delimiters_inside, is_open, is_quoted, is_begun } = this.#record;
    for (let at = start; at < chunk.length; at++) {
      const kind = kinds[chunk[at] as number];
      if (kind === TEXT) {
        filled_to = cells;
        is_begun = true;
        // The text goes on: most of a file is passed here.
        while (at + 1 < chunk.length && kinds[chunk[at + 1] as number] === TEXT) at += 1;
      } else if (kind === QUOTE) {
        // Inside of a cell that begins with one, each opens or closes: doubled ones do both.
        if (is_quoted || !is_begun) {
          if (is_quoted && !is_open && at > start && chunk[at - 1] !== chunk[at]) this.#is_misled = true;
          is_open = !is_open;
          delimiters_inside = 0;
        }
        is_quoted ||= !is_begun;
        is_begun = true;
      } else if (is_open) {
        // Spaces and line breaks inside of a quoted cell. One that holds a line as a row is may have swallowed it.
        if (kind === DELIMITER) {
          filled_to = cells;
          delimiters_inside += 1;
        } else if (kind === LINE_BREAK) {
          if (delimiters_inside >= row_delimiters) this.#is_misled = true;
          delimiters_inside = 0;
        }
      } else if (kind === DELIMITER) {
        if (filled_to !== cells) blanks += 1;
        cells += 1;
        is_begun = is_quoted = false;
      } else if (kind === LINE_BREAK) {
        if (
          cells !== this.#cells_before &&
          cells >= this.#titles &&
          begin >= 0 &&
          this.#isHeaderAgain(chunk, begin, at)
        ) {
          this.#habits.addHeader(cells);
        } else {
          this.#habits.add({ cells, filled_to, blanks: filled_to === cells ? blanks : blanks + 1, spaced });
        }
        this.#cells_before = cells;
        begin = at + 1;
        cells = 1;
        filled_to = blanks = spaced = spaced_at = 0;
        is_begun = is_quoted = false;
      } else if (kind === BLANK && !is_begun && spaced_at !== cells) {
        spaced += 1;
        spaced_at = cells;
      }
    }
    this.#record = { cells, filled_to, blanks, spaced, spaced_at, delimiters_inside, is_open, is_quoted, is_begun };
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
  }

  /** The file has ended. `isRow`: whether a line looks like a row. Null where quotation marks have misled the count. */
  end(isRow: (line: string) => boolean): RecordWidths | null {
    const { cells, filled_to, blanks, spaced, is_open } = this.#record;
    if (this.#is_misled || is_open) return null;
    if (filled_to > 0)
      this.#habits.add({ cells, filled_to, blanks: filled_to === cells ? blanks : blanks + 1, spaced });
    const lines = this.#tail.toString().split(String.fromCharCode(this.#line_break));
    const filled = lines.filter((line) => line.trim() !== "");
    return this.#habits.found((last) => !filled.slice(filled.length - last).some(isRow));
  }

  #isHeaderAgain(chunk: Buffer, begin: number, end: number): boolean {
    const is_first = !this.#has_header;
    this.#has_header = true;
    return !is_first && this.isHeader(chunk.toString("utf8", begin, end));
  }

  /** Quotes mean nothing above the header. */
  #skipLinesAbove(chunk: Buffer): number {
    let at = 0;
    while (this.#lines_above > 0) {
      const line_break = chunk.indexOf(this.#line_break, at);
      if (line_break === -1) return chunk.length;
      this.#lines_above -= 1;
      this.#habits.addLineAbove();
      at = line_break + 1;
    }
    return at;
  }
}

const SPACE = 0x20;
const TEXT = 0;
const CONTROL = 1;
const BLANK = 2;
const DELIMITER = 3;
const QUOTE = 4;
const LINE_BREAK = 5;
