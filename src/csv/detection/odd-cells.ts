import { looksMisread, misreadDoubleByte } from "../encodings/misread-double-byte.js";
import { isOdd, oddWords } from "../encodings/odd-words.js";
import { strayLetters } from "../encodings/stray-letters.js";
import { isOfNoLanguage } from "../encodings/suspects.js";
import { type LineTally, Tally } from "../records/not-rows.js";

/** Cells of one column with characters that hardly any text has, or that are unlike all others of the export. */
export interface OddCells extends LineTally {
  readonly column: number;
  /** The first of them. */
  readonly characters: readonly string[];
}

const CHARACTERS_MAX = 5;
const WORDS_KEPT = 5000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const BEYOND_ASCII = /[^\u0000-\u007f]/gu;
const LETTERS = /[\u00df-\u024f]/g;

class OddTally extends Tally {
  readonly characters = new Set<string>();
}

/** By column. */
class Kind {
  readonly by_column = new Map<number, OddTally>();

  add(column: number, line: number, characters: Iterable<string>): void {
    const tally = this.by_column.get(column) ?? new OddTally();
    this.by_column.set(column, tally);
    tally.add(line);
    for (const each of characters) if (tally.characters.size < CHARACTERS_MAX) tally.characters.add(each);
  }
}

/**
 * Finds the cells that somebody should look at where nothing proves what they say: a single one that was decoded
 * wrongly, among others that were not.
 */
export class OddCellsFinder {
  /** With words that nobody writes, and with words that some language may have. */
  readonly #odd = new Kind();
  readonly #foreign = new Kind();
  readonly #by_letter = new Map<string, Kind>();
  readonly #counts = new Map<string, number>();
  readonly #words = new Set<string>();

  /** A cell beyond ASCII. */
  take({ line, column, text }: { line: number; column: number; text: string }, is_suspicious: boolean): void {
    for (const [letter] of text.toLowerCase().matchAll(LETTERS)) {
      this.#counts.set(letter, (this.#counts.get(letter) ?? 0) + 1);
      const kind = this.#by_letter.get(letter) ?? new Kind();
      this.#by_letter.set(letter, kind);
      kind.add(column, line, letter);
    }
    const words = Array.from(oddWords(text).words);
    for (const word of words) if (this.#words.size < WORDS_KEPT) this.#words.add(word);
    if (!is_suspicious) return;
    const is_misread = misreadDoubleByte(text) !== undefined;
    const odd = words.filter((word) => is_misread || isOdd(word) || looksMisread(word));
    const told = odd.length > 0 ? odd : words;
    (odd.length > 0 ? this.#odd : this.#foreign).add(column, line, told.join("").match(BEYOND_ASCII) ?? []);
  }

  /** Those of each column, no cell twice. */
  end(): OddCells[] {
    const stray = Array.from(strayLetters(this.#counts), (letter) => this.#by_letter.get(letter) as Kind);
    const kinds = [this.#odd, ...(isOfNoLanguage(this.#words) ? [this.#foreign] : []), ...stray];
    const columns = new Set(kinds.flatMap(({ by_column }) => Array.from(by_column.keys())));
    return Array.from(columns, (column) => {
      const tallies = kinds.flatMap(({ by_column }) => by_column.get(column) ?? []);
      const lines = Array.from(new Set(tallies.flatMap((each) => each.lines))).sort((a, b) => a - b);
      const characters = Array.from(new Set(tallies.flatMap((each) => Array.from(each.characters))));
      const count = Math.max(lines.length, ...tallies.map((each) => each.count));
      return { column, count, lines, characters: characters.slice(0, CHARACTERS_MAX) };
    });
  }
}
