import { newDecoder } from "./decoder.js";
import { plausibility } from "./plausible.js";

/**
 * Encodings that write Chinese, Japanese and Korean in bytes of ASCII, between signs that switch to two bytes a
 * character (RFC 1468, RFC 1557, RFC 1843): as ASCII they would be read, and sent, as `$B7PM}(B`.
 */
export type SevenBitEncoding = "iso-2022-jp" | "iso-2022-kr" | "hz-gb-2312";

const ESCAPE = 0x1b;
const TILDE_BRACE = Buffer.from("~{");
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const JAPANESE = /\x1b\$[@B(]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const KOREAN = /\x1b\$\)C/;
const HZ = /~\{((?:[!-w][!-~])+)~\}/g;
/** Between braces in other texts there is nothing that reads as Chinese. */
const READABLE = 0.5;

/** What the bytes, which are ASCII, are written in; undefined for ASCII itself. */
export function sevenBitEncoding(bytes: Buffer): SevenBitEncoding | undefined {
  if (bytes.includes(ESCAPE)) {
    const text = bytes.toString("latin1");
    if (KOREAN.test(text)) return "iso-2022-kr";
    if (JAPANESE.test(text)) return "iso-2022-jp";
  }
  return bytes.includes(TILDE_BRACE) && isHz(bytes.toString("latin1")) ? "hz-gb-2312" : undefined;
}

function isHz(text: string): boolean {
  const pairs = Array.from(text.matchAll(HZ), ([, inside = ""]) => inside).join("");
  const chinese = Buffer.from(pairs, "latin1").map((byte) => byte | 0x80);
  return plausibility(newDecoder("gb18030").decode(chinese), "gb18030").mean >= READABLE;
}
