import { describe, expect, it } from "vitest";
import { lookForIds } from "../../src/csv/file/id-look.js";
import fc from "../support/fast-check.js";
import { exportFile } from "./exports.js";

async function look(text: string, encoding = "utf-8") {
  const { rounded_max, may_be_zero_led } = (await lookForIds(exportFile(text), encoding)) ?? {};
  return { rounded_max, may_be_zero_led };
}

describe("a look at a file's bytes", () => {
  it.each([
    ["id\n6960663240925950000", 1, false],
    ["id\n6960663240925950000,6960663240925956459,1234567890123450\n", 2, false],
    ["id\n696066324092595,69606632409259500001\n", 0, false],
    ["6960663240925956459,0000000000000000", 1, true],
    ["007,x", 0, true],
    ['a,"007"\n', 0, true],
    ['a;=""007""', 0, true],
    ["a 007", 0, true],
    ["0,10,100\n", 0, false],
    ["03/08/2024 09:05:07.05,2024-08-03 10:00,0.5,A-007,007A,x.007", 0, false],
  ])("%j", async (text, rounded_max, may_be_zero_led) => {
    expect(await look(text)).toEqual({ rounded_max, may_be_zero_led });
  });

  it("is the same wherever its blocks are cut", async () => {
    const block = 128 * 1024;
    const around = fc.integer({ min: -25, max: 25 });
    await fc.assert(
      fc.asyncProperty(around, fc.constantFrom("6960663240925950000", "007"), async (shift, id) => {
        const filler = `${"x,".repeat(block)}`.slice(0, block + shift);
        const whole = `${filler.slice(0, -1)},${id},x`;
        expect(await look(whole)).toEqual({ rounded_max: id.length > 15 ? 1 : 0, may_be_zero_led: id.length === 3 });
        expect(await look(`${filler.slice(0, -1)}1${id}`)).toMatchObject({ may_be_zero_led: false });
      }),
      { numRuns: 60 },
    );
  });

  it("says nothing of digits that take two bytes", async () => {
    expect(await lookForIds(exportFile("x"), "utf-16le")).toBeUndefined();
  });
});
