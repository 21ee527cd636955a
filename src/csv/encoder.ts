import { newDecoder } from "./decoder.js";

/**
 * Node decodes many encodings and writes none: these are its decoders, turned round. By them it is found out what the
 * bytes of a text were before somebody read them in a wrong encoding.
 */

const DOUBLE_BYTE: readonly string[] = ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"];

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

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
      const known = table.get(char) ?? (char === "\ufffd" && lost !== undefined ? [lost] : undefined);
      if (known === undefined) return undefined;
      bytes.push(...known);
    }
  }
  return Buffer.from(bytes);
}

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = DOUBLE_BYTE.includes(encoding) ? doubleBytes(encoding) : singleBytes(encoding);
  tables.set(encoding, table);
  return table;
}

function singleBytes(encoding: string): ReadonlyMap<string, readonly number[]> {
  const table = new Map<string, readonly number[]>();
  const add = (text: string, first: number): void => {
    for (const [index, char] of Array.from(text).entries()) {
      if (char !== "\ufffd" && !table.has(char)) table.set(char, [first + index]);
    }
  };
  add(newDecoder(encoding).decode(Uint8Array.from({ length: 128 }, (_, index) => index + 128)), 128);
  // ISO-8859-1 has control characters where windows-1252 has signs.
  if (encoding === "windows-1252") add(String.fromCharCode(...Array.from({ length: 32 }, (_, n) => n + 128)), 128);
  return table;
}

/** Pairs of bytes, one a line, and the single ones that some encodings have, too. */
function doubleBytes(encoding: string): ReadonlyMap<string, readonly number[]> {
  const written: number[][] = [];
  // The euro sign of Windows, before its pair of bytes.
  if (encoding === "gb18030") written.push([0x80]);
  if (encoding === "shift_jis") for (let byte = 0xa1; byte <= 0xdf; byte++) written.push([byte]);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) written.push([lead, trail]);
  }
  const chars = newDecoder(encoding)
    .decode(Buffer.from(written.flatMap((bytes) => [...bytes, 10])))
    .split("\n");
  const table = new Map<string, readonly number[]>();
  for (const [index, bytes] of written.entries()) {
    const char = chars[index] as string;
    if (char !== "\ufffd" && Array.from(char).length === 1 && !table.has(char)) table.set(char, bytes);
  }
  return table;
}
