import { isUtf8 } from "node:buffer";

/** Where the bytes of a file begin to be in another encoding than those above. */
export interface SecondEncoding {
  /** Undefined: one of bytes, which cannot be told. */
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | undefined;
  /** So many bytes are in the first one. */
  readonly offset: number;
}

/** Shorter runs prove nothing: of UTF-8, and of pairs of an ASCII character and a zero. */
const UTF8_BYTES_MIN = 32;
const PAIRS_MIN = 8;
const LINE_FEED = 0x0a;
/** So many bytes are kept of each chunk: the line on which a run stands begins in them. */
const TAIL_BYTES = 4096;

/**
 * Looks through the bytes of a file for a second encoding, as where one program's output was appended to another's:
 * text without a single zero inside of UTF-16, or a zero beside every character in a file of bytes. Letters of two
 * encodings of bytes are told line by line, where they are decoded.
 */
export class EncodingWatch {
  found: SecondEncoding | undefined;
  readonly #is_wide: boolean;
  readonly #is_big: boolean;
  #offset = 0;
  #tail: Buffer = Buffer.alloc(0);

  /** `encoding`: what the file is read in. */
  constructor(encoding: string) {
    this.#is_wide = encoding.startsWith("utf-16");
    this.#is_big = encoding === "utf-16be";
  }

  /** Hands the chunks on as they are. */
  async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if (this.found === undefined) this.#look(chunk);
      yield chunk;
    }
  }

  #look(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#tail, chunk]);
    const before = this.#offset - this.#tail.length;
    // A zero is so rare in files of bytes that most chunks cost no more than to look for one.
    const found = this.#is_wide ? this.#belowWide(bytes, before) : chunk.includes(0) ? wideIn(bytes) : undefined;
    if (found !== undefined) this.found = { ...found, offset: before + found.offset };
    this.#offset += chunk.length;
    this.#tail = Buffer.from(bytes.subarray(-TAIL_BYTES));
  }

  /**
   * Text of UTF-16 has a zero in each delimiter, digit and line end; without one, it is hardly ever valid UTF-8.
   * `before`: so many bytes stand above these in the file.
   */
  #belowWide(bytes: Buffer, before: number): SecondEncoding | undefined {
    for (let from = 0; from < bytes.length; ) {
      const zero = bytes.indexOf(0, from);
      const end = zero === -1 ? bytes.length : zero;
      // In big endian the last character of UTF-16 ends behind its zero.
      const start = from + (this.#is_big ? 1 : 0);
      const run = bytes.subarray(start, Math.min(end, start + 2 * UTF8_BYTES_MIN));
      if (run.length >= UTF8_BYTES_MIN && isText(run)) return { encoding: "utf-8", offset: start };
      if (holdsDigits(run)) return { encoding: undefined, offset: start };
      const turned = this.#turnedAt(bytes, end, before);
      if (turned !== undefined) return turned;
      from = end + 1;
    }
    return undefined;
  }

  /** UTF-16 of the other byte order: characters of ASCII whose zero stands where the character should be. */
  #turnedAt(bytes: Buffer, zero: number, before: number): SecondEncoding | undefined {
    const own = this.#is_big ? 1 : 0;
    if ((before + zero) % 2 !== own) return undefined;
    const from = zero - own;
    if (!arePairs(bytes, from, this.#is_big ? 0 : 1)) return undefined;
    let line_feed = bytes.lastIndexOf(LINE_FEED, from);
    while (line_feed > 0 && (before + line_feed) % 2 !== own) line_feed = bytes.lastIndexOf(LINE_FEED, line_feed - 1);
    const offset = line_feed === -1 ? from : line_feed + (this.#is_big ? 1 : 2);
    return { encoding: this.#is_big ? "utf-16le" : "utf-16be", offset };
  }
}

/** No four characters of UTF-16 are eight digits: ids and times are, in every encoding of bytes. */
export function holdsDigits(run: Buffer): boolean {
  return /\d{8}/.test(run.toString("latin1"));
}

/** A character may be cut off at the run's end. */
function isText(run: Buffer): boolean {
  const ascii = run.filter((byte) => byte < 0x80).length;
  return ascii * 4 >= run.length && [0, 1, 2, 3].some((cut) => isUtf8(run.subarray(0, run.length - cut)));
}

/** UTF-16 in a file of bytes: pairs of an ASCII character and a zero, or the other way round. */
export function wideIn(bytes: Buffer): SecondEncoding | undefined {
  for (let zero = bytes.indexOf(0); zero !== -1; zero = bytes.indexOf(0, zero + 1)) {
    // The line feed above big endian looks like the first character of little endian.
    const is_above = bytes[zero - 1] === LINE_FEED && bytes[zero - 2] !== 0;
    const is_little = !is_above && arePairs(bytes, zero - 1, 0);
    if (is_little) return { encoding: "utf-16le", offset: beginOf(bytes, zero - 1, 1) };
    if (arePairs(bytes, zero, 1)) return { encoding: "utf-16be", offset: beginOf(bytes, zero, -1) };
  }
  return undefined;
}

function arePairs(bytes: Buffer, from: number, character: 0 | 1): boolean {
  if (from < 0 || from + 2 * PAIRS_MIN > bytes.length) return false;
  for (let at = from; at < from + 2 * PAIRS_MIN; at += 2) {
    const byte = bytes[at + character] as number;
    if (bytes[at + 1 - character] !== 0 || byte >= 0x80 || (byte < 0x20 && (byte < 9 || byte > 13))) return false;
  }
  return true;
}

/** Behind the last line feed before `from` that is one byte: in UTF-16 a zero is beside it, where `zero_at` says. */
function beginOf(bytes: Buffer, from: number, zero_at: 1 | -1): number {
  let line_feed = bytes.lastIndexOf(LINE_FEED, from);
  while (line_feed > 0 && bytes[line_feed + zero_at] === 0) line_feed = bytes.lastIndexOf(LINE_FEED, line_feed - 1);
  return line_feed + 1;
}

/** The physical line on which the byte at `offset` stands. `line_break`: how lines end; `is_wide`: in UTF-16. */
export async function lineOf(
  chunks: AsyncIterable<Buffer>,
  offset: number,
  { line_break, is_wide }: { readonly line_break: string; readonly is_wide: boolean },
): Promise<number> {
  const byte = line_break.charCodeAt(0);
  let [line, at] = [1, 0];
  for await (const chunk of chunks) {
    for (let found = chunk.indexOf(byte); found !== -1; found = chunk.indexOf(byte, found + 1)) {
      if (at + found >= offset) return line;
      // Without a zero beside it, it is half of another character.
      if (!is_wide || chunk[found + 1] === 0 || chunk[found - 1] === 0) line += 1;
    }
    at += chunk.length;
  }
  return line;
}
