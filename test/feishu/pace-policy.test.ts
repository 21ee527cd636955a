import { describe, expect, it } from "vitest";
import {
  afterAccepted,
  afterThrottled,
  firstPace,
  type PaceState,
  paceLimits,
  pauseOf_ms,
} from "../../src/feishu/pace-policy.js";
import {
  fixedWindow,
  jitter,
  logNormal,
  type Network,
  type Server,
  simulate,
  slidingWindow,
  usedUp,
} from "./pace-simulation.js";

const LIMITS = paceLimits(20);

function accept(state: PaceState, times: number, limits = LIMITS): PaceState {
  let next = state;
  for (let time = 0; time < times; time += 1) next = afterAccepted(limits, next);
  return next;
}

describe("the pace", () => {
  it("starts a little below the cap and rises above 98 % of it within a minute", () => {
    expect(firstPace(LIMITS).pace_per_s).toBeCloseTo(19.4);
    const risen = accept(firstPace(LIMITS), 60 * 20);
    expect(risen.pace_per_s).toBeGreaterThan(19.6);
    expect(risen.pace_per_s).toBeLessThan(20);
  });

  it("never exceeds the rate asked for, and takes it for a cap of its own", () => {
    const limits = paceLimits(20, 5);
    expect(limits.cap_per_s).toBe(5);
    expect(accept(firstPace(limits), 10_000, limits).pace_per_s).toBeLessThanOrEqual(5);
    expect(firstPace(paceLimits(20, 0.5)).pace_per_s).toBe(0.5);
  });

  it("falls further the sooner it was throttled, but not by a tenth more than once", () => {
    const soon = afterThrottled(LIMITS, accept(firstPace(LIMITS), 15)).pace_per_s;
    const late = afterThrottled(LIMITS, accept(firstPace(LIMITS), 5000)).pace_per_s;
    expect(soon).toBeCloseTo(19.4 * 0.9, 0);
    expect(late).toBeGreaterThan(19.4);
    expect(late).toBeLessThan(19.75);
  });

  it("falls little where hardly anything was let through: that is somebody else", () => {
    expect(afterThrottled(LIMITS, accept(firstPace(LIMITS), 2)).pace_per_s).toBeGreaterThan(19);
  });

  it("stays above its floor however often it is throttled, and comes back", () => {
    let state = firstPace(LIMITS);
    for (let time = 0; time < 500; time += 1) state = afterThrottled(LIMITS, accept(state, 10));
    expect(state.pace_per_s).toBeGreaterThanOrEqual(1);
    expect(accept(state, 15_000).pace_per_s).toBeGreaterThan(19.6);
  });
});

describe("the pause", () => {
  const throttled = afterThrottled(LIMITS, firstPace(LIMITS));

  it.each([
    [52, 52_000],
    [0.25, 250],
    [300, 300_000],
    [301, 300_000],
    [Number.POSITIVE_INFINITY, 300_000],
    [undefined, 1000],
    [0, 1000],
    [-3, 1000],
    [Number.NaN, 1000],
  ])("for a header of %s is %i ms", (reset_s, pause_ms) => {
    expect(pauseOf_ms(throttled, reset_s)).toBe(pause_ms);
  });

  it("without a header doubles while throttles go on, up to 300 s", () => {
    let state = throttled;
    const pauses = Array.from({ length: 12 }, () => {
      state = afterThrottled(LIMITS, state);
      return pauseOf_ms(state, undefined) / 1000;
    });
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  });

  it("without a header is a second again once a second's worth was accepted", () => {
    const again = afterThrottled(LIMITS, accept(afterThrottled(LIMITS, throttled), 20));
    expect(pauseOf_ms(again, undefined)).toBe(1000);
  });
});

describe("against a server that throttles", () => {
  const SEEDS = 50;

  function overSeeds(rows: number, server: () => Server, network: Network) {
    const runs = Array.from({ length: SEEDS }, (_, index) =>
      simulate({ rows, server: server(), network, seed: index + 1 }),
    );
    const rates = runs.map((run) => run.rate_per_s).sort((a, b) => a - b);
    const throttles = runs.map((run) => run.throttles).sort((a, b) => a - b);
    return {
      median_per_s: rates[SEEDS / 2]!,
      worst_per_s: rates[0]!,
      median_throttles: throttles[SEEDS / 2]!,
      most_throttles: throttles.at(-1)!,
    };
  }

  it("in a strictly sliding second, without jitter, loses nothing and is never throttled", () => {
    const short = overSeeds(300, () => slidingWindow(20), jitter(0));
    const long = overSeeds(5000, () => slidingWindow(20), jitter(0));
    expect(short.worst_per_s).toBeGreaterThan(20 * 0.95);
    expect(long.worst_per_s).toBeGreaterThan(20 * 0.98);
    expect(short.most_throttles + long.most_throttles).toBe(0);
  });

  // The bound of any client there is 20 / 1.15 = 17.4 a second.
  it("in a strictly sliding second, with 150 ms of jitter, finds the bearable pace with a handful of throttles", () => {
    const even = overSeeds(2400, () => slidingWindow(20), jitter(150));
    expect(even.median_per_s).toBeGreaterThan(17);
    expect(even.worst_per_s).toBeGreaterThan(16.4);
    expect(even.median_throttles).toBeLessThanOrEqual(4);
    expect(even.most_throttles).toBeLessThanOrEqual(6);
    const uneven = overSeeds(2400, () => slidingWindow(20), logNormal(150));
    expect(uneven.median_per_s).toBeGreaterThan(16.8);
    expect(uneven.most_throttles).toBeLessThanOrEqual(8);
  });

  it("in a strictly sliding second, over a long run, probes ever more rarely", () => {
    const long = overSeeds(12_000, () => slidingWindow(20), jitter(150));
    expect(long.median_per_s).toBeGreaterThan(17.2);
    expect(long.most_throttles).toBeLessThanOrEqual(9);
  });

  it("in a strictly sliding second, with 20 ms of jitter, stays above 95 %", () => {
    const mild = overSeeds(2400, () => slidingWindow(20), jitter(20));
    expect(mild.worst_per_s).toBeGreaterThan(20 * 0.95);
    expect(mild.most_throttles).toBeLessThanOrEqual(3);
  });

  it("in the seconds of the server's clock", () => {
    expect(overSeeds(2400, () => fixedWindow(20), jitter(20)).worst_per_s).toBeGreaterThan(20 * 0.95);
    expect(overSeeds(2400, () => fixedWindow(20), jitter(150)).median_per_s).toBeGreaterThan(17.5);
  });

  it("by the minute uses up what each minute has", () => {
    expect(overSeeds(3000, () => fixedWindow(600, 60_000), jitter(20)).worst_per_s).toBeGreaterThan(10);
  });

  it("once, because of another client, forgets it within minutes", () => {
    const early = overSeeds(6000, () => usedUp(3000, 3050, fixedWindow(20)), jitter(20));
    const late = overSeeds(6000, () => usedUp(60_000, 60_050, fixedWindow(20)), jitter(20));
    expect(early.worst_per_s).toBeGreaterThan(20 * 0.95);
    expect(late.worst_per_s).toBeGreaterThan(20 * 0.95);
  });

  it("for half a minute, because of another client, comes back to the full pace", () => {
    const run = simulate({
      rows: 20_000,
      server: usedUp(20_000, 50_000, fixedWindow(20)),
      network: jitter(20),
      seed: 1,
    });
    expect(run.last_pace_per_s).toBeGreaterThan(19.3);
  });
});
