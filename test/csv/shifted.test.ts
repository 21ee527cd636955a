import { describe, expect, it } from "vitest";
import { ColumnShapes } from "../../src/csv/records/column-shapes.js";
import { hasPartedText, isUnproven, shiftOf } from "../../src/csv/records/shifted.js";

const T = (at: number): string => `74123456789012${30_000 + at * 37}`;
const DAY = "2024-03-05 09:30";
/** Id, two texts, a day, a text, an id. */
const shapes = ColumnShapes.of(
  [1, 2, 3, 4].map((at) => [`A-${at}`, "Cook", `n${"o".repeat(at)}`, DAY, `t${"o".repeat(at)}`, T(at)]),
  6,
);

describe("a record whose number of cells says nothing", () => {
  it("is shifted where its cells look like the columns beside their own", () => {
    expect(shiftOf(["A-5", "Cook", "no", DAY, "to", T(5)], shapes)).toBe("none");
    expect(shiftOf(["A-5", "Cook", "x", "no", DAY, "to"], shapes)).toBe("shifted");
    expect(shiftOf(["A-5", "Cook", "no", "to", T(5)], shapes)).toBe("shifted");
  });

  it("is perhaps shifted where a cell that begins with a space is none of its column", () => {
    expect(shiftOf(["A-5", "Cook", "no", " Senior", "x"], shapes)).toBe("perhaps");
    expect(shiftOf(["A-5", "Cook", "no", "Senior", "x"], shapes)).toBe("none");
  });

  it("is perhaps shifted where a text with a space before it stands among codes, behind something", () => {
    expect(hasPartedText(["A-5", "Cook", "no", " Senior", "to", T(5)], shapes)).toBe(true);
    expect(hasPartedText(["A-5", "Cook", "", " Senior", "to", T(5)], shapes)).toBe(false);
    expect(hasPartedText(["A-5", "Cook", "no", ` ${DAY}`, " to", T(5)], shapes)).toBe(false);
  });

  it("is proved by codes in their own columns, but for a text between them that holds the delimiter", () => {
    const proved = (...cells: readonly string[]) => !isUnproven(cells, ",", shapes);
    expect(proved("A-5", "Cook", "no", DAY, "to", T(5))).toBe(true);
    expect(proved("A-5", "Cook, x", "no", DAY, "to", T(5))).toBe(false);
    expect(proved("A-5", "Cook", "no, x", DAY, "to", T(5))).toBe(false);
    expect(proved("A-5", "Cook, x", "", DAY, "to", T(5))).toBe(true);
    expect(proved("A-5", "Cook, x", "no", "", "to", T(5))).toBe(false);
    expect(proved("A-5", "Cook", "no", DAY, "to", "")).toBe(true);
    expect(proved("A-5", "Cook", "no", DAY, "to, x", "")).toBe(false);
    expect(proved("A-5", "Cook", "no", "Senior", "to", T(5))).toBe(false);
  });

  it("is not judged by words with a number among them where there are only a few", () => {
    const levels = (count: number) =>
      ColumnShapes.of(
        Array.from({ length: count }, (_, at) => [`Level ${at}`, "x"]),
        2,
      );
    expect(levels(5).at(0, "Engineer")).toBe(0);
    expect(levels(6).at(0, "Engineer")).toBe(-1);
    expect(levels(6).at(0, "Grade 7")).toBe(1);
  });

  it("is not judged by a number of another size", () => {
    const years = ColumnShapes.of(
      [1, 2, 3, 4].map((at) => [`20${20 + at}`, "x"]),
      2,
    );
    expect([years.at(0, "2031"), years.at(0, T(1)), years.at(0, "7")]).toEqual([1, -1, -1]);
  });

  it("is told by words of the list before their own, where columns hold lists", () => {
    const lists = (others: number) =>
      ColumnShapes.of(
        Array.from({ length: 20 }, (_, at) => {
          const second = at < others ? `only ${"o".repeat(at)}` : "Offer";
          return [at % 2 === 0 ? "Web" : "Agency", second, at % 2 === 0 ? "Far" : "Pay"];
        }),
        3,
      );
    expect(lists(0).wordsOfListBefore(["Growth", "Web", "Offer"])).toBe(2);
    expect(lists(0).wordsOfListBefore(["Web", "Offer", "Offer"])).toBe(1);
    expect(lists(0).wordsOfListBefore(["Web", "Offer", "Pay"])).toBe(0);
    expect(lists(8).wordsOfListBefore(["Growth", "Web", "Offer"])).toBe(0);
  });
});
