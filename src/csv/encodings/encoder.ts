import { newDecoder } from "./decoder.js";
import { isDoubleByte } from "./double-byte-names.js";

/**
 * Node decodes many encodings and writes none: these are its decoders, turned round. By them it is found out what the
 * bytes of a text were before somebody read them in a wrong encoding.
 */

/** A character's code point -> its bytes as one number, the first one on top. */
type Table = ReadonlyMap<number, number>;

const tables = new Map<string, Table>();

/**
 * The bytes that a decoder of `encoding` reads as `text`; undefined where it could not have read it. What it could not
 * decode (U+FFFD, `?` behind a double byte) becomes `lost`, a byte that is valid nowhere.
 */
export function encode(text: string, encoding: string, lost?: number): Buffer | undefined {
  const table = tableOf(encoding);
  const bytes: number[] = [];
  for (const char of text) {
    if (char < "\u0080") bytes.push(char.charCodeAt(0));
    else {
      const known = table.get(char.codePointAt(0) as number) ?? (char === "\ufffd" ? lost : undefined);
      if (known === undefined) return undefined;
      if (known > 0xff) bytes.push(known >> 8);
      bytes.push(known & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** The bytes of each character that the encoding has, as one number. */
export function pairsOf(characters: Iterable<string>, encoding: string): number[] {
  const table = tableOf(encoding);
  return Array.from(characters).flatMap((char) => table.get(char.codePointAt(0) as number) ?? []);
}

function tableOf(encoding: string): Table {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = isDoubleByte(encoding) ? doubleBytes(encoding) : singleBytes(encoding);
  tables.set(encoding, table);
  return table;
}

function singleBytes(encoding: string): Table {
  const table = new Map<number, number>();
  const add = (text: string, first: number): void => {
    for (const [index, char] of Array.from(text).entries()) {
      const code = char.codePointAt(0) as number;
      if (char !== "\ufffd" && !table.has(code)) table.set(code, first + index);
    }
  };
  add(newDecoder(encoding).decode(Uint8Array.from({ length: 128 }, (_, index) => index + 128)), 128);
  // ISO-8859-1 has control characters where windows-1252 has signs.
  if (encoding === "windows-1252") add(String.fromCharCode(...Array.from({ length: 32 }, (_, n) => n + 128)), 128);
  return table;
}

/** Of pairs of bytes, and of the single ones that some encodings have. Tens of thousands: all is done in numbers. */
function doubleBytes(encoding: string): Table {
  const written: number[] = [];
  // The euro sign of Windows, before its pair of bytes.
  if (encoding === "gb18030") written.push(0x80);
  if (encoding === "shift_jis") for (let byte = 0xa1; byte <= 0xdf; byte++) written.push(byte);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) written.push((lead << 8) | trail);
  }
  // One a line.
  const bytes = Buffer.alloc(3 * written.length);
  let size = 0;
  for (const one of written) {
    if (one > 0xff) bytes[size++] = one >> 8;
    bytes[size++] = one & 0xff;
    bytes[size++] = 10;
  }
  const text = newDecoder(encoding).decode(bytes.subarray(0, size));
  const table = new Map<number, number>();
  let from = 0;
  for (const one of written) {
    const end = text.indexOf("\n", from);
    const code = text.codePointAt(from) as number;
    const is_one_char = end - from === (code > 0xffff ? 2 : 1);
    if (is_one_char && code !== 0xfffd && !table.has(code)) table.set(code, one);
    from = end + 1;
  }
  return table;
}
