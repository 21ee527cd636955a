import { describe, expect, it } from "vitest";
import { play } from "./history.js";
import type { Plan, RunPlan } from "./plan.js";

/** `npm run soak` gives others, and more rows. */
const given = process.env.CRASH_SEEDS;
const seedsOr = (own: readonly number[]) => given?.split(",").map(Number) ?? own;
const ROWS = given === undefined ? 3 : 6;

/** The seed's first run, which dies at a given point, and nothing else that is stormy. */
function dyingAt(dies_at: number, loses_power: boolean) {
  return ({ rows, stormy, ...others }: Plan): Plan => {
    const [first] = stormy as [RunPlan];
    const { weather } = first;
    const accidents = { dies_at, loses_power, disk: undefined };
    const run = { ...first, accidents, limit: undefined, stopped_at_ms: undefined, clock: [], mended: [] };
    const restless = { ...weather, create_share: 0.4, list_share: 0.2, scope_is_missing: false };
    return { ...others, rows: rows.slice(0, ROWS), stormy: [{ ...run, weather: restless }] };
  };
}

// Around every write to the ledger, before every request, at every answer: one history for each such point. With the
// power goes what was not synced: the outcomes of several rows, up to the last intent.
describe.each([
  ["a process that dies", false, [4]],
  ["a machine that loses power", true, [1]],
])("%s", (_name, loses_power, seeds) => {
  it.each(seedsOr(seeds))("at any of its points does no harm (seed %i)", async (seed) => {
    let dies_at = 0;
    let has_died = true;
    while (has_died) {
      dies_at += 1;
      const { violation, crashes } = await play(seed, { plan: dyingAt(dies_at, loses_power) });
      expect(violation, `seed ${seed}, dying at point ${dies_at}`).toBeUndefined();
      has_died = crashes > 0;
    }
    if (given === undefined) expect(dies_at).toBeGreaterThan(15);
  });
});
