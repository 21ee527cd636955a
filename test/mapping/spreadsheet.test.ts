import { describe, expect, it } from "vitest";
import { type CellChange, classifyChange } from "../../src/mapping/spreadsheet/cell.js";
import fc from "../support/fast-check.js";

const ID = "6960663240925956459";

const judged = (fate: CellChange, cases: readonly (readonly [before: string, after: string])[]) =>
  it.each(cases)("%j became %j", (before, after) => expect(classifyChange(before, after)).toBe(fate));

describe("what a spreadsheet makes of a long number", () => {
  judged("shown", [
    [ID, "6.96066E+18"],
    [ID, "6.96E+18"],
    [ID, "7E+18"],
    [ID, "6,96066E+18"],
    [ID, "6.96066324092596E+18"],
    [ID, "6.96066324092595E+018"],
    [ID, "6960663240925950000"],
    [ID, "6960663240925960000"],
    [ID, "6960663240925956096"],
    ["5310001234567", "5.31E+12"],
    ["+8613800001111", "8.6138E+12"],
    ["+8613800001111", "8613800001111"],
    ["0.1234567890123", "0.123456789"],
    ["9999999999999999999", "1E+19"],
    ["600000000009318470", "6.00000000009318E+17"],
    ["600000000009318470", "6.00000000009319E+17"],
    ["600000000009318470", "600000000009319000"],
    ["600000000009318470", "600000000009318500"],
    ["600000000009318470", "600000000009318528"],
    [ID, "6960663240925956000"],
    [ID, "6.960663240925956E18"],
    [ID, "6.9606632409259561e+18"],
  ]);
  judged("damaged", [
    [ID, "6.96067E+18"],
    [ID, "7.12E+18"],
    [ID, "6960663240925940000"],
    ["A-17", "6.96E+18"],
    ["A-1", "1E5"],
  ]);
  judged("mended", [
    [ID, "6960663240925956450"],
    ["6.96066E+18", ID],
    ["6960663240925950000", ID],
    [ID, "696066"],
  ]);
});

describe("what a spreadsheet makes of other numbers", () => {
  judged("shown", [
    ["00123", "123"],
    ["1.50", "1.5"],
    ["1,50", "1,5"],
    ["1,234", "1234"],
    ["1E5", "100000"],
    ["1E5", "1.00E+05"],
    ["0503E000", "5.03E+02"],
    ["+5", "5"],
    ["50%", "0.5"],
    [" 12 ", "12"],
    ["\t0012", "12"],
    ['="00123"', "00123"],
    ['="00123"', "123"],
    ["'00123", "00123"],
  ]);
  judged("mended", [
    ["123", "00123"],
    ["123", "124"],
    ["-5", "5"],
    ["5", "-5"],
    ["1.54", "1.5"],
    ["1234", "12"],
    ["B-12", "12"],
  ]);
});

describe("what a spreadsheet makes of a time", () => {
  judged("shown", [
    ["2024-03-05 09:30", "2024/3/5 9:30"],
    ["2024-03-05 09:30", "3/5/2024 9:30"],
    ["2024-03-05 09:30", "5.3.2024 09:30:00"],
    ["2024-03-05 09:30", "5/3/24 9:30"],
    ["2024-03-05 09:30", "3/5/2024 9:30 AM"],
    ["2024-03-05 21:30", "2024年3月5日 下午9:30"],
    ["2024/03/05 09:30", "2024-03-05 09:30:00"],
    ["2024-03-05T09:30:15", "3/5/2024 9:30"],
    ["2024-03-05 09:30", "2024/3/5"],
    ["2024-03-05 18:30:45", "2024/3/5"],
    ["2024-03-05 18:30:45", "2024/3/5 18:30"],
    ["2024-03-05", "5-Mar-24"],
    ["2024-03-05", "2024年3月5日"],
    ["2024-03-05", "45356"],
    ["2024-03-05 09:30", "45356.4"],
    ["2024-03-05 09:30", "45356.39583"],
    ["2024-03-05 09:30", "45356,3958333333"],
    ["2024-01-31 06:00:00.000", "00:00.0"],
    ["2024-01-31 06:30:15.250", "30:15.3"],
    ["March 5, 2024", "5-Mar-24"],
    ["05/03/2024", "5/3/2024"],
    ["05/03/2024", "2024-03-05"],
    ["05/03/2024", "2024-05-03"],
    ["9:30", "09:30:00"],
    ["9:30", "0.395833333"],
    ["2:05 PM", "14:05"],
    ["2024-03", "Mar-24"],
    ["2024-03", "2024/3/1"],
    ["3-2024", "Mar-24"],
    ["3-12", "12-Mar"],
    ["12-3", "12-Mar"],
    ["3-12", "3月12日"],
    ["3/12", "12. Mrz"],
    ["MAR1", "1-Mar"],
  ]);
  judged("mended", [
    ["2024-03-05 09:30", "2024-03-06 09:30"],
    ["2024-03-05 09:30", "2024-03-05 09:31"],
    ["2024-03-05 09:30", "2023/3/5 9:30"],
    ["05/03/2024", "03/05/2024"],
    ["25/03/2024", "03/25/2024"],
    ["2024-03-05", "2024-05-03 00:00"],
    ["2024-03-05 09:30", "45357.4"],
    ["2024-03-05T09:30:00Z", "2024/3/5 17:30"],
    ["Marketing 12", "12-Mar"],
    ["3-12", "13-Mar"],
    ["99-99", "1-Jan"],
    ["2024-03", "Apr-24"],
  ]);
});

