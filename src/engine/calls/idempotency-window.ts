import type { Clock } from "../../model/clock.js";

const HOUR_MS = 3_600_000;
/** Feishu honours a key for 24 hours. The last one is left for clocks that differ and requests that dawdle. */
const MARGIN_H = 1;
/** A clock that is ahead of Feishu's by less is believed: its `Date` is whole seconds, and was under way. */
const BELIEVED_MS = 60_000;

/** What Feishu's `Date` header said, and when it was heard on our monotonic clock. */
export interface HeardTime {
  readonly server_time_ms: number;
  readonly monotonic_ms: number;
}

/**
 * How old a doubt is, by the later of our clock and Feishu's, and since when, by the earlier: a wall clock that is
 * wrong, or set in the middle of a run, must not make a key look younger than it is.
 */
export class IdempotencyWindow {
  readonly #clock: Clock;
  readonly #window_ms: number;
  /** Our clock stands before something the ledger already holds: nobody knows how old anything is. */
  readonly #unknown: boolean;
  readonly #heardElsewhere: () => HeardTime | undefined;
  #heard: HeardTime | undefined;
  #ahead_ms = 0;

  /**
   * `window_h`: how long Feishu honours the target's key; undefined where it has none. `heardElsewhere`: Feishu's clock
   * when a token was issued, which is before any row leaves.
   */
  constructor(
    clock: Clock,
    window_h: number | undefined,
    latest_entry_ms: number,
    heardElsewhere: () => HeardTime | undefined = () => undefined,
  ) {
    this.#clock = clock;
    this.#heardElsewhere = heardElsewhere;
    this.#window_ms = window_h === undefined ? 0 : (window_h - MARGIN_H) * HOUR_MS;
    this.#unknown = clock.now_ms() < latest_entry_ms;
  }

  /** What Feishu's `Date` header said. */
  noteServerTime(server_time_ms: number | undefined): void {
    if (server_time_ms === undefined) return;
    this.#hear({ server_time_ms, monotonic_ms: this.#clock.monotonic_ms() });
  }

  /** Now, for a request that is about to leave: the earlier clock's where ours has run far ahead of Feishu's. */
  stamp(): number {
    const now_ms = this.#clock.now_ms();
    const feishu_ms = this.#feishuNow() ?? now_ms;
    return now_ms - feishu_ms > BELIEVED_MS ? feishu_ms : now_ms;
  }

  /** Now, or later by Feishu's clock: whatever is still to come of a request is counted from then. */
  latest(): number {
    return Math.max(this.#clock.now_ms(), this.#feishuNow() ?? 0);
  }

  /** True while a request that first left at `since_ms` may be repeated with the same key. */
  mayRepeat(since_ms: number): boolean {
    if (this.#unknown || this.#window_ms === 0) return false;
    const feishu_ms = this.#feishuNow() ?? 0;
    // By two ways, as one is led astray by a clock that is set, the other by a machine that sleeps.
    const now_ms = Math.max(this.#clock.now_ms() + this.#ahead_ms, feishu_ms);
    return now_ms >= since_ms && now_ms - since_ms < this.#window_ms;
  }

  /** How long ago a request left, at least: nobody knows where our clock stands before what the ledger holds. */
  since_ms(stamp_ms: number): number {
    return this.#unknown ? 0 : Math.max(this.stamp() - stamp_ms, 0);
  }

  /** Feishu's clock as it was heard last, carried on by our monotonic one. */
  #feishuNow(): number | undefined {
    const elsewhere = this.#heardElsewhere();
    if (elsewhere !== undefined && elsewhere.monotonic_ms > (this.#heard?.monotonic_ms ?? -1)) this.#hear(elsewhere);
    return this.#heard === undefined ? undefined : this.#carriedOn(this.#heard);
  }

  #hear(heard: HeardTime): void {
    this.#heard = heard;
    this.#ahead_ms = Math.max(this.#ahead_ms, this.#carriedOn(heard) - this.#clock.now_ms());
  }

  #carriedOn({ server_time_ms, monotonic_ms }: HeardTime): number {
    return Math.floor(server_time_ms + this.#clock.monotonic_ms() - monotonic_ms);
  }
}
