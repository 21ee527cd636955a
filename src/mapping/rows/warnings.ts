import type { CountedWarning, Warning } from "../../model/warning.js";

const LINES_MAX = 20;

interface Cause {
  readonly doubt: Warning;
  count: number;
  readonly lines: number[];
  readonly words: Map<string, number>;
}

/** Counts the warnings about records that can be sent, by their cause. Causes are few: no message holds a cell. */
export class RowWarnings {
  readonly #by_cause = new Map<string, Cause>();
  #about_this: Warning[] = [];

  /** A doubt about the record that is being mapped. */
  readonly note = (doubt: Warning): void => {
    this.#about_this.push(doubt);
  };

  /** The record can be sent: what was noted about it counts. */
  keep(line: number): void {
    if (this.#about_this.length === 0) return;
    for (const doubt of this.#about_this) this.#count(doubt, line);
    this.#about_this = [];
  }

  /** The record is not to be sent. */
  drop(): void {
    if (this.#about_this.length > 0) this.#about_this = [];
  }

  /** The most frequent first. */
  list(): CountedWarning[] {
    const all = Array.from(this.#by_cause.values(), ({ doubt: { word: _word, ...doubt }, count, lines, words }) => ({
      ...doubt,
      count,
      lines,
      ...(words.size === 0 ? {} : { words: Array.from(words, ([word, times]) => ({ word, count: times })) }),
    }));
    return all.sort((a, b) => b.count - a.count);
  }

  #count(doubt: Warning, line: number): void {
    const { kind, field, column = "", word, message } = doubt;
    const name = `${kind}\n${field}\n${column}\n${message}`;
    let cause = this.#by_cause.get(name);
    if (cause === undefined) {
      cause = { doubt, count: 0, lines: [], words: new Map() };
      this.#by_cause.set(name, cause);
    }
    cause.count += 1;
    if (cause.lines.length < LINES_MAX) cause.lines.push(line);
    if (word !== undefined) cause.words.set(word, (cause.words.get(word) ?? 0) + 1);
  }
}