describe("what spreadsheets of other countries and makers make of an id", () => {
  judged(
    "shown",
    [
      ...[
        "2026-03-03",
        "03/03/26",
        "3/3/2026",
        "03.03.26",
        "2026/3/3",
        "26-03-03",
        "2026年3月3日",
        "3月3日",
        "Mar-03",
        "3-Mar",
      ],
      ...[
        "03-mars",
        "3. Mär",
        "03-Mar-26",
        "3. března 2026",
        "mardi 3 mars 2026",
        "Tue, March 3, 2026",
        "3 de marzo de 2026",
      ],
      ...["3월 3일", "2026. 3. 3.", "3.3.2026 г.", "3/3/2569", "46084", "2026-03-03 00:00:00"],
    ].map((after) => ["3-3", after] as const),
  );
  judged("shown", [
    ["3-6", "03/06/26"],
    ["3-6", "06/03/2026"],
    ["3-8", "08.03.26"],
    ["1-2", "2026-01-02"],
    ["3.4", "03.04.2026"],
    ["3/4", "0.75"],
    ["1 1/2", "1,5"],
    ["12-31", "31.12.2026"],
    ["MAR1", "01/03/26"],
    ["3-33", "Mar-33"],
    ["3-2024", "mars-24"],
    ["3-2024", "03/24"],
    ["2-3-4", "02/03/04"],
    ["10:30", "上午10:30"],
    ["10:30", "10.30"],
    ["10:30", "10:30 a.m."],
    ["24:30", "24:30:00"],
    ["1:2", "01:02"],
    ["1e5", "1,00E+05"],
    ["TRUE", "VRAI"],
    ["False", "ЛОЖЬ"],
    ["$5", "$5.00"],
    ["1.234", "1234"],
    ["(5)", "-5"],
    ["2-4", "46057"],
  ]);
  judged("mended", [
    ["3-3", "2026-03-04"],
    ["3-3", "4-Mar"],
    ["3-3", "3-4"],
    ["3-3", "33"],
    ["3-3", "2026-03-03 10:30"],
    ["A-3", "2026-03-03"],
    ["2025-03-03", "2026-03-03"],
    ["10:30", "10:31"],
    ["1e5", "10000"],
    ["3/4", "0.7"],
    ["TRUE", "FAUX"],
    ["12", "12 March"],
  ]);

  it("a date without a year in a column of times has that of today by a spreadsheet, another one by somebody", () => {
    const fate = (after: string) => classifyChange("3-3", after, { year_now: 2026 });
    expect(["2026-03-03", "03/03/25", "3.3.2027"].map(fate)).toEqual(["damaged", "damaged", "damaged"]);
    expect(["2019-03-03", "03/03/24", "2026-03-04", "2026-03-03 00:00"].map(fate)).toEqual(Array(4).fill("mended"));
  });
});

describe("what becomes of text", () => {
  judged("same", [
    ["", ""],
    ["薪资不符", "薪资不符"],
  ]);
  judged("shown", [
    [" padded\u3000", "padded"],
    ["two\r\nlines", "two\nlines"],
    ["two\nlines", "two\r\nlines"],
    ["true", "TRUE"],
    ["False", "FALSE"],
    ["True", "WAHR"],
    ["林一鸣", "???"],
    ["Zoë 林", "Zoë ?"],
    ["ok 👍", "ok ??"],
    ["ok 👍", "ok ?"],
    ["Größe", "Gr\ufffd\ufffde"],
    ["=1+x", "#NAME?"],
    ["-Ansökan", "#NAME?"],
    ["x".repeat(40_000), "x".repeat(32_767)],
  ]);
  judged("damaged", [
    ["Offer", "#NAME?"],
    ["2024-03-05 09:30", "########"],
    ["Offer", "Err:508"],
    ["薪资期望不符", "薪资??"],
    ["林一鸣", "?? Lin"],
    ["Größe", "Grö\ufffdte"],
  ]);
  judged("mended", [
    ["", "Offer"],
    ["Offer", ""],
    ["offer", "Offer"],
    ["why", "why?"],
    ["薪资不符", "salary"],
    ["薪资不符", "薪资不符?"],
    ["A\ufffd", "A\ufffdB"],
    ["x".repeat(40_000), "x".repeat(32_766)],
  ]);
});

