import { describe, expect, it } from "vitest";
import { feishuOf } from "../../src/app/feishu.js";
import type { Cap } from "../../src/model/cap.js";
import { VirtualClock } from "../support/virtual-clock.js";

/** How long a new client keeps quiet, when the last request of an earlier call left so long ago. */
function quiet_ms(cap: Cap, ago_ms: number, rate?: number): number {
  const clock = new VirtualClock();
  let until_ms = 0;
  const feishu = feishuOf({
    transport: {} as never,
    createTokens: () => ({}) as never,
    createPacer: () =>
      ({
        holdUntil: (at_ms: number) => {
          until_ms = at_ms;
        },
      }) as never,
    codes: {},
    clock,
    close: async () => undefined,
  });
  feishu.client(cap, { rate, last_request_ms: ago_ms === 0 ? 0 : clock.now_ms() - ago_ms });
  return until_ms;
}

describe("after the last request of an earlier call", () => {
  it.each<[string, Cap, number, number | undefined, number]>([
    ["the rest of its second, with a cap for a second", { cap_per_s: 20 }, 400, undefined, 600],
    ["the same at a lower rate, which this call keeps by itself", { cap_per_s: 20 }, 400, 5, 600],
    ["the same where there is a cap for a minute, too", { cap_per_s: 20, cap_per_min: 1_000 }, 400, undefined, 600],
    ["its share of a minute, with a cap for a minute alone", { cap_per_min: 20 }, 400, undefined, 2_600],
    ["more at a lower rate", { cap_per_min: 20 }, 400, 0.1, 9_600],
    ["nothing, once that is over", { cap_per_min: 20 }, 3_000, undefined, 0],
    ["no longer than that where the clock was set back", { cap_per_min: 20 }, -60_000, undefined, 3_000],
    ["nothing where there was none", { cap_per_s: 20 }, 0, undefined, 0],
  ])("a client waits %s", (_name, cap, ago_ms, rate, wait_ms) => expect(quiet_ms(cap, ago_ms, rate)).toBe(wait_ms));
});
