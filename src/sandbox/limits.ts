/** `sliding`: any stretch of a window's length holds at most the cap. `fixed`: each window by the clock does. */
export type WindowKind = "sliding" | "fixed";

export interface Cap {
  readonly requests: number;
  readonly window_ms: number;
}

export interface RateWindow {
  readonly cap: Cap;
  /** Counts a request that arrives now and returns 0; or, over the cap, counts nothing and returns the wait. */
  take(now_ms: number): number;
}

interface OneWindow {
  readonly cap: Cap;
  /** How long a request that arrives now would have to wait; 0: it is within the cap. */
  wait_s(now_ms: number): number;
  count(now_ms: number): void;
}

/**
 * One bucket: one API of one app (Feishu counts per API, app and tenant). The wait is in whole seconds, from 1. With
 * several caps whichever is met first refuses.
 */
export function createWindow(kind: WindowKind, caps: Cap | readonly Cap[]): RateWindow {
  const create = kind === "sliding" ? createSliding : createFixed;
  const windows = [caps].flat().map(create);
  let refused_by = windows[0] as OneWindow;
  return {
    /** The one that refused last. */
    get cap() {
      return refused_by.cap;
    },
    take(now_ms) {
      const waits = windows.map((window) => window.wait_s(now_ms));
      const longest_s = Math.max(...waits);
      if (longest_s === 0) for (const window of windows) window.count(now_ms);
      else refused_by = windows[waits.indexOf(longest_s)] as OneWindow;
      return longest_s;
    },
  };
}

function createSliding(cap: Cap): OneWindow {
  const accepted_ms: number[] = [];
  return {
    cap,
    wait_s(now_ms) {
      while (accepted_ms[0] !== undefined && now_ms - accepted_ms[0] >= cap.window_ms) accepted_ms.shift();
      const oldest_ms = accepted_ms[0];
      if (oldest_ms === undefined || accepted_ms.length < cap.requests) return 0;
      return wholeSeconds(oldest_ms + cap.window_ms - now_ms);
    },
    count: (now_ms) => accepted_ms.push(now_ms),
  };
}

function createFixed(cap: Cap): OneWindow {
  let window = Number.NaN;
  let count = 0;
  return {
    cap,
    wait_s(now_ms) {
      const current = Math.floor(now_ms / cap.window_ms);
      if (current !== window) {
        window = current;
        count = 0;
      }
      if (count < cap.requests) return 0;
      return wholeSeconds((current + 1) * cap.window_ms - now_ms);
    },
    count: () => {
      count += 1;
    },
  };
}

function wholeSeconds(wait_ms: number): number {
  return Math.max(1, Math.ceil(wait_ms / 1000));
}
