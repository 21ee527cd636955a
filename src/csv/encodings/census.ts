import { isAscii, isUtf8 } from "node:buffer";
import { newDecoder } from "./decoder.js";
import { lineBreakIn } from "./lines.js";
import { type SevenBitEncoding, sevenBitEncoding } from "./seven-bits.js";
import { Suspects } from "./suspects.js";

const SAMPLE_BYTES_MAX = 256 * 1024;
const TAIL_BYTES = 8 * 1024;
const PIECE_BYTES_MAX = 4096;
const QUESTION_MARK = 0x3f;
const SPACE = 0x20;
const PENDING_BYTES_MAX = 1024 * 1024;

export interface Census {
  readonly is_ascii: boolean;
  readonly is_utf8: boolean;
  /** Of ASCII: it is the bytes of something else. */
  readonly seven_bits: SevenBitEncoding | undefined;
  /** Lines that are not pure ASCII, spread over the whole file, 256 KiB of them at most. */
  readonly sample: Buffer;
  /** The last lines of the file: other exports are appended there. */
  readonly tail: Buffer;
  /** Of Unicode: some words look as if they had been decoded wrongly before the file was saved, or some letters. */
  readonly is_suspicious: boolean;
}

/**
 * Looks at every byte of a file once. In each encoding that is told apart by it, and is not UTF-16, a byte below 0x30
 * stands for itself, so behind one a file may be cut. `known`: an encoding in which the file is to be read.
 */
export async function takeCensus(chunks: AsyncIterable<Buffer>, known?: string): Promise<Census> {
  const sample = new Sample();
  const decoder = known === undefined ? undefined : newDecoder(known);
  let suspects: Suspects | undefined;
  let pending: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let is_ascii = true;
  let is_utf8 = true;
  let is_suspicious = false;
  let seven_bits: SevenBitEncoding | undefined;
  const look = (block: Buffer): void => {
    is_suspicious ||= holdsLost(block);
    if (isAscii(block)) {
      seven_bits ??= sevenBitEncoding(block);
      return;
    }
    is_ascii = false;
    is_utf8 &&= isUtf8(block);
    suspects ??= new Suspects();
    is_suspicious ||= is_utf8 && suspects.isIn(block);
    sample.take(block);
  };
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      look(Buffer.from(decoder.decode(chunk, { stream: true })));
      continue;
    }
    const bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const cut = bytes.length > PENDING_BYTES_MAX ? utf8Cut(bytes) : safeCut(bytes);
    look(bytes.subarray(0, cut));
    tail = Buffer.concat([tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
    // A copy: the chunk's own memory is used again.
    pending = Buffer.from(bytes.subarray(cut));
  }
  look(pending);
  is_suspicious ||= is_utf8 && suspects?.holdsStrayLetters === true;
  return { is_ascii, is_utf8, seven_bits, sample: sample.bytes(), tail: linesFrom(tail), is_suspicious };
}

/** Whether characters seem to have been lost: `??`, `? ?`, or a question mark in the midst of a word. */
function holdsLost(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(QUESTION_MARK); at !== -1; at = bytes.indexOf(QUESTION_MARK, at + 1)) {
    const [before = 0, next = 0, after = 0] = [bytes[at - 1], bytes[at + 1], bytes[at + 2]];
    if (next === QUESTION_MARK || (next === SPACE && after === QUESTION_MARK)) return true;
    if (isLetter(before) && isLetter(next) && !isCapital(next)) return true;
  }
  return false;
}

/** Of ASCII, or anything beyond it. */
function isLetter(byte: number): boolean {
  return byte >= 0x80 || isCapital(byte) || (byte >= 0x61 && byte <= 0x7a);
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** Behind the last byte that is never part of a longer character; 0 where there is none. */
export function safeCut(bytes: Uint8Array): number {
  let cut = bytes.length;
  while (cut > 0 && (bytes[cut - 1] as number) >= 0x30) cut--;
  return cut;
}

/** Before the last character, if these bytes are UTF-8: it may go on behind them. */
function utf8Cut(bytes: Uint8Array): number {
  let cut = bytes.length - 1;
  while (cut > bytes.length - 4 && ((bytes[cut] as number) & 0xc0) === 0x80) cut--;
  return cut;
}

/** Without the end of a line that begins above. */
function linesFrom(tail: Buffer): Buffer {
  return tail.length < TAIL_BYTES ? tail : tail.subarray(tail.indexOf(lineBreakIn(tail)) + 1);
}

/** Keeps every n-th line, if it is not pure ASCII; n doubles whenever they have become too many. */
class Sample {
  private pieces: Buffer[] = [];
  private size = 0;
  private lines = 0;
  private stride = 1;

  take(block: Buffer): void {
    const line_break = block.includes(10) ? 10 : 13;
    for (let at = 0; at < block.length; ) {
      const found = block.indexOf(line_break, at);
      const end = found === -1 ? block.length : found + 1;
      const line = block.subarray(at, end);
      this.lines += 1;
      if (this.lines % this.stride === 0 && !isAscii(line))
        this.keep(line.length > PIECE_BYTES_MAX ? shortened(line) : line);
      at = end;
    }
  }

  bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }

  private keep(line: Buffer): void {
    this.pieces.push(Buffer.from(line));
    this.size += line.length;
    if (this.size <= SAMPLE_BYTES_MAX) return;
    this.pieces = this.pieces.filter((_piece, index) => index % 2 === 0);
    this.size = this.pieces.reduce((sum, { length }) => sum + length, 0);
    this.stride *= 2;
  }
}

/** From the line's first byte beyond ASCII on. */
function shortened(line: Buffer): Buffer {
  const first = line.findIndex((byte) => byte >= 0x80);
  const piece = line.subarray(first, first + PIECE_BYTES_MAX);
  return piece.subarray(0, safeCut(piece) || piece.length);
}
