import { COMMON_CHARACTERS } from "./common-characters.js";
import { encode } from "./encoder.js";
import { misreadDoubleByte } from "./misread-double-byte.js";
import type { Misread } from "./misread-text.js";
import { isOdd, oddWords } from "./odd-words.js";
import { plausibility } from "./plausible.js";

/** In which UTF-8 is read by mistake, most usual first. */
const READERS = [
  ...["windows-1252", "windows-1250", "windows-1251", "windows-1254", "windows-1253"],
  ...["macintosh", "cp850", "cp437", "koi8-r", "ibm866"],
];
const DOUBLE_BYTE_READERS = ["gb18030", "big5", "shift_jis", "euc-kr"];

/** A byte of which nothing is left. */
const LOST = 0xff;
const TIMES_MAX = 3;

/** Blocks of Unicode in everyday use somewhere: two bytes that are valid UTF-8 by chance are mostly in another. */
const EVERYDAY = new RegExp(
  [
    "^[\\p{ASCII}\\u00a0-\\u017f", // Latin
    "\\u01a0\\u01a1\\u01af\\u01b0\\u1e00-\\u1eff", // Vietnamese
    "\\u01cd-\\u01dc\\u0218-\\u021b\\u018f\\u0259", // Pinyin, Romanian, Azeri
    "\\u0300-\\u0303\\u0308-\\u030c", // accents that stand beside their letters
    "\\u0386-\\u03ce\\u0401-\\u045f\\u0490-\\u0493", // Greek, Cyrillic
    "\\u05d0-\\u05ea\\u0621-\\u0652\\u0660-\\u06cc\\u0900-\\u097f\\u0e01-\\u0e5b", // Hebrew, Arabic, Devanagari, Thai
    "\\u2010-\\u2044\\u20a0-\\u20bf\\u2100-\\u214f\\u2190-\\u21ff\\u2460-\\u24ff\\u25a0-\\u27bf", // signs
    "\\u3000-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3\\uff00-\\uffef", // Chinese, Japanese, Korean
    "\\ufffd\\u{1f300}-\\u{1faff}]*$", // what was lost before, and pictures
  ].join(""),
  "u",
);

/** What a single byte may stand for. */
const SINGLE_BYTES = /[\u0080-\u2fff]/;
const LOST_HALF = /(?<=[\u0080-\uffff])\?/g;
/** Characters for private use are what a pair of bytes without a meaning is read as. */
const MAYBE_DOUBLE = /[\p{Script=Han}\p{Script=Hangul}\p{Co}\uff61-\uff9f]/u;
const LATIN = /^[\p{ASCII}\u00a0-\u024f\u1e00-\u1eff\u2010-\u2044]*$/u;
const GLUED = /[A-Za-z][\p{Script=Han}\uff61-\uff9f]|[\p{Script=Han}\uff61-\uff9f][a-z]/u;
const DOUBLE_BYTE_TEXT = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const MIXED_WIDTH = /\p{Script=Han}.*[\uff61-\uff9f]|[\uff61-\uff9f].*\p{Script=Han}/u;
/** So much more plausible is what a text says than what it was read as; more where bytes of it are lost. */
const MARGIN = 0.15;
const LOST_MARGIN = 0.5;
/** What Chinese texts reach, and how much text of another script is never valid by chance. */
const USUAL = 0.65;
const CHARS_OF_PROOF = 3;

