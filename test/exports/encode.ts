import { encode as bytesOf } from "../../scripts/fixtures/encode.mjs";

type DoubleByte = "gb18030" | "big5" | "shift_jis" | "euc-kr";

export type Encoding = DoubleByte | "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export const ENCODINGS: readonly Encoding[] = ["utf-8", "utf-16le", "utf-16be", "gb18030", "big5", "windows-1252"];

/** The bytes of a text, as the fixtures are written. Throws where the encoding has none for a character. */
export const encode: (text: string, encoding: Encoding) => Buffer = bytesOf;
