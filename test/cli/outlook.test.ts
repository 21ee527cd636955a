import { expect, it } from "vitest";
import { outlook, type Prospect } from "../../src/cli/outlook.js";

const QUIET: Prospect = {
  now_ms: 50_000,
  wall_ms: new Date(2026, 10, 28, 20, 11).getTime(),
  left: 0,
  pace_per_s: 20,
  throttled_until_ms: undefined,
  next_try_ms: undefined,
  late_until_ms: [],
};

it.each([
  ["rows to send", { left: 24_000 }, /^20 min left \(until 20:31\)$/],
  ["hardly any", { left: 3 }, "1 s left"],
  ["none any more", {}, "finishing"],
  ["throttled", { left: 100, throttled_until_ms: 92_000 }, "throttled by Feishu for 42 s"],
  ["throttled, and it is over", { left: 100, throttled_until_ms: 49_000 }, "5 s left"],
  ["held for the pace", { left: 100, throttled_until_ms: 51_000 }, "5 s left"],
  ["an outage", { left: 100, next_try_ms: 62_000 }, "Feishu is unreachable, next try in 12 s"],
  ["an outage, being tried", { left: 100, next_try_ms: 49_000 }, "Feishu is unreachable, trying"],
  ["an outage while throttled", { next_try_ms: 62_000, throttled_until_ms: 92_000 }, /unreachable/],
  ["a late answer", { late_until_ms: [80_000] }, "1 row waits for a late answer, 30 s at most"],
  ["late answers", { late_until_ms: [80_000, 290_000] }, "2 rows wait for a late answer, 4 min at most"],
  ["late answers beside the work", { left: 100, late_until_ms: [80_000] }, "5 s left"],
])("%s", (_name, more, words) => {
  expect(outlook({ ...QUIET, ...more })).toMatch(words instanceof RegExp ? words : new RegExp(`^${words}$`));
});
