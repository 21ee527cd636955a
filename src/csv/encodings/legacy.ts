import type { DetectionResult } from "jschardet";
import { alphabetFit } from "./alphabets.js";
import { newDecoder } from "./decoder.js";
import { isOdd, oddWords } from "./odd-words.js";
import { plausibility, type TextKind } from "./plausible.js";

const WESTERN = "a Western European language";
const CENTRAL = "a Central European language";
const CYRILLIC = "Cyrillic";
const BALTIC = "a Baltic language";

/**
 * What can be read here, most usual first: our name, what it is read as, and the names of the detector (the models of
 * chardet, ported to JavaScript). Left out is EBCDIC, and what is written nowhere any more.
 */
const ENCODINGS: readonly (readonly [encoding: string, reads_as: string, ...detector: string[]])[] = [
  ["windows-1252", WESTERN, "Windows-1252"],
  ["iso-8859-15", WESTERN, "iso8859-15"],
  ["gb18030", "Chinese", "GB18030"],
  ["big5", "Chinese in traditional characters", "Big5"],
  ["shift_jis", "Japanese", "CP932", "SHIFT_JIS"],
  ["euc-jp", "Japanese", "EUC-JP"],
  ["euc-kr", "Korean", "CP949", "EUC-KR"],
  ["windows-1250", CENTRAL, "Windows-1250"],
  ["iso-8859-2", CENTRAL, "ISO-8859-2"],
  ["windows-1251", CYRILLIC, "Windows-1251"],
  ["koi8-r", CYRILLIC, "KOI8-R"],
  ["koi8-u", CYRILLIC, "koi8-u"],
  ["iso-8859-5", CYRILLIC, "ISO-8859-5"],
  ["windows-1253", "Greek", "Windows-1253"],
  ["iso-8859-7", "Greek", "ISO-8859-7"],
  ["windows-1254", "Turkish", "Windows-1254"],
  ["windows-1257", BALTIC, "Windows-1257"],
  ["iso-8859-13", BALTIC, "ISO-8859-13"],
  ["windows-1255", "Hebrew", "Windows-1255"],
  ["windows-1256", "Arabic", "Windows-1256"],
  ["iso-8859-6", "Arabic", "ISO-8859-6"],
  ["windows-1258", "Vietnamese", "cp1258"],
  ["windows-874", "Thai", "CP874"],
  ["macintosh", WESTERN, "MacRoman"],
  ["x-mac-ce", CENTRAL, "MacLatin2"],
  ["x-mac-cyrillic", CYRILLIC, "MacCyrillic"],
  ["cp850", WESTERN, "cp850"],
  ["cp437", WESTERN, "cp437"],
  ["cp852", CENTRAL, "cp852"],
  ["ibm866", CYRILLIC, "IBM866"],
];
/** In these the same bytes are words of Chinese characters, each time others: what such a text may be read as. */
const HAN: Readonly<Record<string, TextKind>> = { gb18030: "gb18030", big5: "big5", "euc-jp": "any", shift_jis: "any" };
/** Titles of jobs are written in it; the detector's models know too few of its pairs, and find none in a few words. */
const KATAKANA_ENCODINGS = ["shift_jis", "euc-jp"];
const KATAKANA_WORD = /^(?=.*[\u30a1-\u30fa]{2})[\u3041-\u30fe\u3005\p{Script=Han}]+$/u;
const READABLE = new Set(ENCODINGS.flatMap(([, , ...names]) => names));
/** Of Esperanto and Maltese, what it says of a few words of Italian; and UTF-8, which is known not to be meant. */
const NEVER_MEANT = ["iso8859-3", "utf-8"];

/** A reading with a tenth of odd words counts three quarters; one of nothing else counts nothing. */
const ODD_POWER = 3;
const FIT_POWER = 2;
const RARE_FACTOR = 0.05;
/** Hardly anything is written in x-mac-ce, and one French word, `Ingénieur`, reads as well in it: `Ingťnieur`. */
const SELDOM_FACTOR = 0.3;
/** What Chinese characters of any text reach, names too; of kana it says nothing. */
const COMMON_MIN = 0.5;
const HAN_WORD = /^\p{Script=Han}+$/u;
const HAN_MAX_IN_KOREAN = 0.1;
const KANA = /[\u3041-\u30fa]/;

/**
 * A reading is certain where every other scores no more than this share of it: the fewer words there are in which the
 * two differ, the less. windows-1252 needs less proof, because so much more is written in it. Measured on 6500 exports
 * of 1 to 300 rows in 31 languages and 30 encodings: no wrong one was certain, and of those with five rows or more nine
 * in ten were.
 */
const CLOSE: readonly (readonly [words_max: number, share: number, for_windows_1252: number])[] = [
  [1, 0.25, 0.5],
  [2, 0.45, 0.65],
  [3, 0.6, 0.7],
  [5, 0.7, 0.75],
  [8, 0.8, 0.8],
  [Infinity, 0.85, 0.85],
];

/** Two words that another language has, too, are names as well: `Zoë` and `Maël` are no Lithuanian `Zoė` and `Maėl`. */
const WORDS_AGAINST_WINDOWS_1252 = 3;

/** Bytes as they read in one encoding. */
export interface Reading {
  readonly encoding: string;
  readonly reads_as: string;
  /** How much it resembles what people write, to be set beside that of other readings of the same bytes. */
  readonly score: number;
  /** Its different words with something beyond ASCII, and the share of those that nobody writes. */
  readonly words: ReadonlySet<string>;
  readonly odd_share: number;
  /** How common its characters are, in an encoding of Chinese characters; see `plausibility`. */
  readonly commonness: number | null;
}

