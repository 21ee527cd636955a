import { COMMON_CHARACTERS, COMMON_HANGUL, levelOneCharacters } from "./common-characters.js";
import { newDecoder } from "./decoder.js";
import { DOUBLE_BYTE, type DoubleByte } from "./double-byte-names.js";

// In the encodings of Chinese, Japanese and Korean the same pairs of bytes are characters of each language. Which of
// them is meant is told by words: those of more than one Chinese character are in the dictionary by which ICU, and so
// Node, parts words; characters beside each other by chance are hardly ever in it.

/** How much text reads like Chinese, Japanese or Korean: 1 is words alone, about 0 what a wrong decoder makes. */
export interface Sense {
  readonly mean: number;
  readonly chars: number;
}

/** A line of fewer characters proves nothing. */
const CHARS_MIN = 4;
/** What lines of exports reach, with names and rare titles of jobs; and how far behind each other reading must be. */
const SENSE_MIN = 0.4;
const AHEAD_MIN = 0.3;
/** The same of all its characters together, so that few must say it more clearly. */
const AHEAD_OF_ALL_MIN = 3.6;

const HAN = /\p{Script=Han}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const RUNS = /[^\u0000-\u007f]+/g;

let words: Intl.Segmenter | undefined;

export function senseOf(text: string): Sense {
  words ??= new Intl.Segmenter("zh", { granularity: "word" });
  let [sum, chars] = [0, 0];
  for (const [run] of text.matchAll(RUNS)) {
    for (const { segment } of words.segment(run)) {
      const points = Array.from(segment);
      for (const char of points) sum += HAN.test(char) ? weightOfHan(char, points.length > 1) : weightOf(char);
      chars += points.length;
    }
  }
  return { mean: chars === 0 ? 0 : sum / chars, chars };
}

function weightOfHan(char: string, is_of_word: boolean): number {
  if (is_of_word) return 1;
  if (COMMON_CHARACTERS.has(char)) return 0.5;
  return levelOneCharacters().any.has(char) ? 0.1 : -0.5;
}

function weightOf(char: string): number {
  if (char === "\ufffd") return -2;
  if (/[\p{Co}\p{Cn}\p{Cc}]/u.test(char)) return -1.5;
  if (char >= "\uac00" && char <= "\ud7a3") return COMMON_HANGUL.has(char) ? 0.9 : -0.5;
  if (char >= "\u3041" && char <= "\u30fe") return 0.6;
  if (char >= "\uff61" && char <= "\uff9f") return -0.3;
  return /[\u3000-\u303f\uff00-\uffee]/.test(char) ? 0.3 : -0.2;
}

/** The one of these encodings in which a line is plain text, and in all others is none; undefined where it is not. */
export function doubleByteOf(line: Uint8Array): DoubleByte | undefined {
  const readings = new Map<string, DoubleByte>();
  for (const encoding of DOUBLE_BYTE) {
    const text = newDecoder(encoding).decode(line);
    // Korean is written without Chinese characters today.
    if (encoding === "euc-kr" && HAN.test(text)) continue;
    // Kana are the same bytes in GB18030 and EUC-JP.
    if (!readings.has(text)) readings.set(text, encoding);
  }
  const ranked = Array.from(readings, ([text, encoding]) => ({ encoding, ...senseOf(text) }));
  ranked.sort((one, other) => other.mean - one.mean);
  const [best, next] = ranked;
  if (best === undefined || best.chars < CHARS_MIN || best.mean < SENSE_MIN) return undefined;
  const ahead = best.mean - (next?.mean ?? 0);
  return ahead < AHEAD_MIN || ahead * best.chars < AHEAD_OF_ALL_MIN ? undefined : best.encoding;
}
