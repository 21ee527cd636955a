import { alphabetFit } from "./alphabets.js";
import { COMMON_CHARACTERS, COMMON_HANGUL, levelOneCharacters } from "./common-characters.js";
import { misreadWord } from "./misread.js";
import { looksMisread, misreadDoubleByte } from "./misread-double-byte.js";
import type { Misread } from "./misread-text.js";
import { isOdd } from "./odd-words.js";
import { plausibility } from "./plausible.js";
import { strayLetters } from "./stray-letters.js";

/**
 * Words that somebody may have read in a wrong encoding before they were saved. Texts of millions of words are looked
 * at, so what no suspicion falls on costs a look into a table for each character, and no word is judged twice.
 */

const IN_WORD = 1;
const LETTER = 2;
/** A capital letter beyond ASCII. */
const CAPITAL = 4;
const SIGN = 8;
/** Of Chinese in no everyday use, half-width katakana, what could not be decoded. */
const RARE = 16;
/** From U+00C0 to U+00FF: three in a row are other bytes. */
const LATIN_1 = 32;
/** ð and þ: Icelandic, or Turkish that was read as windows-1252. */
const ICELANDIC = 64;
const HAN = 128;
const LATIN = 256;
const OTHER_ALPHABET = 512;
const BEYOND_ASCII = 1024;
/** Of a word: what stands beside each other in it. */
const ODD_PAIR = 2048;
const KNOWN = 4096;
/** Kana, and what most Chinese and Korean texts are made of. */
const COMMON = 8192;
const HANGUL = 16384;
/** Nothing is said of a character by standing beside another of its kind. */
const PLAIN = ~(CAPITAL | SIGN | LATIN_1);
const QUESTION_MARK = 0x3f;

const IS_LATIN = /\p{Script=Latin}/u;
const IS_OF_ALPHABET = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;
const LATIN_1_MIN = 3;
/** How plausible Chinese is that nobody has written, in a text of so many characters. */
const SALAD = 0.5;
const WORD_CHARS_MIN = 4;
const HAN_BYTES = 3;
/** Of so many characters one is common by chance. */
const COMMON_OF_CHARS = 4;
const TEXT_CHARS_MIN = 20;
/** The share of its letters that one language has. */
const ONE_LANGUAGE = 0.9;
/** Of Latin-1, and of Latin Extended-A and B. */
const LETTERS_BEGIN = 0xc0;
const LETTERS_END = 0x250;
const WORDS_KEPT = 20_000;
const WORD_CHARS_MAX = 200;

const NOT_CHINESE = /[\u0080-\u2fff]|[A-Za-z]|\p{Co}{2}/u;

/** Of each character what was found out about it when it came for the first time; 0 before that. */
const kinds = new Uint16Array(0x10000);

function kindOf(code: number): number {
  const known = kinds[code] as number;
  if (known !== 0) return known;
  const char = String.fromCharCode(code);
  const found = code < 0x80 ? kindOfAscii(char) : IN_WORD | BEYOND_ASCII | kindBeyondAscii(char, code);
  kinds[code] = found | KNOWN;
  return found | KNOWN;
}

function kindOfAscii(char: string): number {
  return /[A-Za-z]/.test(char) ? IN_WORD | LETTER | LATIN : 0;
}

function kindBeyondAscii(char: string, code: number): number {
  const common = levelOneCharacters().any;
  if (COMMON_CHARACTERS.has(char)) return HAN | COMMON;
  if (code >= 0x4e00 && code <= 0x9fff) return HAN | (common.has(char) ? 0 : RARE);
  if (code >= 0xd800 && code <= 0xdfff) return 0;
  if ((code >= 0xff61 && code <= 0xff9f) || (code >= 0x3400 && code <= 0x4dbf)) return HAN | RARE;
  if (code === 0xfffd || (code < 0xa0 && code !== 0x85) || (code >= 0xe000 && code <= 0xf8ff)) return RARE;
  if (code >= 0x3041 && code <= 0x30fe) return COMMON;
  if (code >= 0xac00 && code <= 0xd7a3) return HANGUL | (COMMON_HANGUL.has(char) ? COMMON : 0);
  if (code >= 0x2600) return 0;
  const latin_1 = code >= 0xc0 && code <= 0xff && code !== 0xd7 && code !== 0xf7 ? LATIN_1 : 0;
  const icelandic = /[ðþÐÞ]/.test(char) ? ICELANDIC : 0;
  if (IS_OF_ALPHABET.test(char)) {
    const alphabet = IS_LATIN.test(char) ? LATIN : OTHER_ALPHABET;
    return LETTER | alphabet | latin_1 | icelandic | (/\p{Lu}/u.test(char) ? CAPITAL : 0);
  }
  return /[\p{S}\p{P}\p{No}\p{Z}ªºˆ]/u.test(char) ? SIGN : 0;
}

/** Looks at texts one after the other, and remembers what it has judged. */
export class Suspects {
  private judged = new Map<string, boolean>();
  /** How often each Latin letter beyond ASCII was seen, by its code. */
  private readonly letters = new Uint32Array(LETTERS_END);

  /** Whether some letters are of another language than all others, as far as texts were looked at. */
  get holdsStrayLetters(): boolean {
    const counts = new Map<string, number>();
    this.letters.forEach((count, code) => {
      const letter = String.fromCharCode(code).toLowerCase();
      if (count > 0) counts.set(letter, (counts.get(letter) ?? 0) + count);
    });
    return strayLetters(counts).size > 0;
  }

