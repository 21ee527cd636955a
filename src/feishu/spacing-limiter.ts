import Bottleneck from "bottleneck";
import type { Clock } from "../model/clock.js";

/** A slot that is this much overdue will not come: the wall clock that Bottleneck runs on was set back. */
const OVERDUE_MS = 250;

/** Each `updateSettings` costs a timer: a change of spacing below this share is saved up. */
const WORTH_TELLING_SHARE = 0.001;

export interface SpacingLimiter {
  /**
   * True when the next slot is there; false where that was given up, overdue or because the signal is aborted. One call
   * at a time: the next only after this one has resolved.
   */
  slot(spacing_ms: number, signal?: AbortSignal): Promise<boolean>;
}

/**
 * Evenly spaced slots by Bottleneck, one job at a time around nothing at all: with more than one queued, each has
 * its timer armed and a stalled event loop fires them all at once. No reservoir, no retry.
 *
 * Bottleneck measures with `Date.now()`: set back an hour, it would sleep for an hour. So a slot that is overdue on the
 * monotonic clock is given up together with its limiter, and a new limiter takes over; one that nobody waits for any
 * more goes the same way, or its timer would keep the process alive.
 */
export function createSpacingLimiter(sleep: Clock["sleep"]): SpacingLimiter {
  let told_ms = 0;
  let limiter: Bottleneck | undefined;

  async function limiterAt(spacing_ms: number): Promise<Bottleneck> {
    if (limiter === undefined) {
      limiter = new Bottleneck({ maxConcurrent: 1, minTime: spacing_ms });
      told_ms = spacing_ms;
    } else if (Math.abs(spacing_ms / told_ms - 1) > WORTH_TELLING_SHARE) {
      await limiter.updateSettings({ minTime: spacing_ms });
      told_ms = spacing_ms;
    }
    return limiter;
  }

  return {
    async slot(spacing_ms, signal) {
      // The slot before was granted at the spacing of its time, which may have been the longer one.
      const longest_ms = Math.max(spacing_ms, told_ms) + OVERDUE_MS;
      const current = await limiterAt(spacing_ms);
      const over = new AbortController();
      const end = () => over.abort();
      let is_granted = false;
      const job = current.schedule(async () => {
        is_granted = true;
        end();
      });
      signal?.addEventListener("abort", end, { once: true });
      await Promise.race([job, sleep(longest_ms, over.signal)]);
      signal?.removeEventListener("abort", end);
      if (is_granted) return true;
      limiter = undefined;
      job.catch(() => undefined);
      current.stop({ dropWaitingJobs: true }).catch(() => undefined);
      return false;
    },
  };
}
