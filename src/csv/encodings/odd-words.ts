import { levelOneCharacters } from "./common-characters.js";

/**
 * What nobody writes in any language, and a wrong decoder makes: `p³acowe`, `IngŽnieur`, `Gr√∂√üe`, `оТЛБЪ`. It tells
 * readings apart whatever the language is, and says nothing of which of the others is right.
 */

/** Letters and everything beyond ASCII; digits and punctuation of ASCII part words. */
const WORD = /[A-Za-z\u0080-\u{10ffff}]+/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const BEYOND_ASCII = /[^\u0000-\u007f]/;

/** Scripts of which no word has two. Chinese, Japanese and Korean stand beside Latin letters as they please. */
const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Armenian", "Thai", "Thaana", "Syriac", "Nko"].map(
  (name) => new RegExp(`\\p{Script=${name}}`, "u"),
);
const LETTER = "[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}]";
/** What single bytes stand for beside letters, and what no word has inside. Apostrophes, dashes, dots, × are joints. */
const SIGNS = "¡-¦¨-¬®-³µ¶¸-¿÷ƒˆ˜ˇ˘˙˚˛˝†‡‰‚„“”‹›€™№₧ⁿ\u2200-\u22ff⌐⌠⌡◊";

const ODD: readonly RegExp[] = [
  // C1 controls but NEL, characters for private use, none at all, and what could not be decoded.
  /[\u0080-\u0084\u0086-\u009f\ufffd\p{Co}\p{Cn}]/u,
  // Lines of frames and shades, which programs of DOS drew.
  /[\u2500-\u259f]/,
  // A sign between letters: p³acowe.
  new RegExp(`${LETTER}[${SIGNS}]+${LETTER}`, "u"),
  // A sign right before a letter, or right behind one, that belongs to figures or nowhere: †ber, visibilit‡, Gr√ﬂe.
  /^[†‡‰¶¤¦¬¯¨¸ˆ˜ˇ˘˙˚˛˝´ƒ±¹²³¼½¾®©™¢ªº]\p{Ll}/u,
  /\p{Ll}[†‡¶¤¦¬¯¨¸ˆ˜ˇ˘˙˚˛˝ƒ±¼½¾¢£¥€„‚«¡¿]+$/u,
  new RegExp(`${LETTER}[\u2200-\u22ff◊]|[\u2200-\u22ff◊]${LETTER}`, "u"),
  /\p{L}÷|÷\p{L}/u,
  // More signs than letters: ≤‹–„¿º, ÷£”ÍÕ©.
  new RegExp(`^[“„‘‚«‹]?(?=\\P{L}*\\p{L})[${SIGNS}]+(?:\\p{L}?[${SIGNS}])+[”“’»›]?$`, "u"),
  // A capital letter behind a small one, or between two of both kinds: IngÚnieur, RÇzvan. ASCII's may: iPhone.
  /\p{Ll}(?![A-Z])\p{Lu}|^\p{Lu}(?:(?![A-Z])\p{Lu}){1,2}\p{Ll}/u,
  // Signs of phonetics alone, and letters of old Cyrillic, Syriac and N'Ko: GB18030 that is valid UTF-8 lands here.
  /^[\u0250-\u02ff]+$|[\u0460-\u0489\u0700-\u074f\u07c0-\u07ff]/u,
  // Chinese characters beside Korean letters: nobody writes both in a word.
  /\p{Script=Han}\p{Script=Hangul}|\p{Script=Hangul}\p{Script=Han}/u,
  // A combining mark with nothing to combine with.
  /(?:^|[^\p{L}\p{M}\p{S}\p{N}])\p{M}/u,
];

export interface OddWords {
  /** The different words with something beyond ASCII in them. */
  readonly words: ReadonlySet<string>;
  /** How many of these nobody writes, 0 to 1; 0 where there are no words. */
  readonly share: number;
}

export function oddWords(text: string): OddWords {
  const words = new Set<string>();
  for (const [word] of text.matchAll(WORD)) if (BEYOND_ASCII.test(word)) words.add(word);
  let odd = 0;
  for (const word of words) if (isOdd(word)) odd += 1;
  return { words, share: words.size === 0 ? 0 : odd / words.size };
}

export function isOdd(word: string): boolean {
  if (ODD.some((pattern) => pattern.test(word))) return true;
  // Rare Chinese characters between Latin letters, where 和 or 与 may well stand.
  const [, inside = ""] = /[A-Za-z](\p{Script=Han}+)[a-z]/u.exec(word) ?? [];
  if (Array.from(inside).some((char) => !levelOneCharacters().any.has(char))) return true;
  // The micro sign is no letter of a Greek word.
  const letters = word.replaceAll("µ", "");
  return SCRIPTS.filter((script) => script.test(letters)).length > 1;
}
