import { describe, expect, it } from "vitest";
import { DistinctCounter } from "../../src/mapping/columns/distinct.js";
import type { IdProfile } from "../../src/mapping/columns/export-profile.js";
import { IdColumn } from "../../src/mapping/columns/id-column.js";
import fc from "../support/fast-check.js";

function factsOf(...ids: readonly string[]): IdProfile {
  const column = new IdColumn();
  for (const id of ids) column.add(id);
  return column.facts();
}

const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => String(from + n));
const talents = (count: number): string[] => numbers(count).map((n) => `6960663240${n.padStart(8, "0")}7`);
const rounded = (count: number): string[] => numbers(count, 100).map((n) => `696066324092${n}0000`);

describe("rounded ids are honest", () => {
  it.each([
    [999, 0, false],
    [1000, 0, true],
    [1000, 1, true],
    [999, 1, false],
    [1998, 2, false],
    [1999, 2, true],
    [0, 300, false],
  ])("among %d others, %d of them: %j", (others, so_many, accept_rounded) => {
    const ids = [...talents(others), ...rounded(so_many)];
    expect(factsOf(...ids)).toEqual({ different: ids.length, rounded: so_many, accept_rounded });
  });

  it("by how many are different, however often each stands there", () => {
    const many = Array.from({ length: 5 }, () => talents(500)).flat();
    expect(factsOf(...many, ...rounded(1)).accept_rounded).toBe(false);
    const often = Array.from({ length: 50 }, () => rounded(1)).flat();
    expect(factsOf(...talents(2000), ...often)).toEqual({ different: 2001, rounded: 1, accept_rounded: true });
  });
});

describe("the width of ids with leading zeros", () => {
  it.each([
    ["shows", ["00001", "00002", "00003", "12345", "7"], 5],
    ["shows where others are longer", ["00001", "00002", "00003", "123456"], 5],
    ["shows beside what is damaged otherwise", ["00001", "00002", "00003", "1.2E+7", "12-Mar", "#N/A"], 5],
    ["shows through marks", ['="00001"', "'00002", "00003\t"], 5],
    ["is no rule with two of them", ["00001", "00002", "00002", "7"], undefined],
    ["is none where they disagree", ["00001", "00002", "00003", "007"], undefined],
    ["is none where ids are more than digits", ["00001", "00002", "00003", "A-7"], undefined],
    ["is not shown by zero itself", ["0", "00", "000", "7"], undefined],
    ["is not shown without any", ["10001", "10002", "10003", "7"], undefined],
  ])("%s: %j", (_, ids, width) => expect(factsOf(...ids).width).toBe(width));
});

describe("ids of numbers and slashes", () => {
  it.each([
    [["2024/3/12", "2024/3/120", "2024/14/1"], true],
    [["2024/3/12", "2024-3-120"], undefined],
    [["2024/3/12", "2024-3-120", "2024-14-1"], undefined],
    [["71", "72"], undefined],
  ])("are what most are: %j", (ids, expected) => expect(factsOf(...ids).accept_dates).toBe(expected));
});

describe("hexadecimal ids", () => {
  it.each([
    [["1e3a", "3e7", "12e4", "9b2f"], true],
    [["a1f", "3e7", "9b2", "0c4", "5e3", "7E12"], undefined],
    [["3e7", "5e3", "7E12"], undefined],
    [["6960663240925956459", "7e18", "6960663240925956460"], undefined],
    [["A-1", "B-2", "3e7"], undefined],
  ])("are what most are: %j", (ids, expected) => expect(factsOf(...ids).accept_hex).toBe(expected));
});

describe("counting what is different", () => {
  it("is exact up to 4096, whatever the texts", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 8 }), { maxLength: 500 }), (texts) => {
        const distinct = new DistinctCounter();
        for (const text of [...texts, ...texts]) distinct.add(text);
        expect(distinct.count()).toBe(new Set(texts).size);
      }),
    );
    const distinct = new DistinctCounter();
    for (const id of numbers(4096)) distinct.add(id);
    expect(distinct.count()).toBe(4096);
  });

  it("is near the truth beyond", () => {
    for (const ids of [
      numbers(5000),
      numbers(200_000),
      numbers(200_000).map((n) => `69606632409259${n.padStart(6, "0")}`),
    ]) {
      const distinct = new DistinctCounter();
      for (const id of ids) distinct.add(id);
      expect(Math.abs(distinct.count() / ids.length - 1)).toBeLessThan(0.06);
    }
  });
});
