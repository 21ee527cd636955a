import type { CountedWarning, Warning } from "../../model/warning.js";
import type { WordsForNothing } from "../../texts/en/doubts.js";
import { saying } from "../../texts/saying.js";
import { type Decoding, encodedIn } from "./decode.js";
import { looksLikeErrorValue } from "./error-values.js";
import { wordForNothing } from "./nothing-words.js";
import { DEFAULT_EMPTY } from "./text.js";

/** What is odd about a text that can be sent all the same. */
export type Oddity = Pick<Warning, "kind" | "word" | "message" | "hint" | "said">;

const LIKE_ERROR: Oddity = { kind: "like_error_value", ...saying("like_error_value") };

const NOTHING = "word_for_nothing";
const nothing = (use: "sent" | "replaced", shown: Partial<WordsForNothing> = {}): Oddity => ({
  kind: NOTHING,
  ...saying("words_for_nothing", { use, words: [], more: false, empty: "", is_whole: false, ...shown }),
});
const SENT = nothing("sent");
const REPLACED = nothing("replaced");

const ENCODED: Readonly<Record<Decoding, Oddity>> = {
  html: { kind: "encoded_text", ...saying("html_in_text") },
  xlsx: { kind: "encoded_text", ...saying("escapes_in_text") },
};

/** What an id, a text or a choice holds that should perhaps be decoded. */
export function encodingsIn(text: string): readonly Oddity[] {
  const found = encodedIn(text);
  return found.length === 0 ? NONE : found.map((each) => ENCODED[each]);
}

const NONE: readonly Oddity[] = [];

/** What somebody should look at before the text is sent, or before `otherwise` is taken for it. */
export function odditiesOf(text: string, is_otherwise = false): readonly Oddity[] {
  if (SOUND.has(text)) return NONE;
  const found = Array.from(encodingsIn(text));
  if (looksLikeErrorValue(text)) found.push(LIKE_ERROR);
  else if (wordForNothing(text) !== undefined) found.push({ ...(is_otherwise ? REPLACED : SENT), word: text });
  if (found.length === 0 && SOUND.size < SOUND_MAX && text.length <= SOUND_CHARS_MAX) SOUND.add(text);
  return found;
}

/** Texts of which nothing is odd: most come again and again, and looking at each costs a microsecond. */
const SOUND = new Set<string>();
const SOUND_MAX = 4096;
const SOUND_CHARS_MAX = 64;

/** The warnings with the words that each is about, and the line of the mapping that makes nothing of all of them. */
export function tellWords(warnings: readonly CountedWarning[], empty: readonly string[]): CountedWarning[] {
  const all = warnings.flatMap(({ kind, words = [] }) => (kind === NOTHING ? words.map(({ word }) => word) : []));
  return warnings.map((warning) => {
    if (warning.kind !== NOTHING || warning.words === undefined) return warning;
    const shown = warning.words.slice(0, WORDS_SHOWN).map(({ word }) => word);
    const { use } = warning.said as unknown as WordsForNothing;
    const told = nothing(use, { words: shown, more: warning.words.length > shown.length, ...asEmpty(all, empty) });
    return { ...warning, ...told };
  });
}

const WORDS_SHOWN = 10;

/** What to write into the mapping so that words are nothing. */
function asEmpty(words: readonly string[], empty: readonly string[]): Pick<WordsForNothing, "empty" | "is_whole"> {
  return empty === DEFAULT_EMPTY
    ? { empty: emptyWith(words, empty), is_whole: true }
    : { empty: written(different(words)), is_whole: false };
}

/** The mapping's line with these words added, to paste. */
export function emptyWith(words: readonly string[], empty: readonly string[]): string {
  return `empty: [${written([...empty, ...different(words)])}]`;
}

const different = (words: readonly string[]): string[] =>
  Array.from(new Map(words.map((word) => [word.toLowerCase(), word])).values());
const written = (list: readonly string[]): string => list.map((word) => JSON.stringify(word)).join(", ");
