import { fold } from "../cells/text.js";

const KEPT_MAX = 500;
/** Longer than any word of a list: it need not be kept to be counted. */
const CHARS_MAX = 200;

export interface ValueCount {
  /** As it stood first; other spellings of it count with it. */
  readonly text: string;
  readonly count: number;
}

/** Counts the values of a column, in bounded memory: exactly those 500 that came first, the others together. */
export class ValueCounts {
  readonly #by_spelling = new Map<string, { text: string; count: number }>();
  readonly #by_folded = new Map<string, { text: string; count: number }>();
  /** Cells with other values than those that are kept. */
  more = 0;

  add(text: string): void {
    const known = this.#by_spelling.get(text) ?? this.#learn(text);
    if (known === undefined) this.more += 1;
    else known.count += 1;
  }

  /** Different values that are kept. */
  get size(): number {
    return this.#by_folded.size;
  }

  /** The most frequent first. */
  top(max: number): ValueCount[] {
    return Array.from(this.#by_folded.values())
      .sort((a, b) => b.count - a.count)
      .slice(0, max);
  }

  #learn(text: string): { text: string; count: number } | undefined {
    if (this.#by_spelling.size >= KEPT_MAX || text.length > CHARS_MAX) return undefined;
    const folded = fold(text);
    const entry = this.#by_folded.get(folded) ?? { text, count: 0 };
    this.#by_folded.set(folded, entry);
    this.#by_spelling.set(text, entry);
    return entry;
  }
}
