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

/** One bucket: one API of one app (Feishu counts per API, app and tenant). The wait is in whole seconds, from 1. */
export function createWindow(kind: WindowKind, cap: Cap): RateWindow {
  return kind === "sliding" ? createSliding(cap) : createFixed(cap);
}

function createSliding(cap: Cap): RateWindow {
  const accepted_ms: number[] = [];
  return {
    cap,
    take(now_ms) {
      while (accepted_ms[0] !== undefined && now_ms - accepted_ms[0] >= cap.window_ms) accepted_ms.shift();
      const oldest_ms = accepted_ms[0];
      if (oldest_ms === undefined || accepted_ms.length < cap.requests) {
        accepted_ms.push(now_ms);
        return 0;
      }
      return wholeSeconds(oldest_ms + cap.window_ms - now_ms);
    },
  };
}

function createFixed(cap: Cap): RateWindow {
  let window = Number.NaN;
  let count = 0;
  return {
    cap,
    take(now_ms) {
      const current = Math.floor(now_ms / cap.window_ms);
      if (current !== window) {
        window = current;
        count = 0;
      }
      if (count < cap.requests) {
        count += 1;
        return 0;
      }
      return wholeSeconds((current + 1) * cap.window_ms - now_ms);
    },
  };
}

function wholeSeconds(wait_ms: number): number {
  return Math.max(1, Math.ceil(wait_ms / 1000));
}