  /** Whether any word of the text, which is UTF-8, is suspicious. */
  isIn(bytes: Buffer): boolean {
    let [from, all, before, run, common] = [0, 0, 0, 0, 0];
    for (let at = 0, next = 0; at <= bytes.length; at = next) {
      const code = at === bytes.length ? 0 : codeAt(bytes, at);
      if (all === 0 && code < 0x80) {
        next = wordBeyondAscii(bytes, at);
        if (next > at) {
          before = 0;
          continue;
        }
      }
      next = at + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0xd800 || code > 0xdfff ? 3 : 4);
      if (code >= LETTERS_BEGIN && code < LETTERS_END) this.letters[code] = (this.letters[code] as number) + 1;
      const now = kindOf(code);
      if (now & COMMON) common += 1;
      if (now === before && (now & PLAIN) === now) continue;
      if ((now & IN_WORD) === 0) {
        // A question mark behind a character beyond ASCII may be what is left of one.
        if (code === QUESTION_MARK && before & BEYOND_ASCII) continue;
        const is_candidate = all & BEYOND_ASCII && (isCandidate(all) || isUncommon(all, common, at - from));
        if (is_candidate && this.isSuspicious(bytes.toString("utf8", from, at))) return true;
        all = run = common = 0;
        before = now;
        continue;
      }
      if (all === 0) from = at;
      run = now & LATIN_1 ? run + 1 : 0;
      all |= now | (run < LATIN_1_MIN ? 0 : ODD_PAIR) | pairOf(before, now);
      before = now;
    }
    return false;
  }

  private isSuspicious(word: string): boolean {
    const known = this.judged.get(word);
    if (known !== undefined) return known;
    if (this.judged.size >= WORDS_KEPT) this.judged = new Map();
    const short = word.slice(0, WORD_CHARS_MAX);
    const is_suspicious = misreadWord(short) !== undefined || isForeign(short);
    this.judged.set(word, is_suspicious);
    return is_suspicious;
  }
}

/** Where the first word from `at` on begins that has something beyond ASCII; behind all bytes if there is none. */
function wordBeyondAscii(bytes: Buffer, at: number): number {
  let begin = at;
  while (begin < bytes.length && (bytes[begin] as number) < 0x80) begin += 1;
  if (begin === bytes.length) return begin + 1;
  while (begin > at && kindOf(bytes[begin - 1] as number) & IN_WORD) begin -= 1;
  return begin;
}

/** The character at `at` in UTF-8 that is valid; of four bytes, any of those that UTF-16 needs two units for. */
function codeAt(bytes: Buffer, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return first;
  const second = (bytes[at + 1] as number) & 0x3f;
  if (first < 0xe0) return ((first & 0x1f) << 6) | second;
  if (first < 0xf0) return ((first & 0x0f) << 12) | (second << 6) | ((bytes[at + 2] as number) & 0x3f);
  return 0xd800;
}

/** What may not stand beside each other: a capital behind a letter, Chinese and Latin letters, signs and letters. */
function pairOf(before: number, now: number): number {
  if ((now & CAPITAL && before & LETTER) || (now & SIGN && before & (SIGN | LETTER))) return ODD_PAIR;
  return (now & LETTER && before & (HAN | SIGN)) || (now & HAN && before & LETTER) ? ODD_PAIR : 0;
}

function isCandidate(all: number): boolean {
  return (all & (RARE | ICELANDIC | ODD_PAIR)) !== 0 || (all & (LATIN | OTHER_ALPHABET)) === (LATIN | OTHER_ALPHABET);
}

/** Chinese characters and Korean ones, of three bytes each, of which hardly any is common. */
function isUncommon(all: number, common: number, bytes: number): boolean {
  const is_long = bytes >= HAN_BYTES * WORD_CHARS_MIN && common * HAN_BYTES * COMMON_OF_CHARS <= bytes;
  return is_long && (all & (HAN | HANGUL)) !== 0;
}

/** Of a word that is no UTF-8: whether it may be of another encoding still. */
export function isForeign(word: string): boolean {
  if (word.includes("\ufffd")) return true;
  if (NOT_CHINESE.test(word) && (isOdd(word) || /[À-ÖØ-öø-ÿ]{3}|[ðþÐÞ]/.test(word))) return true;
  return looksMisread(word);
}

/** A cell whose text somebody has misread, whole; undefined where no word of it is. */
export function misreadText(text: string): Misread | undefined {
  // à is C3 A0, 张 E5 BC A0: A0 is a space that is not to be broken, and later any space.
  const restored = text.replace(/([Ã\u00e0-\u00ef]|[\u00e0-\u00ef][^\p{ASCII}]) /gu, "$1\u00a0");
  const words = misreadWords(text);
  const as_it_stands = words?.was === "utf-8" ? words : (misreadDoubleByte(text) ?? words);
  const found = restored === text ? undefined : misreadWords(restored);
  return found === undefined || isOdd(found.text) ? as_it_stands : found;
}

function misreadWords(text: string): Misread | undefined {
  let found: Misread | undefined;
  const words = text.split(/([ \t\r\n,;|]+)/).map((word) => {
    const misread = misreadWord(word);
    found ??= misread;
    return misread?.text ?? word;
  });
  return found && { ...found, text: words.join("") };
}

/**
 * Words of which none is suspicious, but that come from no language together: names from all over, or a language that
 * was read in an encoding of the same script.
 */
export function isOfNoLanguage(words: ReadonlySet<string>): boolean {
  return alphabetFit(words) < ONE_LANGUAGE || isSalad(Array.from(words).join(" "));
}

/** Chinese of which hardly a character is in everyday use. Japanese has others. */
function isSalad(text: string): boolean {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return false;
  const { mean, chars } = plausibility(text.replace(/[^\p{Script=Han} ]/gu, ""), "any");
  return chars >= TEXT_CHARS_MIN && mean < SALAD;
}
