export interface SlidingWindow {
  /** How long until one more may leave; 0 is now. */
  freeIn_ms(now_ms: number): number;
  /** One more left. Not earlier than the one before. */
  add(left_ms: number): void;
  /** How many left in the second before `now_ms`. */
  lastSecond(now_ms: number): number;
}

/** Several windows as one: each of them is kept. */
export function allWindows(windows: readonly SlidingWindow[]): SlidingWindow {
  return {
    freeIn_ms: (now_ms) => Math.max(...windows.map((window) => window.freeIn_ms(now_ms))),
    add: (left_ms) => {
      for (const window of windows) window.add(left_ms);
    },
    lastSecond: (now_ms) => Math.max(...windows.map((window) => window.lastSecond(now_ms))),
  };
}

/**
 * The proof behind the limiter: of any `cap + 1` requests in a row, the last one leaves at least `window_ms` after the
 * first. Times are milliseconds on the monotonic clock, so that neither a suspended process nor a wall clock
 * that was set can make it lie.
 */
export function createSlidingWindow(cap: number, window_ms: number): SlidingWindow {
  let starts_ms: number[] = [];
  return {
    freeIn_ms(now_ms) {
      starts_ms = starts_ms.filter((left_ms) => left_ms + window_ms > now_ms);
      const expires_ms = starts_ms[starts_ms.length - cap];
      return expires_ms === undefined ? 0 : expires_ms + window_ms - now_ms;
    },
    add(left_ms) {
      starts_ms.push(left_ms);
    },
    lastSecond(now_ms) {
      return starts_ms.filter((left_ms) => left_ms + 1000 > now_ms).length;
    },
  };
}
