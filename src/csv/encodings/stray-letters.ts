import { languageOf } from "./alphabets.js";
import { newDecoder } from "./decoder.js";
import { encode } from "./encoder.js";

/** Encodings of Latin letters that are taken for one another: `ê` of windows-1252 is `ę` of windows-1250. */
const EXCHANGED = ["windows-1252", "windows-1250", "windows-1254", "windows-1257"];
/** Fewer letters beyond ASCII show no language; and more than this share in no language of the others are names. */
const LETTERS_MIN = 20;
const STRAY_MAX = 0.05;

/**
 * Letters that hardly stand anywhere in a text of one language, and would be letters of it in another encoding: the ê
 * of `Ksiêgowa` among Polish words. `counts`: how often each small letter beyond ASCII stands in all of it.
 */
export function strayLetters(counts: ReadonlyMap<string, number>): ReadonlySet<string> {
  const language = languageOf(counts);
  const all = sum(counts.values());
  const stray = Array.from(counts.keys()).filter((letter) => !language.has(letter));
  const count = sum(stray.map((letter) => counts.get(letter) ?? 0));
  if (all < LETTERS_MIN || count > all * STRAY_MAX) return new Set();
  return new Set(stray.filter((letter) => othersOf(letter).some((other) => language.has(other))));
}

/** What the byte of a letter stands for in the other encodings. */
function othersOf(letter: string): string[] {
  return EXCHANGED.flatMap((read_as) => {
    const byte = encode(letter, read_as);
    return byte === undefined ? [] : EXCHANGED.map((was) => newDecoder(was).decode(byte).toLowerCase());
  });
}

function sum(counts: Iterable<number>): number {
  let all = 0;
  for (const count of counts) all += count;
  return all;
}
