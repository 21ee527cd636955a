import type { CsvFormat } from "./parse.js";

/** A record whose quotation marks stand where CSV has none, and mean what they seem to. */
export interface OddRecord {
  readonly cells: string[];
  /** Behind its line break. */
  readonly end: number;
}

/**
 * Reads the record that begins at `start`: beside the cells of CSV there may be `="0123"`, the formula of a text
 * without the quotes that CSV asks for around it, and `1, "a, b"`, with spaces around the quotes. Null where it is no
 * CSV all the same; "more" where it does not end within `bytes`, and the file goes on behind them.
 */
export function readOddRecord(bytes: Buffer, start: number, is_end: boolean, format: CsvFormat): Odd {
  if (format.quote !== '"') return null;
  const reader = new CellReader(bytes, start, is_end, format);
  const cells: string[] = [];
  for (;;) {
    const cell = reader.cell();
    if (cell === null || cell === "more") return cell;
    cells.push(cell.text);
    if (cell.is_last) return { cells, end: reader.at };
  }
}

type Odd = OddRecord | "more" | null;

const QUOTE = 0x22;
const SPACE = 0x20;
const CR = 0x0d;
const EQUALS = 0x3d;

interface OddCell {
  readonly text: string;
  readonly is_last: boolean;
}

class CellReader {
  readonly #delimiter: Buffer;
  readonly #line_break: number;

  constructor(
    private readonly bytes: Buffer,
    public at: number,
    private readonly is_end: boolean,
    { delimiter, line_break }: CsvFormat,
  ) {
    this.#delimiter = Buffer.from(delimiter);
    this.#line_break = line_break.charCodeAt(0);
  }

  cell(): OddCell | "more" | null {
    const { bytes } = this;
    const first = this.#behindSpaces(this.at);
    if (bytes[first] === QUOTE) return this.#quoted(first, first > this.at);
    if (bytes[this.at] === EQUALS && bytes[this.at + 1] === QUOTE) return this.#formula();
    return this.#plain();
  }

  /** Between spaces it is one line long: an open quote behind a space is more often an inch. */
  #quoted(first: number, is_spaced: boolean): OddCell | "more" | null {
    const close = this.#closingQuote(first + 1);
    if (close === -1) return this.#beyond();
    const text = this.bytes.toString("utf8", first + 1, close).replaceAll('""', '"');
    const behind = this.#behindSpaces(close + 1);
    if ((is_spaced || behind > close + 1) && /[\r\n]/.test(text)) return null;
    return this.#ended(text, behind);
  }

  #formula(): OddCell | "more" | null {
    const close = this.bytes.indexOf(QUOTE, this.at + 2);
    if (close === -1) return this.#beyond();
    const text = this.bytes.toString("utf8", this.at, close + 1);
    return /[\r\n]/.test(text) ? null : this.#ended(text, close + 1);
  }

  #plain(): OddCell | "more" | null {
    let to = this.at;
    while (to < this.bytes.length && !this.#isLineEnd(to) && !this.#isDelimiter(to)) {
      if (this.bytes[to] === QUOTE) return null;
      to += 1;
    }
    return this.#ended(this.bytes.toString("utf8", this.at, to), to);
  }

  /** The cell's text, where it ends at `to`; null where something else stands there. */
  #ended(text: string, to: number): OddCell | "more" | null {
    const is_beyond = to >= this.bytes.length;
    if (is_beyond && !this.is_end) return "more";
    const is_last = is_beyond || this.#isLineEnd(to);
    if (!is_last && !this.#isDelimiter(to)) return null;
    if (is_last) this.at = Math.min(this.bytes.length, this.bytes.indexOf(this.#line_break, to) + 1 || to);
    else this.at = to + this.#delimiter.length;
    return { text, is_last };
  }

  /** What is looked for does not stand in these bytes. */
  #beyond(): "more" | null {
    return this.is_end ? null : "more";
  }

  #isLineEnd(at: number): boolean {
    const byte = this.bytes[at];
    if (byte === this.#line_break) return true;
    return byte === CR && this.bytes[at + 1] === this.#line_break;
  }

  #isDelimiter(at: number): boolean {
    if (this.bytes[at] !== this.#delimiter[0]) return false;
    return this.bytes.subarray(at, at + this.#delimiter.length).equals(this.#delimiter);
  }

  #behindSpaces(from: number): number {
    let at = from;
    while (this.bytes[at] === SPACE) at += 1;
    return at;
  }

  #closingQuote(from: number): number {
    let at = this.bytes.indexOf(QUOTE, from);
    while (at !== -1 && this.bytes[at + 1] === QUOTE) at = this.bytes.indexOf(QUOTE, at + 2);
    return at;
  }
}
