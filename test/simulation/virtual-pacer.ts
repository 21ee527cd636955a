import type { Slots } from "../../src/feishu/client.js";
import { afterAccepted, afterThrottled, firstPace, paceLimits, pauseOf_ms } from "../../src/feishu/pace-policy.js";
import { createStartRing } from "../../src/feishu/start-ring.js";
import type { Clock } from "../../src/words/clock.js";

/**
 * The program's own pacer sits on Bottleneck, which lives in real time. This one has the same policy and the same
 * ring of starts, and spaces requests on the virtual clock. What it proves is that nothing goes past the pacer.
 */
export function createVirtualPacer(clock: Pick<Clock, "monotonic_ms" | "sleep">, cap_per_s: number): Slots {
  const limits = paceLimits(cap_per_s);
  const ring = createStartRing(cap_per_s, 1_010);
  let pace = firstPace(limits);
  let held_until_ms = 0;
  let throttled_at_ms = -1;
  let turn: Promise<void> = Promise.resolve();

  async function slot(signal: AbortSignal | undefined): Promise<void> {
    const wait = () => Math.max(held_until_ms - clock.monotonic_ms(), ring.freeIn_ms(clock.monotonic_ms()));
    for (let wait_ms = wait(); wait_ms > 0 && signal?.aborted !== true; wait_ms = wait()) {
      await clock.sleep(Math.min(wait_ms, 60_000), signal);
    }
  }

  return {
    async start(leave, signal) {
      const before = turn;
      let done = (): void => undefined;
      turn = new Promise((resolve) => (done = resolve));
      try {
        await before;
        await slot(signal);
        signal?.throwIfAborted();
        const started_ms = clock.monotonic_ms();
        const left = ring.open();
        let is_delayed = false;
        const departure = { delayed: () => (is_delayed = true), left: () => left(clock.monotonic_ms()) };
        try {
          return { value: leave(departure), started_ms };
        } finally {
          if (!is_delayed) departure.left();
          held_until_ms = Math.max(held_until_ms, started_ms + 1000 / pace.pace_per_s);
        }
      } finally {
        done();
      }
    },
    throttled(reset_s, started_ms) {
      const now_ms = clock.monotonic_ms();
      if ((started_ms ?? now_ms) > throttled_at_ms) {
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
