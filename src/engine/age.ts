import type { Clock } from "../words/clock.js";

const HOUR_MS = 3_600_000;
/** Feishu honours a key for 24 hours. The last one is left for clocks that differ and requests that dawdle. */
const MARGIN_H = 1;

/**
 * How old a doubt is, by the later of our clock and Feishu's: a wall clock that was set back must not make a key look
 * younger than it is.
 */
export class Ages {
  readonly #clock: Clock;
  readonly #window_ms: number;
  /** Our clock stands before something the ledger already holds: nobody knows how old anything is. */
  readonly #unknown: boolean;
  readonly #heard_ahead_ms: () => number;
  #ahead_ms = 0;

  /**
   * `window_h`: how long Feishu honours the target's key; undefined where it has none. `heard_ahead_ms`: by how much
   * Feishu's clock was ahead of ours when a token was issued, which is before any row leaves.
   */
  constructor(clock: Clock, window_h: number | undefined, latest_entry_ms: number, heard_ahead_ms = () => 0) {
    this.#clock = clock;
    this.#heard_ahead_ms = heard_ahead_ms;
    this.#window_ms = window_h === undefined ? 0 : (window_h - MARGIN_H) * HOUR_MS;
    this.#unknown = clock.now_ms() < latest_entry_ms;
  }

  /** What Feishu's `Date` header said. */
  noteServerTime(server_time_ms: number | undefined): void {
    if (server_time_ms === undefined) return;
    this.#ahead_ms = Math.max(this.#ahead_ms, server_time_ms - this.#clock.now_ms());
  }

  /** True while a request that first left at `since_ms` may be repeated with the same key. */
  mayRepeat(since_ms: number): boolean {
    if (this.#unknown || this.#window_ms === 0) return false;
    const now_ms = this.#clock.now_ms() + Math.max(this.#ahead_ms, this.#heard_ahead_ms());
    return now_ms >= since_ms && now_ms - since_ms < this.#window_ms;
  }
}
