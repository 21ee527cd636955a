import { describe, expect, it } from "vitest";
import { backoff } from "../../src/engine/calls/backoff.js";
import { Brake } from "../../src/engine/calls/brake.js";
import { ErrorBudget, type MaxErrors } from "../../src/engine/calls/error-budget.js";
import { IdempotencyWindow } from "../../src/engine/calls/idempotency-window.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { failure } from "./replies.js";

const HOUR_MS = 3_600_000;
const MISSING = failure("refused", { code: 1002102, message: "the talent does not exist" });

/** `d` done, `r` rejected for the usual reason, `o` for another one, `f` failed, `i` in doubt. */
function judge(max: MaxErrors, rows: string): { why: string | undefined; after: number | undefined; brake: Brake } {
  const brake = new Brake();
  const budget = new ErrorBudget(max, brake);
  let after: number | undefined;
  for (const [index, row] of Array.from(rows).entries()) {
    if (row === "d") budget.done();
    if (row === "i") budget.inDoubt();
    if (row === "r") budget.error("rejected", MISSING);
    if (row === "o") budget.error("rejected", failure("refused", { code: 1002101 }));
    if (row === "f") budget.error("failed", failure("busy"));
    if (brake.pulled) after ??= index + 1;
  }
  return { why: brake.reason?.why, after, brake };
}

describe("--max-errors", () => {
  it.each<[MaxErrors, string, number | undefined]>([
    [{ rows: 3 }, "drdfdrd", 6],
    [{ rows: 3 }, "drdfddd", undefined],
    [{ rows: 1 }, "ddf", 3],
    [{ percent: 10 }, `${"d".repeat(80)}${"r".repeat(10)}${"d".repeat(20)}`, 100],
    [{ percent: 10 }, `${"r".repeat(20)}${"d".repeat(79)}`, undefined],
    [{ percent: 10 }, `${"d".repeat(500)}${"f".repeat(55)}`, undefined],
    [{ percent: 10 }, `${"d".repeat(500)}${"f".repeat(56)}`, 556],
    [{ percent: 10 }, "di".repeat(200), undefined],
    [undefined, `d${"r".repeat(500)}`, undefined],
    ["off", `d${"r".repeat(500)}`, undefined],
  ])("%j", (max, rows, after) => {
    const judged = judge(max, rows);
    expect(judged.after).toBe(after);
    expect(judged.why).toBe(after === undefined ? undefined : "max_errors");
  });
});

describe("the first fifty rows refused for the same reason", () => {
  it.each<[string, MaxErrors, string, number | undefined]>([
    ["stop the run", undefined, "r".repeat(60), 50],
    ["not before the fiftieth", undefined, "r".repeat(49), undefined],
    ["not where one was accepted", undefined, `${"r".repeat(30)}d${"r".repeat(60)}`, undefined],
    ["not where one is in doubt", undefined, `i${"r".repeat(60)}`, undefined],
    ["not where one failed", undefined, `${"r".repeat(49)}f${"r".repeat(60)}`, undefined],
    ["not where one has another reason", undefined, `${"r".repeat(49)}o${"r".repeat(60)}`, undefined],
    ["not where nobody minds", "off", "r".repeat(60), undefined],
    ["also where errors are limited otherwise", { rows: 1000 }, "r".repeat(60), 50],
  ])("%s", (_, max, rows, after) => {
    const judged = judge(max, rows);
    expect(judged.after).toBe(after);
    if (after === undefined) return;
    expect(judged.brake.reason).toMatchObject({
      why: "same_refusal",
      message: expect.stringContaining("the talent does not exist"),
      hint: expect.stringContaining("--max-errors off"),
    });
  });
});

