import type { CountedWarning, Warning } from "../../model/warning.js";
import { type Decoding, encodedIn } from "./decode.js";
import { looksLikeErrorValue } from "./error-values.js";
import { wordForNothing } from "./nothing-words.js";
import { DEFAULT_EMPTY } from "./text.js";

/** What is odd about a text that can be sent all the same. */
export type Oddity = Pick<Warning, "kind" | "word" | "message" | "hint">;

const LIKE_ERROR: Oddity = {
  kind: "like_error_value",
  message: "the text has the form of a spreadsheet's error value, and is sent as it stands",
  hint: "Look at the cell in the old system. If it stands for nothing, list it under `empty` in the mapping.",
};

const NOTHING = "word_for_nothing";
const SENT: Oddity = { kind: NOTHING, message: "words for nothing are sent as they stand", hint: "" };
const REPLACED: Oddity = { kind: NOTHING, message: "words for nothing are replaced by `otherwise`", hint: "" };

const ENCODED: Readonly<Record<Decoding, Oddity>> = {
  html: {
    kind: "encoded_text",
    message: "HTML is sent as it stands (such as &amp; &#39; <br>)",
    hint: "To have it decoded, say decode: [html] in the mapping, at the top or at the field.",
  },
  xlsx: {
    kind: "encoded_text",
    message: "what a spreadsheet's file writes for control characters is sent as it stands (such as _x000D_)",
    hint: "To have it decoded, say decode: [xlsx] in the mapping, at the top or at the field.",
  },
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
    const more = warning.words.length > shown.length ? ", …" : "";
    return { ...warning, message: `${warning.message}: ${shown.join(", ")}${more}`, hint: listAsEmpty(all, empty) };
  });
}

const WORDS_SHOWN = 10;

/** What to do about words that are to be nothing. */
export function listAsEmpty(words: readonly string[], empty: readonly string[]): string {
  return empty === DEFAULT_EMPTY
    ? `List what stands for nothing at the top of the mapping:  ${emptyWith(words, empty)}`
    : `Add what stands for nothing to \`empty\` in the mapping: ${written(different(words))}.`;
}

/** The mapping's line with these words added, to paste. */
export function emptyWith(words: readonly string[], empty: readonly string[]): string {
  return `empty: [${written([...empty, ...different(words)])}]`;
}

const different = (words: readonly string[]): string[] =>
  Array.from(new Map(words.map((word) => [word.toLowerCase(), word])).values());
const written = (list: readonly string[]): string => list.map((word) => JSON.stringify(word)).join(", ");
