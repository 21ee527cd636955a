import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";

/** The sandbox's own time, which tests and the admin page may move forward. */
export interface SandboxClock {
  /** Milliseconds since 1970 UTC, with a fraction. */
  now_ms(): number;
  advance(advance_ms: number): void;
}

// Wall time at the start, then monotonic: setting the machine's clock must not open or close a rate window.
const steady_ms = (): number => performance.timeOrigin + performance.now();

export function createClock(base_ms: () => number = steady_ms): SandboxClock {
  let offset_ms = 0;
  return {
    now_ms: () => base_ms() + offset_ms,
    advance: (advance_ms) => {
      offset_ms += advance_ms;
    },
  };
}

/** Real time, whatever the sandbox's clock says. */
export async function delay(wait_ms: number): Promise<void> {
  if (wait_ms > 0) await wait(wait_ms);
}
