import { describe, expect, it } from "vitest";
import { type Timeline, timelineOf } from "../../src/cli/commands/report/timeline.js";
import type { OutageEntry, RunRequests, Slot } from "../../src/ledger/rows/history.js";
import fc from "../support/fast-check.js";

const MAX_POINTS = 600;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 2, 1, 8);

/** Runs by the moments at which their requests left. */
function timeline(runs: readonly (readonly number[])[], outages: readonly OutageEntry[] = []): Timeline | undefined {
  const requests: RunRequests[] = runs.map((starts, index) => ({
    run_id: index + 1,
    first_ms: Math.min(...starts),
    last_ms: Math.max(...starts) + 40,
    requests: starts.length,
    throttled: 0,
  }));
  const slotsOf = (width_ms: number): Slot[] => {
    const slots = new Map<number, number>();
    for (const at of runs.flat()) slots.set(Math.floor(at / width_ms), (slots.get(Math.floor(at / width_ms)) ?? 0) + 1);
    return Array.from(slots, ([slot, count]) => ({ slot, requests: count, throttled: 0 }));
  };
  return timelineOf({ requests, outages, slotsOf, max_points: MAX_POINTS });
}

/** So many a second, evenly, for so many seconds. */
const steady = (from_ms: number, seconds: number, per_s: number): number[] =>
  Array.from({ length: seconds * per_s }, (_, index) => from_ms + Math.floor((index * 1000) / per_s));

const outage = (began_at_ms: number, ended_at_ms: number | null, run_id = 1): OutageEntry => ({
  run_id,
  command: "run",
  began_at_ms,
  ended_at_ms,
  failure: "{}",
});

describe("the timeline", () => {
  it("is not there before anything was sent", () => {
    expect(timeline([])).toBeUndefined();
  });

  it("shows a short run second by second", () => {
    const shown = timeline([steady(START_MS, 15, 20)]);
    expect(shown).toMatchObject({ width_s: 1, cuts: [], outages: [] });
    expect(shown?.rates).toEqual(Array.from({ length: 15 }, () => 20));
    expect(shown?.starts_s[0]).toBe(START_MS / 1000);
  });

  it("counts the time at work alone where a run begins or ends within a slot", () => {
    const shown = timeline([steady(START_MS + 17_000, 3 * 3600, 2)]);
    const { rates = [], width_s = 0 } = shown ?? {};
    expect(width_s).toBe(30);
    for (const rate of rates) expect(rate).toBeCloseTo(2, 0);
  });

  it("cuts out the time between runs, and says how long it was", () => {
    const shown = timeline([steady(START_MS, 10, 10), steady(START_MS + 14 * HOUR_MS, 10, 10)]);
    expect(shown?.rates).toHaveLength(21);
    expect(shown?.rates[10]).toBeNull();
    expect(shown?.starts_s[10]).toBeNull();
    expect(shown?.cuts).toEqual([{ place: 10, idle_s: 14 * 3600 - 10 }]);
  });

  it("cuts out a short time as well", () => {
    const shown = timeline([steady(START_MS, 5, 10), steady(START_MS + 8_000, 5, 10)]);
    expect(shown?.cuts).toEqual([{ place: 5, idle_s: 3 }]);
  });

  it("keeps a pause within a run, and one that is no longer than a slot", () => {
    const within = timeline([[...steady(START_MS, 5, 10), ...steady(START_MS + 60_000, 5, 10)]]);
    expect(within?.cuts).toEqual([]);
    expect(within?.rates.filter((rate) => rate === 0)).toHaveLength(55);
    const between = timeline([steady(START_MS, 5, 10), steady(START_MS + 6_000, 5, 10)]);
    expect(between?.cuts).toEqual([]);
  });

  it("puts an outage where it was, also behind a cut, and to the end where nobody saw it end", () => {
    const second_ms = START_MS + 5 * HOUR_MS;
    const runs = [steady(START_MS, 10, 10), [...steady(second_ms, 10, 10), ...steady(second_ms + 20_000, 10, 10)]];
    const shown = timeline(runs, [outage(second_ms + 12_500, second_ms + 19_000, 2), outage(START_MS + 9_000, null)]);
    expect(shown?.outages).toEqual([
      [11 + 12.5, 11 + 19],
      [9, 9],
    ]);
    const lasting = timeline([steady(START_MS, 10, 10)], [outage(START_MS + 9_500, START_MS + 60_500)]);
    expect(lasting?.rates).toHaveLength(61);
    expect(lasting?.outages).toEqual([[9.5, 60.5]]);
  });

  it("never has more points than a screen, and loses no request", () => {
    const runs = fc.array(
      fc.record({
        idle_s: fc.integer({ min: 0, max: 100_000 }),
        gaps_ms: fc.array(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 40 }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(runs, (all) => {
        let at_ms = START_MS;
        const moments = all.map(({ idle_s, gaps_ms }) => {
          at_ms += idle_s * 1000;
          return gaps_ms.map((gap_ms) => {
            at_ms += gap_ms;
            return at_ms;
          });
        });
        const { starts_s = [], rates = [], cuts = [], width_s = 0 } = timeline(moments) ?? {};
        expect(starts_s.length).toBeLessThanOrEqual(MAX_POINTS);
        expect(cuts.map(({ place }) => starts_s[place])).toEqual(cuts.map(() => null));
        for (const moment of moments.flat()) {
          const place = starts_s.indexOf(Math.floor(moment / (width_s * 1000)) * width_s);
          expect(rates[place]).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
