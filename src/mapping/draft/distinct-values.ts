import { hashOf } from "../columns/distinct.js";

/** Enough to tell an id from a word; a set of so many numbers takes half a megabyte. */
const DIFFERENT_MAX = 16_384;
/** A column that repeats itself like this is no id, and need not be counted further. */
const GIVE_UP_FROM = 1_000;
const GIVE_UP_SHARE = 0.5;

/**
 * Counts the different ones among the first texts, exactly: until it has 16,384, or many repeat each other. Exports
 * overlap, so what comes in another one again counts there anew.
 */
export class DistinctValues {
  #hashes: Set<number> | undefined = new Set();
  #in_earlier_exports = 0;
  #seen = 0;
  #different = 0;

  beginExport(): void {
    this.#hashes?.clear();
    this.#in_earlier_exports = this.#different;
  }

  add(text: string): void {
    if (this.#hashes === undefined) return;
    this.#seen += 1;
    this.#hashes.add(hashOf(text));
    this.#different = this.#in_earlier_exports + this.#hashes.size;
    const repeats = this.#seen >= GIVE_UP_FROM && this.#different < this.#seen * GIVE_UP_SHARE;
    if (repeats || this.#different >= DIFFERENT_MAX) this.#hashes = undefined;
  }

  /** There was no text but those that were counted. */
  get is_whole(): boolean {
    return this.#hashes !== undefined;
  }

  /** Texts that were counted. */
  get seen(): number {
    return this.#seen;
  }

  get different(): number {
    return this.#different;
  }
}
