import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Encoding, encode, encodeSingle } from "./encode.js";

/** What recruiting systems' exports hold, in the languages of those who use them. All people are invented. */
const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = readWords();

export const LANGUAGES: readonly string[] = Object.keys(WORDS);

const WEST = ["windows-1252", "iso-8859-15", "macintosh", "cp850", "cp437"];
const CENTRAL = ["windows-1250", "iso-8859-2", "x-mac-ce", "cp852"];
const CYRILLIC = ["windows-1251", "koi8-r", "iso-8859-5", "ibm866", "x-mac-cyrillic"];
const BALTIC = ["windows-1257", "iso-8859-13"];

/** In which encodings but Unicode systems have written each language. */
export const WRITTEN_IN: Readonly<Record<string, readonly string[]>> = {
  french: WEST,
  german: WEST,
  spanish: WEST,
  portuguese: ["windows-1252", "macintosh", "cp850"],
  italian: WEST,
  dutch: WEST,
  swedish: WEST,
  danish: ["windows-1252", "macintosh", "cp850"],
  finnish: WEST,
  icelandic: ["windows-1252", "macintosh", "cp850"],
  polish: CENTRAL,
  czech: CENTRAL,
  slovak: CENTRAL,
  hungarian: CENTRAL,
  romanian: ["windows-1250", "iso-8859-2", "cp852"],
  croatian: CENTRAL,
  turkish: ["windows-1254"],
  lithuanian: BALTIC,
  latvian: BALTIC,
  estonian: BALTIC,
  russian: CYRILLIC,
  ukrainian: ["windows-1251", "koi8-u"],
  bulgarian: ["windows-1251", "iso-8859-5", "x-mac-cyrillic"],
  greek: ["windows-1253", "iso-8859-7"],
  hebrew: ["windows-1255"],
  arabic: ["windows-1256", "iso-8859-6"],
  thai: ["windows-874"],
  chinese: ["gb18030"],
  traditional: ["big5"],
  japanese: ["shift_jis", "euc-jp"],
  korean: ["euc-kr"],
  english: ["windows-1252", "macintosh"],
};

export interface Shape {
  readonly rows: number;
  /** Whether the titles are in the language, too, or in English. */
  readonly has_own_titles?: boolean;
  /** The one column that is in the language; the others are in English. */
  readonly only?: "names" | "reasons";
  readonly seed: number;
}

/** An export as such systems write it: ids, job, source, stage, reason, name, time. */
export function smallExport(language: string, { rows, has_own_titles = false, only, seed }: Shape): string {
  const random = randomOf(seed);
  const cell = (kind: string): string => {
    const is_own = only === undefined || only === kind;
    const words = is_own ? wordsOf(language, kind) : wordsOf("english", kind).filter(isAscii);
    return words[Math.floor(random() * words.length)] ?? "";
  };
  const titles = wordsOf(has_own_titles ? language : "english", "titles");
  const lines = Array.from({ length: rows }, (_, index) => [
    `${5310000 + index * 7}`,
    ...["jobs", "sources", "stages", "reasons", "names"].map(cell),
    `2024-0${1 + (index % 9)}-1${index % 10} 09:3${index % 10}`,
    `69606632409259${10000 + index * 13}`,
  ]);
  return [[...titles, "Applied At", "Talent ID"], ...lines].map((cells) => `${cells.join(";")}\r\n`).join("");
}

/** The bytes of such a text. What an encoding lacks is written as people who have it write it. */
export function bytesIn(text: string, encoding: string): Buffer {
  const plain = Array.from(text, (char) => (hasChar(encoding, char) ? char : (LIKE[char] ?? "?"))).join("");
  return bytesOf(plain, encoding);
}

const DOUBLE_BYTE: readonly string[] = ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"];
const LIKE: Readonly<Record<string, string>> = {
  "’": "'",
  "“": '"',
  "”": '"',
  "–": "-",
  "°": "o",
  "№": "N",
  ș: "ş",
  ț: "ţ",
  Ș: "Ş",
  Ț: "Ţ",
};

function bytesOf(text: string, encoding: string): Buffer {
  return DOUBLE_BYTE.includes(encoding) ? encode(text, encoding as Encoding) : encodeSingle(text, encoding);
}

function hasChar(encoding: string, char: string): boolean {
  try {
    return bytesOf(char, encoding).length > 0;
  } catch {
    return false;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text);

function wordsOf(language: string, kind: string): readonly string[] {
  const words = WORDS[language]?.[kind];
  if (words === undefined) throw new Error(`no ${kind} in ${language}`);
  return words;
}

function readWords() {
  const words: Record<string, Record<string, readonly string[]>> = {};
  for (const line of readFileSync(join(import.meta.dirname, "languages.tsv"), "utf8")
    .trimEnd()
    .split("\n")) {
    const [language = "", kind = "", texts = ""] = line.split("\t");
    words[language] = { ...words[language], [kind]: texts.split("|") };
  }
  return words;
}

/** Mulberry32: the same numbers for the same seed, everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
