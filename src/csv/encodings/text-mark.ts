import { newDecoder } from "./decoder.js";
import { encode } from "./encoder.js";
import { BOM, changeFirst } from "./first-bytes.js";

/** As what programs read the bytes of UTF-8's byte order mark before they save it as text: `ï»¿`, `п»ї`, `´╗┐`. */
const READERS = [
  ...["windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254"],
  ...["macintosh", "cp850", "cp437", "cp852", "koi8-r", "ibm866"],
];
/** Of two bytes each, so that the mark may take the first letter of the title with it: `锘縄D` is `ID`. */
const DOUBLE_BYTE_READERS = ["gb18030", "big5", "euc-kr"];
const LONGEST_BYTES = 64;

/** A byte order mark that stands as text before the first title, or behind the true one. */
export interface TextMark {
  /** What a person sees of it. */
  readonly text: string;
  /** How many bytes it takes. */
  readonly length: number;
  /** The part of the title that it has taken with it. */
  readonly taken: Buffer;
}

export function textMarkOf(bytes: Buffer): TextMark | undefined {
  const start = bytes.subarray(begins(bytes, BOM) ? BOM.length : 0, LONGEST_BYTES);
  if ((start[0] ?? 0) < 0x80) return undefined;
  if (start.length < bytes.length && begins(start, BOM)) return markOf("\ufeff", "U+FEFF");
  const read = READERS.map((encoding) => newDecoder(encoding).decode(BOM));
  const twice = newDecoder("windows-1252").decode(Buffer.from(read[0] ?? ""));
  const known = [...read, twice].find((text) => begins(start, Buffer.from(text)));
  return known === undefined ? doubleByteMark(start.toString()) : markOf(known);
}

function doubleByteMark(start: string): TextMark | undefined {
  const [first = "", second = ""] = start;
  for (const encoding of DOUBLE_BYTE_READERS) {
    if (first !== newDecoder(encoding).decode(BOM.subarray(0, 2))) continue;
    // Where the next byte made no character with the last of the mark, that alone is lost.
    if (second === "?" || second === "\ufffd") return markOf(first + second);
    const bytes = encode(first + second, encoding);
    if (bytes?.length !== BOM.length + 1 || !begins(bytes, BOM)) continue;
    return { ...markOf(first + second), taken: bytes.subarray(BOM.length) };
  }
  return /^[\ufffd?・]ｿ/.test(start) ? markOf(first + second) : undefined;
}

function markOf(text: string, shown = text): TextMark {
  return { text: shown, length: Buffer.byteLength(text), taken: Buffer.alloc(0) };
}

/** The bytes of a file without such a mark: it would be a part of the first title, and evidence of a wrong encoding. */
export function dropTextMark(bytes: Buffer): Buffer {
  const mark = textMarkOf(bytes);
  if (mark === undefined) return bytes;
  const bom = begins(bytes, BOM) ? BOM : Buffer.alloc(0);
  return Buffer.concat([bom, mark.taken, bytes.subarray(bom.length + mark.length)]);
}

export function withoutTextMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  return changeFirst(chunks, LONGEST_BYTES, dropTextMark);
}

function begins(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark);
}