describe("how old a doubt may grow before it is no longer repeated", () => {
  const since = (clock: VirtualClock, hours: number): number => clock.now_ms() - hours * HOUR_MS;

  it("23 hours of the 24 that Feishu promises", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    expect(window.mayRepeat(since(clock, 0))).toBe(true);
    expect(window.mayRepeat(since(clock, 23) + 1)).toBe(true);
    expect(window.mayRepeat(since(clock, 23))).toBe(false);
  });

  it("never where the target has no key that Feishu honours", () => {
    const clock = new VirtualClock();
    expect(new IdempotencyWindow(clock, undefined, 0).mayRepeat(clock.now_ms())).toBe(false);
  });

  it("by Feishu's clock where that is ahead, even when it is heard only once", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    window.noteServerTime(clock.now_ms() + 2 * HOUR_MS);
    window.noteServerTime(clock.now_ms() - 5 * HOUR_MS);
    window.noteServerTime(undefined);
    expect(window.mayRepeat(since(clock, 21) + 1)).toBe(true);
    expect(window.mayRepeat(since(clock, 21))).toBe(false);
  });

  it("by what was heard with the token, before any row left", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0, () => ({
      server_time_ms: clock.now_ms() + 3 * HOUR_MS,
      monotonic_ms: clock.monotonic_ms(),
    }));
    expect(window.mayRepeat(since(clock, 20))).toBe(false);
    expect(window.mayRepeat(since(clock, 19))).toBe(true);
  });

  it("by Feishu's clock as it went on since it was heard, where ours was set back meanwhile", async () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    const doubt = since(clock, 20);
    window.noteServerTime(clock.now_ms());
    await clock.sleep(4 * HOUR_MS);
    clock.setWall(-10 * HOUR_MS);
    expect(window.mayRepeat(doubt)).toBe(false);
  });

  it("by our clock where that is ahead", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    window.noteServerTime(clock.now_ms() - 10 * HOUR_MS);
    expect(window.mayRepeat(since(clock, 23))).toBe(false);
  });

  it("by when it left: by Feishu's clock where ours has run far ahead of it, else by ours", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    expect(window.stamp()).toBe(clock.now_ms());
    window.noteServerTime(clock.now_ms() - 30_000);
    expect(window.stamp()).toBe(clock.now_ms());
    window.noteServerTime(clock.now_ms() - 2 * HOUR_MS);
    expect(window.stamp()).toBe(clock.now_ms() - 2 * HOUR_MS);
    expect(window.since_ms(clock.now_ms() - 3 * HOUR_MS)).toBe(HOUR_MS);
  });

  it("how long ago nobody knows either where our clock stands before the ledger's latest entry", () => {
    const clock = new VirtualClock();
    expect(new IdempotencyWindow(clock, 24, clock.now_ms() + 1).since_ms(since(clock, 1))).toBe(0);
    expect(new IdempotencyWindow(clock, 24, clock.now_ms()).since_ms(since(clock, 1))).toBe(HOUR_MS);
  });

  it("nobody knows where our clock stands before the ledger's latest entry", () => {
    const clock = new VirtualClock();
    expect(new IdempotencyWindow(clock, 24, clock.now_ms() + 1).mayRepeat(since(clock, 1))).toBe(false);
    expect(new IdempotencyWindow(clock, 24, clock.now_ms()).mayRepeat(since(clock, 1))).toBe(true);
  });

  it("nobody knows where the clock was set back behind the doubt during the run", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    const then = clock.now_ms();
    clock.setWall(-HOUR_MS);
    expect(window.mayRepeat(then)).toBe(false);
  });

  it("Feishu's next answer tells of a clock that was set back", () => {
    const clock = new VirtualClock();
    const window = new IdempotencyWindow(clock, 24, 0);
    const doubt = since(clock, 22);
    const feishu_ms = clock.now_ms() + 2 * HOUR_MS;
    clock.setWall(-10 * HOUR_MS);
    window.noteServerTime(feishu_ms);
    expect(window.mayRepeat(doubt)).toBe(false);
  });
});

describe("the wait before another attempt", () => {
  it("doubles up to a minute, and is between half of it and all of it", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((tries) => backoff(tries, () => 1));
    expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(backoff(3, () => 0)).toBe(2000);
  });
});
