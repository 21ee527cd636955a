import { describe, expect, it } from "vitest";
import { IdempotencyWindow } from "../../src/engine/calls/idempotency-window.js";
import { mayAct_ms, type SendState } from "../../src/engine/sending/send-state.js";
import { MAY_ACT_MS } from "../../src/model/late.js";
import { VirtualClock } from "../support/virtual-clock.js";

const HOUR_MS = 3_600_000;

function unanswered(before_ms: number, stamp_ms: number): SendState {
  return { unanswered: { before_ms, stamp_ms } } as SendState;
}

describe("a request of an earlier call that nobody has answered may still act", () => {
  it("for what is left of five minutes, by the ledger", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    expect(mayAct_ms(clock, window, unanswered(0, clock.now_ms() - 60_000))).toBe(MAY_ACT_MS - 60_000);
  });

  it("for five minutes of this call at most, where the wall clock was set back and tells nothing", async () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, clock.now_ms() + HOUR_MS);
    const state = unanswered(0, clock.now_ms() + HOUR_MS);
    expect(mayAct_ms(clock, window, state)).toBe(MAY_ACT_MS);
    await clock.sleep(MAY_ACT_MS);
    expect(mayAct_ms(clock, window, state)).toBe(0);
  });

  it("counted from the later of our clock and Feishu's, by which it is noted", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    window.noteServerTime(clock.now_ms() + HOUR_MS);
    expect(window.latest()).toBe(clock.now_ms() + HOUR_MS);
    window.noteServerTime(clock.now_ms() - HOUR_MS);
    expect(window.latest()).toBe(clock.now_ms());
  });
});
