import { describe, expect, it } from "vitest";
import { Sample } from "../../src/engine/checks/sample.js";
import fc from "../support/fast-check.js";

const sampled = (size: number, texts: readonly string[]): Sample => {
  const sample = new Sample(size);
  for (const text of texts) sample.add(text);
  return sample;
};

describe("a sample", () => {
  it("is all of few texts, each once, in their order", () => {
    const sample = sampled(3, ["b", "a", "b", "c", "a"]);
    expect([sample.texts(), sample.is_all]).toEqual([["b", "a", "c"], true]);
  });

  it("holds as many as it may, none twice, and says that there are others", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 200 }), fc.integer({ min: 2, max: 20 }), (texts, size) => {
        const different = new Set(texts);
        const sample = sampled(size, texts);
        const kept = sample.texts();
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept).toHaveLength(Math.min(size, different.size));
        expect(kept.every((text) => different.has(text))).toBe(true);
        expect(sample.is_all).toBe(different.size <= size);
      }),
    );
  });

  it("does not depend on the order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 100 }), (texts) => {
        const backwards = sampled(10, [...texts].reverse()).texts();
        expect(sampled(10, texts).texts().sort()).toEqual(backwards.sort());
      }),
    );
  });

  it("is spread over all of them", () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => String(6_930_815_272_790_000_000n + BigInt(i) * 3n));
    const places = sampled(200, ids)
      .texts()
      .map((id) => Math.floor(ids.indexOf(id) / 10_000));
    const by_tenth = Array.from({ length: 10 }, (_, tenth) => places.filter((place) => place === tenth).length);
    expect(Math.min(...by_tenth)).toBeGreaterThan(5);
    expect(Math.max(...by_tenth)).toBeLessThan(45);
  });
});
