import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPacer } from "../../src/feishu/pacer.js";
import { allWindows, createSlidingWindow } from "../../src/feishu/sliding-window.js";
import { departures } from "./departures.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const clock = {
  monotonic_ms: () => performance.now(),
  sleep: (wait_ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(resolve, wait_ms);
      signal?.addEventListener("abort", () => resolve(clearTimeout(timer)), { once: true });
    }),
};

/** When each of `count` requests leaves within so many seconds. */
async function leave(
  limits: { readonly cap_per_s: number; readonly cap_per_min: number },
  count: number,
  within_s: number,
): Promise<number[]> {
  const { start } = departures(createPacer({ ...clock, ...limits }));
  const left_ms: number[] = [];
  for (let index = 0; index < count; index += 1) void start(() => left_ms.push(performance.now()));
  await vi.advanceTimersByTimeAsync(within_s * 1000);
  return left_ms;
}

const most = (left_ms: readonly number[], window_ms: number): number =>
  Math.max(...left_ms.map((from) => left_ms.filter((at) => at >= from && at < from + window_ms).length));

it.each([
  { cap_per_s: 50, cap_per_min: 1000, second: 17, minute: 1000 },
  { cap_per_s: 2, cap_per_min: 1000, second: 2, minute: 120 },
  { cap_per_s: 50, cap_per_min: 30, second: 1, minute: 30 },
])("$cap_per_s a second and $cap_per_min a minute: the lower one is used up nearly, evenly", async (caps) => {
  const { second, minute, ...limits } = caps;
  const left_ms = await leave(limits, minute * 3, 120);
  expect(left_ms.length).toBeGreaterThan(minute * 2 * 0.95);
  expect(most(left_ms, 1000)).toBeLessThanOrEqual(second);
  expect(most(left_ms, 60_000)).toBeLessThanOrEqual(minute);
});

it("refuses a rate above the lower cap", () => {
  expect(() => createPacer({ ...clock, cap_per_s: 50, cap_per_min: 1000, rate_per_s: 20 })).toThrow(RangeError);
});

it("keeps both windows", () => {
  const both = allWindows([createSlidingWindow(2, 1000), createSlidingWindow(3, 60_000)]);
  both.add(0);
  expect(both.freeIn_ms(100)).toBe(0);
  both.add(100);
  expect(both.freeIn_ms(500)).toBe(500);
  expect(both.freeIn_ms(1000)).toBe(0);
  both.add(1000);
  expect(both.freeIn_ms(1000)).toBe(59_000);
  expect(both.freeIn_ms(60_000)).toBe(0);
  expect(both.lastSecond(1050)).toBe(2);
});