describe("whatever the cell", () => {
  const digits = fc.stringMatching(/^[1-9]\d{15,19}$/);

  it("an id is never taken for another one that differs in what a spreadsheet keeps", () => {
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: 3, max: 15 }), (before, other, kept) => {
        const shown = `${other[0]}.${other.slice(1, kept)}E+${other.length - 1}`;
        const near = Math.abs(Number(before) - Number(shown)) <= 10 ** (other.length - kept);
        if (!near) expect(classifyChange(before, shown)).toBe("damaged");
      }),
    );
  });

  it("an id as JavaScript's own numbers show it is recognised, at any precision", () => {
    fc.assert(
      fc.property(digits, fc.integer({ min: 1, max: 17 }), (before, figures) => {
        const shown = Number(before).toExponential(figures - 1);
        expect([classifyChange(before, shown), before, shown]).toEqual(["shown", before, shown]);
        const [mantissa = "", power] = shown.split("e+");
        const whole = mantissa
          .replace(".", "")
          .padEnd(Number(power) + 1, "0")
          .slice(0, Number(power) + 1);
        const fate = before === whole ? "same" : "shown";
        if (figures >= 15) expect([classifyChange(before, whole), before, whole]).toEqual([fate, before, whole]);
      }),
      { numRuns: 500 },
    );
  });

  /** How programs cut a number: off, a half away from zero, or a half to the even digit. */
  const cuts = {
    off: (all: string, figures: number) => BigInt(all.slice(0, figures)),
    half_up: (all: string, figures: number) => BigInt(all.slice(0, figures)) + ((all[figures] ?? "0") >= "5" ? 1n : 0n),
    half_even: (all: string, figures: number) => {
      const kept = BigInt(all.slice(0, figures));
      const rest = all.slice(figures);
      const is_tie = /^50*$/.test(rest);
      const up = is_tie ? kept % 2n === 1n : (rest[0] ?? "0") >= "5";
      return kept + (up ? 1n : 0n);
    },
  };
  const EXPONENTS = ["E+", "e+", "E", "e", "E+0"];

  it("an id is recognised whatever a program keeps of it, however it cuts it and writes the exponent", () => {
    const program = fc.record({
      figures: fc.integer({ min: 1, max: 17 }),
      cut: fc.constantFrom(...Object.values(cuts)),
      keeps: fc.constantFrom("digits", "15 digits", "double"),
      trims_zeros: fc.boolean(),
      exponent: fc.constantFrom(...EXPONENTS),
      point: fc.constantFrom(".", ","),
    });
    fc.assert(
      fc.property(digits, program, (before, { figures, cut, keeps, trims_zeros, exponent, point }) => {
        const all = { digits: before, "15 digits": before.slice(0, 15), double: String(BigInt(Number(before))) }[keeps];
        const kept = String(cut(all, figures));
        const power =
          before.length -
          1 +
          (keeps === "double" ? all.length - before.length : 0) +
          Math.max(0, kept.length - Math.min(figures, all.length));
        const behind = trims_zeros ? kept.slice(1).replace(/0+$/, "") : kept.slice(1, figures);
        const shown = `${kept[0]}${behind === "" ? "" : point + behind}${exponent}${power}`;
        expect([classifyChange(before, shown), before, shown]).toEqual(["shown", before, shown]);
      }),
      { numRuns: 1000 },
    );
  });

  it("an id that somebody has typed is never taken for what a program shows of another one", () => {
    fc.assert(
      fc.property(digits, fc.integer({ min: 1, max: 99 }), fc.boolean(), (before, by, is_more) => {
        const typed = String(BigInt(before) + (is_more ? BigInt(by) : -BigInt(by)));
        const double = String(BigInt(Number(before)));
        if (typed.endsWith("0") || typed === double) return;
        expect([classifyChange(before, typed), before, typed]).toEqual(["mended", before, typed]);
      }),
      { numRuns: 500 },
    );
  });

  it("what is empty or whole is never damaged by being the same, and nothing throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
        expect(classifyChange(before, before)).toBe("same");
        expect(["same", "shown", "damaged", "mended"]).toContain(classifyChange(before, after));
      }),
    );
  });
});
