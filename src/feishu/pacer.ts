import type { Clock } from "../words/clock.js";
import { afterAccepted, afterThrottled, firstPace, type PaceLimits, paceLimits, pauseOf_ms } from "./pace-policy.js";
import { createSpacer } from "./spacer.js";
import { allRings, createStartRing, type StartRing } from "./start-ring.js";

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

/** For a `leave` whose bytes do not leave before it returns, e.g. because a connection is still being made. */
export interface Departure {
  /** Until `left` is called, the start counts as if it left just now. */
  delayed(): void;
  /** The bytes left now, or it is certain that they never will. To be called once `delayed` was. */
  left(): void;
}

export interface Started<T> {
  /** What `leave` returned; a promise is handed over as it is, not awaited. */
  readonly value: T;
  /** On the monotonic clock; for `throttled`. */
  readonly started_ms: number;
}

export interface PaceReport {
  readonly pace_per_s: number;
  /** On the monotonic clock; absent when nothing makes us wait. */
  readonly waiting_until_ms?: number;
  readonly starts_last_second: number;
  /** Requests that were throttled. */
  readonly throttles: number;
}

export interface Pacer {
  /**
   * Waits for a slot, first come first served, then calls `leave` synchronously. What `leave` throws rejects the
   * promise; an aborted signal rejects it at once with the signal's reason, and `leave` is never called.
   */
  start<T>(leave: (departure: Departure) => T, signal?: AbortSignal): Promise<Started<T>>;
  /**
   * A request was throttled: everything waits `reset_s` seconds (absent or not positive: one, growing) and
   * goes on slower. With `started_ms`, requests that left before the wait began count as one throttle with it.
   */
  throttled(reset_s?: number, started_ms?: number): void;
  /** A request got an answer that was no throttle. */
  accepted(): void;
  /** Nothing starts before this moment on the monotonic clock. */
  holdUntil(until_ms: number): void;
  state(): PaceReport;
}

interface Waiter {
  readonly depart: () => void;
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
  const rings = windows.map(({ cap, window_s }) =>
    createStartRing(Math.min(cap, Math.ceil(rate_per_s * window_s)), window_s * 1000 + MARGIN_MS),
  );
  return new RingedPacer(options, paceLimits(lowest_per_s, rate_per_s), allRings(rings));
}

function windowsOf(options: PacerOptions): { readonly cap: number; readonly window_s: number }[] {
  return [
    ...("cap_per_s" in options ? [{ cap: options.cap_per_s, window_s: 1 }] : []),
    ...("cap_per_min" in options ? [{ cap: options.cap_per_min, window_s: 60 }] : []),
  ];
}

class RingedPacer implements Pacer {
  readonly #clock: Pick<Clock, "monotonic_ms" | "sleep">;
  readonly #limits: PaceLimits;
  readonly #ring: StartRing;
  readonly #spacer;
  readonly #queue: Waiter[] = [];
  #pumping = false;

  #warm = false;
  #wake = new AbortController();
  #pace;
  #throttles = 0;
  #held_until_ms = Number.NEGATIVE_INFINITY;
  #throttled_at_ms = Number.NEGATIVE_INFINITY;
  #throttled_until_ms = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, "monotonic_ms" | "sleep">, limits: PaceLimits, ring: StartRing) {
    this.#clock = clock;
    this.#limits = limits;
    this.#pace = firstPace(limits);
    this.#ring = ring;
    this.#spacer = createSpacer((wait_ms, signal) => clock.sleep(wait_ms, signal));
  }

  start<T>(leave: (departure: Departure) => T, signal?: AbortSignal): Promise<Started<T>> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        if (this.#queue.length === 0) this.#wakeUp();
        reject(signal?.reason);
      };
      const depart = () => {
        signal?.removeEventListener("abort", abort);
        try {
          resolve(this.#depart(leave));
        } catch (error) {
          reject(error);
        }
      };
      const waiter = { depart };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(waiter);
      if (!this.#pumping) void this.#pump();
    });
  }

  throttled(reset_s?: number, started_ms?: number): void {
    const now_ms = this.#clock.monotonic_ms();
    this.#throttles += 1;
    const known = started_ms === undefined ? now_ms < this.#throttled_until_ms : started_ms <= this.#throttled_at_ms;
    if (!known) {
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
      starts_last_second: this.#ring.lastSecond(now_ms),
      throttles: this.#throttles,
    };
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    while (this.#queue.length > 0) {
      // The slot is taken after a pause, not before it: one from before would let two leave together.
      await this.#waitWhile(() => this.#heldFor_ms());
      if (this.#queue.length === 0) break;
      await this.#spacer.slot(1000 / this.#pace.pace_per_s);
      if (this.#heldFor_ms() > 0) continue;
      await this.#waitWhile(() => this.#ring.freeIn_ms(this.#clock.monotonic_ms()));
      if (this.#heldFor_ms() > 0) continue;
      const waiter = this.#queue.shift();
      if (waiter === undefined) break;
      waiter.depart();
      this.#warmUp();
    }
    this.#pumping = false;
  }

  #warmUp(): void {
    if (this.#warm) return;
    this.#warm = true;
    this.holdUntil(this.#clock.monotonic_ms() + WARM_UP_MS);
  }

  #heldFor_ms(): number {
    return this.#held_until_ms - this.#clock.monotonic_ms();
  }

  /** Ends as well when nobody waits any more. */
  async #waitWhile(wait: () => number): Promise<void> {
    for (let wait_ms = wait(); wait_ms > 0 && this.#queue.length > 0; wait_ms = wait()) {
      this.#wake = new AbortController();
      await this.#clock.sleep(Math.ceil(Math.min(wait_ms, LOOK_AGAIN_MS)), this.#wake.signal);
    }
  }

  #wakeUp(): void {
    this.#wake.abort();
  }

  /**
   * The ring was asked before `leave`, and is told after it: however long the write of the intent inside takes,
   * a sliding second at the socket holds no more than one at the ring.
   */
  #depart<T>(leave: (departure: Departure) => T): Started<T> {
    const started_ms = this.#clock.monotonic_ms();
    const leftAt = this.#ring.open();
    let delayed = false;
    const left = () => {
      leftAt(this.#clock.monotonic_ms());
      this.#wakeUp();
    };
    try {
      return {
        value: leave({
          delayed: () => {
            delayed = true;
          },
          left,
        }),
        started_ms,
      };
    } catch (error) {
      delayed = false;
      throw error;
    } finally {
      if (!delayed) left();
    }
  }
}
