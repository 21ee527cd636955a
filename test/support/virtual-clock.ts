import type { Clock } from "../../src/model/clock.js";

interface Sleeper {
  readonly at_ms: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still while anything can still happen by itself, and then jumps to the earliest sleeper: hours
 * pass in milliseconds, and in the same order every time. Work that waits for real sockets or files is not seen.
 */
export class VirtualClock implements Clock {
  #elapsed_ms = 0;
  #wall_ms: number;
  #sleepers: Sleeper[] = [];
  #is_pumping = false;

  constructor(wall_ms = Date.UTC(2024, 4, 1)) {
    this.#wall_ms = wall_ms;
  }

  now_ms(): number {
    return this.#wall_ms + this.#elapsed_ms;
  }

  monotonic_ms(): number {
    return this.#elapsed_ms;
  }

  /** Somebody sets the wall clock, backwards with a negative number. The monotonic clock does not notice. */
  setWall(by_ms: number): void {
    this.#wall_ms += by_ms;
  }

  sleep(wait_ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener("abort", wake);
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        resolve();
      };
      const sleeper: Sleeper = { at_ms: this.#elapsed_ms + Math.max(wait_ms, 0), wake };
      signal?.addEventListener("abort", wake, { once: true });
      this.#sleepers.push(sleeper);
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#is_pumping) return;
    this.#is_pumping = true;
    // An immediate comes when no promise has anything left to do.
    setImmediate(() => {
      this.#is_pumping = false;
      const [first, ...others] = this.#sleepers;
      if (first === undefined) return;
      const earliest = others.reduce((one, other) => (other.at_ms < one.at_ms ? other : one), first);
      this.#elapsed_ms = Math.max(this.#elapsed_ms, earliest.at_ms);
      earliest.wake();
      if (this.#sleepers.length > 0) this.#pump();
    });
  }
}
