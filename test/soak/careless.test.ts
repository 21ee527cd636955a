import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCareless } from "./careless-oracle.js";

const folder = mkdtempSync(join(tmpdir(), "careless-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** SOAK_SEEDS=1000-1999 tries those instead. */
const [first, last] = (process.env.SOAK_SEEDS ?? "1-200").split("-").map(Number) as [number, number];

/** Of tables in which something was wrong in silence once. */
const ONCE_WRONG = [
  ...[1_000_023, 40_002_661, 50_000_995, 50_001_918, 50_003_361, 50_009_378, 60_000_269, 60_003_278, 60_003_431],
  ...[60_008_481, 60_009_700, 80_001_640, 80_007_907, 90_000_710, 90_002_085, 90_002_677, 90_003_471, 90_007_619],
  ...[90_007_752, 90_007_832, 100_003_183, 100_005_937, 210_001_671, 310_000_589, 931_113],
];

describe("a table as careless exporters write it", () => {
  it(`has every record right, or told: seeds ${first} to ${last}`, async () => {
    const violations: string[] = [];
    let [right, told] = [0, 0];
    for (let seed = first; seed <= last; seed++) {
      const outcome = await readCareless(seed, folder);
      right += outcome.right;
      told += outcome.told;
      const [first_violation] = outcome.violations;
      if (first_violation !== undefined) violations.push(`seed ${seed}: ${first_violation}`);
    }
    expect(violations.slice(0, 20)).toEqual([]);
    // It would be no art to refuse all.
    expect(right / (right + told)).toBeGreaterThan(0.6);
  }, 600_000);

  it.each(ONCE_WRONG)("is right, or told, where it once was not: seed %i", async (seed) => {
    expect((await readCareless(seed, folder)).violations).toEqual([]);
  });
});
