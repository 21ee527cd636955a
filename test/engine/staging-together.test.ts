import fc from "fast-check";
import { expect, it } from "vitest";
import { Desk } from "./support.js";

interface Row {
  readonly key: number;
  readonly stage: string;
}

const row = fc.record({ key: fc.nat({ max: 60 }), stage: fc.constantFrom("offer", "offer", "offer", "other") });

/** What each row of a table is to be, by itself and all others with its key. */
function expected(rows: readonly Row[]): string[] {
  return rows.map(({ key }, index) => {
    const same = rows.filter((other) => other.key === key);
    const is_conflict = same.some(({ stage }) => stage !== same[0]?.stage);
    const is_first = rows.findIndex((other) => other.key === key) === index;
    const status = is_conflict ? "invalid key_conflict" : is_first ? "pending" : "skipped repeat";
    return `${index + 2} A-${key} ${status}`;
  });
}

it("makes the same of rows that are written together, and after an earlier part of them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 90, size: "max" }),
      fc.nat({ max: 90 }),
      async (rows, part) => {
        const desk = new Desk();
        const lines = rows.map(({ key, stage }) => `A-${key},T1,${stage},applied`);
        for (const upto of [Math.min(part, rows.length) || rows.length, rows.length, rows.length]) {
          desk.write("a.csv", ...lines.slice(0, upto));
          await desk.stage(["a.csv"], { reuse: false });
          expect(desk.brief()).toEqual(expected(rows.slice(0, upto)));
        }
      },
    ),
    { numRuns: 40 },
  );
});
