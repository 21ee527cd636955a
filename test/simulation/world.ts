interface Event {
  readonly at_ms: number;
  readonly happen: () => void;
}

/** What Node calls its work on files that is under way. */
const A_FILE = /^(?:FSReq|CloseReq)/;
const START_MS = Date.UTC(2024, 4, 1, 8);
/** A history that does not come to an end is a finding, too. */
const EVENTS_MAX = 400_000;

/**
 * Time for everything in a history: it stands still while anything can still happen by itself, then jumps to the
 * next event. Three clocks are kept: Feishu's is true; ours on the wall may be wrong; the monotonic one stands still
 * while the machine is suspended.
 */
export class World {
  monotonic_ms = 0;
  #suspended_ms = 0;
  /** How far our wall clock is ahead of the truth. */
  wall_error_ms = 0;
  #events_left = EVENTS_MAX;
  readonly #events: Event[] = [];

  true_ms(): number {
    return START_MS + this.monotonic_ms + this.#suspended_ms;
  }

  wall_ms(): number {
    // Like Date.now(): whole milliseconds.
    return Math.floor(this.true_ms() + this.wall_error_ms);
  }

  /** Time passes while nothing of ours runs. */
  suspend(for_ms: number): void {
    this.#suspended_ms += for_ms;
  }

  after(wait_ms: number, happen: () => void): void {
    const at_ms = this.monotonic_ms + Math.max(wait_ms, 0);
    const later = this.#events.findLastIndex((event) => event.at_ms <= at_ms);
    this.#events.splice(later + 1, 0, { at_ms, happen });
  }

  sleep(wait_ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      signal?.addEventListener("abort", wake, { once: true });
      this.after(wait_ms, wake);
    });
  }

  /** Lets time pass until the work has ended. It stands still while a file is being read. */
  async drive<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = (): void => {
      over = true;
    };
    work.then(end, end);
    for (;;) {
      // An immediate comes when no promise has anything left to do.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (over) return work;
      if (process.getActiveResourcesInfo().some((name) => A_FILE.test(name))) continue;
      const event = this.#events.shift();
      if (event === undefined) throw new Error("a deadlock: the run waits, and nothing will ever happen");
      this.#events_left -= 1;
      if (this.#events_left === 0) throw new Error("a livelock: the run goes on for ever");
      this.monotonic_ms = event.at_ms;
      event.happen();
    }
  }

  pass(wait_ms: number): Promise<void> {
    return this.drive(this.sleep(wait_ms));
  }
}
