import { encode as bytesOf } from "../../scripts/fixtures/encode.mjs";
import { newDecoder } from "../../src/csv/encodings/decoder.js";

type DoubleByte = "gb18030" | "big5" | "shift_jis" | "euc-jp" | "euc-kr";

export type Encoding = DoubleByte | "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export const ENCODINGS: readonly Encoding[] = ["utf-8", "utf-16le", "utf-16be", "gb18030", "big5", "windows-1252"];

/** The bytes of a text, as the fixtures are written. Throws where the encoding has none for a character. */
export const encode: (text: string, encoding: Encoding) => Buffer = bytesOf;

const tables = new Map<string, ReadonlyMap<string, number>>();

/** The same in an encoding of single bytes, whichever: its decoder, turned round. */
export function encodeSingle(text: string, encoding: string): Buffer {
  const table = tables.get(encoding) ?? turnedRound(encoding);
  tables.set(encoding, table);
  const bytes = Array.from(text, (char) => {
    const byte = char < "\u0080" ? char.charCodeAt(0) : table.get(char);
    if (byte === undefined) throw new Error(`${encoding} has no ${char}`);
    return byte;
  });
  return Buffer.from(bytes);
}

function turnedRound(encoding: string): ReadonlyMap<string, number> {
  const text = newDecoder(encoding).decode(Uint8Array.from({ length: 128 }, (_, index) => index + 128));
  return new Map(Array.from(text, (char, index) => [char, index + 128]));
}
