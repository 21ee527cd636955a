import type { Slots } from "../../src/feishu/client.js";
import { afterAccepted, afterThrottled, firstPace, paceLimits, pauseOf_ms } from "../../src/feishu/pace-policy.js";
import { createSlidingWindow } from "../../src/feishu/sliding-window.js";
import type { Clock } from "../../src/model/clock.js";

/**
 * The program's own pacer sits on Bottleneck, which lives in real time. This one has the same policy and the same
 * window of starts, and spaces requests on the virtual clock. What it proves is that nothing goes past the pacer.
 */
export function createVirtualPacer(clock: Pick<Clock, "monotonic_ms" | "sleep">, cap_per_s: number): Slots {
  const limits = paceLimits(cap_per_s);
  const window = createSlidingWindow(cap_per_s, 1_010);
  let pace = firstPace(limits);
  let held_until_ms = 0;
  let throttled_at_ms = -1;
  const wait = () => Math.max(held_until_ms - clock.monotonic_ms(), window.freeIn_ms(clock.monotonic_ms()));
  return {
    async slot(signal) {
      let has_waited = false;
      for (let wait_ms = wait(); wait_ms > 0 && signal?.aborted !== true; wait_ms = wait()) {
        await clock.sleep(Math.min(wait_ms, 60_000), signal);
        has_waited = true;
      }
      return has_waited;
    },
    left() {
      const now_ms = clock.monotonic_ms();
      window.add(now_ms);
      held_until_ms = Math.max(held_until_ms, now_ms + 1000 / pace.pace_per_s);
      return now_ms;
    },
    throttled(reset_s, left_ms) {
      const now_ms = clock.monotonic_ms();
      if ((left_ms ?? now_ms) > throttled_at_ms) {
        pace = afterThrottled(limits, pace);
        throttled_at_ms = now_ms;
      }
      held_until_ms = Math.max(held_until_ms, now_ms + pauseOf_ms(pace, reset_s));
    },
    accepted() {
      pace = afterAccepted(limits, pace);
    },
  };
}