const LEAD = "[\\u00c2-\\u00f4ĂĹ]";
/** Signs that stand behind no letter in any text, and a small selection of those that may: « Amanhã», IRMÃ…, CAFÉ®. */
const LADEN = new RegExp(
  [
    `${LEAD}[^\\p{ASCII}\\p{L}]*[¡¢£¤¥¦§¨©«¬¯±´µ¶·¸¹¼½¾¿€‚ƒ„†‡ˆ‰‹›˜]`,
    "[ÂÃ][ª²³º]|Â[\\u00a0-\\u00bf]|[Â-Å][ŠšŒœŽžŸƒ]",
    "[¬√ƒ≈∆][\\u0080-\\uffff]",
  ].join("|"),
  "u",
);
/** `Ã–berg`, `Ã…sa`: the first letter of a word, and in its midst what parts words. */
const CUT = /(?:^|[^\p{L}])\p{Lu}?[\u00c2-\u00dfĂĹ][\u2010-\u2026\u00a0-\u00bf\u2122](?=\p{L})/u;

/** What a word says if it is UTF-8 that was read in another encoding, once or `times_max` times. */
export function misreadWord(word: string, times_max = TIMES_MAX): Misread | undefined {
  if (SINGLE_BYTES.test(word) && (isOdd(word) || LADEN.test(word) || CUT.test(word))) {
    for (const read_as of READERS) {
      const bytes = encode(word, read_as);
      const text = bytes && validUtf8(bytes);
      if (text === undefined) continue;
      const deeper = times_max > 1 ? misreadWord(text, times_max - 1) : undefined;
      if (deeper !== undefined || isEveryday(text)) return { was: "utf-8", read_as, text: deeper?.text ?? text };
    }
  }
  return MAYBE_DOUBLE.test(word) ? misreadDouble(word) : undefined;
}

/** Of an odd number of bytes the last is lost, and one in the midst where a delimiter was taken for its half. */
function misreadDouble(word: string): Misread | undefined {
  // U+FFFD twice, which stood for anything.
  if (word.includes("锟斤")) return { was: "utf-8", read_as: "gb18030", text: word.replace(/[锟斤拷]+/g, "\ufffd") };
  for (const read_as of DOUBLE_BYTE_READERS) {
    const bytes = encode(word.replace(LOST_HALF, "\ufffd"), read_as, LOST);
    if (bytes === undefined || !beginsAsUtf8(bytes)) continue;
    const text = bytes.toString().replaceAll(/\ufffd+/g, "\ufffd");
    if (isBetter(text, word)) return { was: "utf-8", read_as, text };
  }
  return misreadDoubleByte(word);
}

/** A quick look before a thorough one: whether the first byte beyond ASCII may begin a character of UTF-8. */
function beginsAsUtf8(bytes: Buffer): boolean {
  const at = bytes.findIndex((byte) => byte >= 0x80);
  const [lead = 0, next = 0] = bytes.subarray(at, at + 2);
  return lead >= 0xc2 && lead <= 0xf4 && next >= 0x80 && next <= 0xbf;
}

function isBetter(text: string, word: string): boolean {
  const kept = text.replaceAll("\ufffd", "");
  const lost = text.length - kept.length;
  if (lost * 2 > kept.length || !isEveryday(kept)) return false;
  // D茅veloppeur, Jos茅. A single character in everyday use may stand behind a name: Java女.
  if (LATIN.test(text)) return GLUED.test(word) && Array.from(word).some((char) => isRare(char));
  const { mean, chars } = plausibility(kept, "any");
  // Half-width katakana stand by themselves, never beside Chinese characters.
  const own = MIXED_WIDTH.test(word) ? 0 : plausibility(word, "any").mean;
  if (DOUBLE_BYTE_TEXT.test(text)) return chars > 1 && mean > own + (lost === 0 ? MARGIN : LOST_MARGIN);
  return chars >= CHARS_OF_PROOF && lost === 0 && own < USUAL;
}

function isRare(char: string): boolean {
  return char >= "\u3000" && !COMMON_CHARACTERS.has(char);
}

function validUtf8(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  return text.includes("\ufffd") && !Buffer.from(text).equals(bytes) ? undefined : text;
}

function isEveryday(text: string): boolean {
  if (!EVERYDAY.test(text)) return false;
  return oddWords(text.replaceAll("\ufffd", "")).share === 0;
}