/** What bytes that are not UTF-8 may mean. */
export interface Readings {
  /** Best first. Encodings in which they are the same text are one reading, by the most usual name. */
  readonly readings: readonly Reading[];
  /**
   * An encoding that cannot be read here and resembles a language more than all that can, and how many times as much:
   * DOS in Greek or Hebrew, Macintosh in Turkish.
   */
  readonly unread?: { readonly encoding: string; readonly times: number };
}

export async function readingsOf(bytes: Buffer): Promise<Readings> {
  // Its models take a tenth of a second to load, and most exports are UTF-8.
  const { detectAll } = await import("jschardet");
  const found = detectAll(bytes, { minimumThreshold: 0, excludeEncodings: NEVER_MEANT });
  const by_text = new Map<string, Omit<Reading, "score"> & { likeness: number; sense: number }>();
  for (const [encoding, reads_as, ...names] of ENCODINGS) {
    const by_model = Math.max(0, ...found.map((each) => (names.includes(each.encoding ?? "") ? each.confidence : 0)));
    const may_be_overlooked = KATAKANA_ENCODINGS.includes(encoding);
    if (by_model === 0 && !may_be_overlooked) continue;
    const text = newDecoder(encoding).decode(bytes);
    const likeness =
      may_be_overlooked && holdsKatakana(text) ? Math.max(by_model, found[0]?.confidence ?? 0) : by_model;
    if (likeness === 0) continue;
    const same = by_text.get(text);
    if (same !== undefined) {
      by_text.set(text, { ...same, likeness: Math.max(likeness, same.likeness) });
      continue;
    }
    const { words, share } = oddWords(text);
    const sense = (1 - share) ** ODD_POWER * alphabetFit(words) ** FIT_POWER * chineseFactor(text, encoding);
    const kind = HAN[encoding];
    const commonness = kind === undefined ? null : plausibility(Array.from(words).join(" "), kind).mean;
    by_text.set(text, { encoding, reads_as, likeness, sense, words, odd_share: share, commonness });
  }
  const readings = Array.from(by_text.values(), ({ likeness, sense, ...reading }) => ({
    ...reading,
    score: likeness * sense,
  })).sort((one, other) => other.score - one.score);
  return { readings, ...unreadAmong(found) };
}

/** `found`: best first. */
function unreadAmong(found: readonly DetectionResult[]): Pick<Readings, "unread"> {
  const [first] = found;
  if (first === undefined || first.encoding === null || READABLE.has(first.encoding)) return {};
  const likeness = found.find(({ encoding }) => READABLE.has(encoding ?? ""))?.confidence ?? 0;
  return { unread: { encoding: first.encoding.toLowerCase(), times: first.confidence / likeness } };
}

function holdsKatakana(text: string): boolean {
  return countOf(oddWords(text).words, KATAKANA_WORD) > 0;
}

/** The detector knows pairs of bytes; how many characters are in everyday use tells GB18030 and Big5 better apart. */
function chineseFactor(text: string, encoding: string): number {
  if (encoding !== "gb18030" && encoding !== "big5") return 1;
  return Math.min(1, Math.max(RARE_FACTOR, plausibility(text, encoding).mean));
}

/** Japanese names may be Chinese characters alone; kana prove a language, and are in GB18030 as well. */
function isAsCommon({ commonness }: Reading, best: Reading): boolean {
  if (commonness === null || best.commonness === null) return false;
  return commonness > best.commonness && (best.encoding === "gb18030" || !hasKana(best));
}

/** Whether it reads as characters that hardly anybody writes, as names in GB18030 do: `伶剴 孕茯茲`, `闕爾 주쌤`. */
export function isRare(reading: Reading): boolean {
  const { encoding, commonness, words } = reading;
  if (encoding === "euc-kr") return countOf(words, HAN_WORD) > words.size * HAN_MAX_IN_KOREAN;
  return commonness !== null && encoding !== "gb18030" && commonness < COMMON_MIN && !hasKana(reading);
}

function countOf(words: ReadonlySet<string>, kind: RegExp): number {
  return Array.from(words).filter((word) => kind.test(word)).length;
}

/** Those of half width are what single bytes stand for. */
function hasKana({ words }: Reading): boolean {
  return countOf(words, KANA) > 0;
}

/** Words that both have in common prove nothing; a word that nobody writes, where the other has a plain one, does. */
export function isFarBehind(other: Reading, best: Reading): boolean {
  // Words of Chinese characters alone, as of Japanese names, are pairs that the detector takes for Chinese.
  if (isAsCommon(other, best)) return false;
  const mine = Array.from(best.words).filter((word) => !other.words.has(word));
  const theirs = Array.from(other.words).filter((word) => !best.words.has(word));
  const odd = theirs.filter(isOdd).length;
  if (odd > 0 && odd * 2 >= theirs.length && !mine.some(isOdd)) return true;
  if (other.encoding === "windows-1252" && odd === 0 && mine.length < WORDS_AGAINST_WINDOWS_1252) return false;
  const [, share, for_windows_1252] = CLOSE.find(([words_max]) => mine.length <= words_max) as (typeof CLOSE)[number];
  if (best.encoding !== "windows-1252") return other.score < best.score * share;
  const score = other.encoding === "x-mac-ce" ? other.score * SELDOM_FACTOR : other.score;
  return score < best.score * for_windows_1252;
}
