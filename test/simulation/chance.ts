import { seeded } from "../feishu/pace-simulation.js";

/** Everything random of one history comes from here, so that its seed replays it exactly. */
export class Chance {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seeded(seed);
  }

  /** In [0, 1). */
  readonly number = (): number => this.#next();

  /** A chance of its own, so that one part may ask more often without changing what another is told. */
  fork(): Chance {
    return new Chance(Math.floor(this.#next() * 2 ** 31));
  }

  between(low: number, high: number): number {
    return low + this.#next() * (high - low);
  }

  /** Whole, both ends included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }

  /** Small numbers are as likely as large ones: each power of two has the same share. */
  skewed(low: number, high: number): number {
    return Math.floor(low * ((high + 1) / low) ** this.#next());
  }

  is(share: number): boolean {
    return this.#next() < share;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.#next() * list.length)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }

  /** Some of a list, at least one. */
  some<T>(list: readonly T[]): readonly T[] {
    const share = this.between(0.1, 1);
    const some = list.filter(() => this.is(share));
    return some.length > 0 ? some : [this.pick(list)];
  }
}
