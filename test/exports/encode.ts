/** Node decodes many encodings and writes none of them: these tables are its decoders, turned round. */
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

const WINDOWS_1252: Readonly<Record<string, number>> = {
  "€": 0x80,
  "‚": 0x82,
  "„": 0x84,
  "…": 0x85,
  Š: 0x8a,
  Œ: 0x8c,
  Ž: 0x8e,
  "‘": 0x91,
  "’": 0x92,
  "“": 0x93,
  "”": 0x94,
  "–": 0x96,
  "—": 0x97,
  œ: 0x9c,
  Ÿ: 0x9f,
};

type DoubleByte = "gb18030" | "big5" | "shift_jis" | "euc-kr";

export type Encoding = DoubleByte | "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export const ENCODINGS: readonly Encoding[] = ["utf-8", "utf-16le", "utf-16be", "gb18030", "big5", "windows-1252"];

/** The bytes of a text, beyond ASCII two for a character of Chinese, Japanese, Korean. Throws where there are none. */
export function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === "utf-8") return Buffer.from(text);
  if (encoding === "utf-16le") return Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(text, "utf16le").swap16();
  return Buffer.from(Array.from(text).flatMap((char) => bytesOf(char, encoding)));
}

function bytesOf(char: string, encoding: DoubleByte | "windows-1252"): readonly number[] {
  const code = char.codePointAt(0) as number;
  if (code < 0x80) return [code];
  const bytes = encoding === "windows-1252" ? western(char, code) : doubleBytes(encoding).get(char);
  if (bytes === undefined) throw new Error(`${encoding} has no ${char}`);
  return bytes;
}

function western(char: string, code: number): readonly number[] | undefined {
  if (code >= 0xa0 && code <= 0xff) return [code];
  const byte = WINDOWS_1252[char];
  return byte === undefined ? undefined : [byte];
}

function doubleBytes(encoding: DoubleByte): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (Array.from(char).length === 1 && char !== "\ufffd" && !table.has(char)) table.set(char, [lead, trail]);
    }
  }
  tables.set(encoding, table);
  return table;
}
