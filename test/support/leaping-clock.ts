import { systemClock } from "../../src/cli/clock.js";
import type { Clock } from "../../src/model/clock.js";

/** Waits from here on are not waited for. */
const LONG_MS = 2_500;
const INSTEAD_MS = 20;

/** Time as it is, but for long waits, which are over at once: whoever looks at the clock then finds them passed. */
export function leapingClock(): Clock {
  let ahead_ms = 0;
  return {
    now_ms: () => systemClock.now_ms() + ahead_ms,
    monotonic_ms: () => systemClock.monotonic_ms() + ahead_ms,
    sleep: async (wait_ms, signal) => {
      if (wait_ms < LONG_MS) return systemClock.sleep(wait_ms, signal);
      const until_ms = systemClock.monotonic_ms() + ahead_ms + wait_ms;
      await systemClock.sleep(INSTEAD_MS, signal);
      // Whole milliseconds, as the wall clock has.
      if (signal?.aborted !== true) ahead_ms = Math.max(ahead_ms, Math.ceil(until_ms - systemClock.monotonic_ms()));
    },
  };
}
