import type { Clock } from "../model/clock.js";
import { afterAccepted, afterThrottled, firstPace, type PaceLimits, paceLimits, pauseOf_ms } from "./pace-policy.js";
import { allWindows, createSlidingWindow, type SlidingWindow } from "./sliding-window.js";
import { createSpacingLimiter } from "./spacing-limiter.js";

/**
 * What a sliding window gets on top, for the way from our stamp to the socket and from the socket to the server's
 * clock.
 */
const MARGIN_MS = 10;

/**
 * The first request of all meets a new connection and code that never ran, here and there. On loopback it was seen
 * to arrive more than 31 ms late, into the second of the 21st. So the second request waits a little longer.
 */
const WARM_UP_MS = 100;

/** A timer takes no longer wait than 2^31 ms; ours are looked at again after this. */
const LOOK_AGAIN_MS = 60_000;

interface PaceOptions extends Pick<Clock, "monotonic_ms" | "sleep"> {
  /** The pace never exceeds it. Not above the cap. */
  readonly rate_per_s?: number;
}

interface CapPerSecond extends PaceOptions {
  /** No sliding second ever holds more starts. A whole number; above 280 Bottleneck is slower than it (measured). */
  readonly cap_per_s: number;
}

interface CapPerMinute extends PaceOptions {
  /** No sliding minute ever holds more starts. A whole number. */
  readonly cap_per_min: number;
}

/** With both, both are kept, and the pace is the lower one. */
export type PacerOptions = CapPerSecond | CapPerMinute | (CapPerSecond & CapPerMinute);

export interface PaceReport {
  readonly pace_per_s: number;
  /** On the monotonic clock; absent when nothing makes us wait. */
  readonly waiting_until_ms?: number;
  readonly starts_last_second: number;
  /** Requests that were throttled. */
  readonly throttles: number;
}

/** One request at a time: a slot, then its first byte, then the next slot. */
export interface Pacer {
  /**
   * Waits until a request may leave now, or until the signal is aborted. True where that took any time: what was made
   * ready before may be stale. A slot stays granted until a request leaves, or until everything has to wait.
   */
  slot(signal?: AbortSignal): Promise<boolean>;
  /** The first byte of a request leaves now. Gives the moment on the monotonic clock; for `throttled`. */
  left(): number;
  /**
   * A request was throttled: everything waits `reset_s` seconds (absent or not positive: one, growing) and
   * goes on slower. With `left_ms`, requests that left before the wait began count as one throttle with it.
   */
  throttled(reset_s?: number, left_ms?: number): void;
  /** A request got an answer that was no throttle. */
  accepted(): void;
  /** Nothing leaves before this moment on the monotonic clock. */
  holdUntil(until_ms: number): void;
  state(): PaceReport;
}

export function createPacer(options: PacerOptions): Pacer {
  const windows = windowsOf(options);
  const lowest_per_s = Math.min(...windows.map(({ cap, window_s }) => cap / window_s));
  const { rate_per_s = lowest_per_s } = options;
  if (
    !windows.every(({ cap }) => Number.isInteger(cap) && cap >= 1) ||
    !(rate_per_s > 0) ||
    rate_per_s > lowest_per_s
  ) {
    const caps = windows.map(({ cap, window_s }) => `${cap} in ${window_s} s`).join(" and ");
    throw new RangeError(`no pace of ${rate_per_s} a second under a cap of ${caps}`);
  }
  // A rate asked for is kept in every window, like a cap of its own.
  const kept = windows.map(({ cap, window_s }) =>
    createSlidingWindow(Math.min(cap, Math.ceil(rate_per_s * window_s)), window_s * 1000 + MARGIN_MS),
  );
  return new WindowedPacer(options, paceLimits(lowest_per_s, rate_per_s), allWindows(kept));
}

function windowsOf(options: PacerOptions): { readonly cap: number; readonly window_s: number }[] {
  return [
    ...("cap_per_s" in options ? [{ cap: options.cap_per_s, window_s: 1 }] : []),
    ...("cap_per_min" in options ? [{ cap: options.cap_per_min, window_s: 60 }] : []),
  ];
}

class WindowedPacer implements Pacer {
  readonly #clock: Pick<Clock, "monotonic_ms" | "sleep">;
  readonly #limits: PaceLimits;
  readonly #window: SlidingWindow;
  readonly #limiter;
  #has_slot = false;
  #is_warm = false;
  #pace;
  #throttles = 0;
  #held_until_ms = Number.NEGATIVE_INFINITY;
  #throttled_at_ms = Number.NEGATIVE_INFINITY;
  #throttled_until_ms = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, "monotonic_ms" | "sleep">, limits: PaceLimits, window: SlidingWindow) {
    this.#clock = clock;
    this.#limits = limits;
    this.#pace = firstPace(limits);
    this.#window = window;
    this.#limiter = createSpacingLimiter((wait_ms, signal) => clock.sleep(wait_ms, signal));
  }

  async slot(signal?: AbortSignal): Promise<boolean> {
    let has_waited = false;
    while (signal?.aborted !== true) {
      const now_ms = this.#clock.monotonic_ms();
      const [held_ms, full_ms] = [this.#held_until_ms - now_ms, this.#window.freeIn_ms(now_ms)];
      // A slot from before a pause would let two leave together.
      if (held_ms > 0) this.#has_slot = false;
      const wait_ms = held_ms > 0 || this.#has_slot ? Math.max(held_ms, full_ms) : 0;
      if (wait_ms > 0) {
        await this.#clock.sleep(Math.ceil(Math.min(wait_ms, LOOK_AGAIN_MS)), signal);
      } else if (this.#has_slot) {
        return has_waited;
      } else {
        this.#has_slot = await this.#limiter.slot(1000 / this.#pace.pace_per_s, signal);
      }
      has_waited = true;
    }
    return has_waited;
  }

  left(): number {
    const now_ms = this.#clock.monotonic_ms();
    this.#window.add(now_ms);
    this.#has_slot = false;
    if (!this.#is_warm) this.holdUntil(now_ms + WARM_UP_MS);
    this.#is_warm = true;
    return now_ms;
  }

  throttled(reset_s?: number, left_ms?: number): void {
    const now_ms = this.#clock.monotonic_ms();
    this.#throttles += 1;
    const is_known = left_ms === undefined ? now_ms < this.#throttled_until_ms : left_ms <= this.#throttled_at_ms;
    if (!is_known) {
      this.#pace = afterThrottled(this.#limits, this.#pace);
      this.#throttled_at_ms = now_ms;
    }
    this.#throttled_until_ms = Math.max(this.#throttled_until_ms, now_ms + pauseOf_ms(this.#pace, reset_s));
    this.holdUntil(this.#throttled_until_ms);
  }

  accepted(): void {
    this.#pace = afterAccepted(this.#limits, this.#pace);
  }

  holdUntil(until_ms: number): void {
    this.#held_until_ms = Math.max(this.#held_until_ms, until_ms);
  }

  state(): PaceReport {
    const now_ms = this.#clock.monotonic_ms();
    return {
      pace_per_s: this.#pace.pace_per_s,
      ...(this.#held_until_ms > now_ms ? { waiting_until_ms: this.#held_until_ms } : {}),
      starts_last_second: this.#window.lastSecond(now_ms),
      throttles: this.#throttles,
    };
  }
}
