import { describe, expect, it } from "vitest";
import { cellCleaner } from "../../src/mapping/cells/clean.js";
import fc from "../support/fast-check.js";

const id = cellCleaner("id");
const key = cellCleaner("id", true);
const text = cellCleaner("text");
const choice = cellCleaner("choice");
const time = cellCleaner("time");

describe("an id loses", () => {
  it.each([
    ['="0123"', "0123", ["text_mark"]],
    ['= "0123"', "0123", ["text_mark"]],
    ['="say ""A"""', 'say "A"', ["text_mark"]],
    ["'0123", "0123", ["text_mark"]],
    ["'+8613800000000", "+8613800000000", ["text_mark"]],
    ["'=A1", "=A1", ["text_mark"]],
    ["'-7", "-7", ["text_mark"]],
    ["'@home", "@home", ["text_mark"]],
    ["\t0123", "0123", ["text_mark"]],
    ["0123\t", "0123", ["text_mark"]],
    [" \t0123", "0123", ["text_mark"]],
    ["0123\t ", "0123", ["text_mark"]],
    ['\'="0123"', "0123", ["text_mark"]],
    ['="\'0123"', "0123", ["text_mark"]],
    ['="\t0123\u200b"', "0123", ["text_mark", "invisible"]],
    ["\ufeff0123", "0123", ["invisible"]],
    ["\u200e0123\u202c", "0123", ["invisible"]],
    ["01\u200b23", "0123", ["invisible"]],
    ["01\u2060\ufeff23", "0123", ["invisible"]],
    ["0123\u2003", "0123", ["invisible"]],
    ["Ａｚ０９", "Az09", ["full_width"]],
    ["'０１２", "012", ["text_mark", "full_width"]],
    ["  0123\u00a0\u3000", "0123", []],
    ["'0123'", "0123", ["quotes"]],
    ['"0123"', "0123", ["quotes"]],
    ['""0123""', "0123", ["quotes"]],
    ["“HR-1”", "HR-1", ["quotes"]],
    ["„HR-1“", "HR-1", ["quotes"]],
    ["‘HR-1’", "HR-1", ["quotes"]],
    ["`HR-1´", "HR-1", ["quotes"]],
    ["«HR-1»", "HR-1", ["quotes"]],
    ["「HR-1」", "HR-1", ["quotes"]],
    ["＂HR-1＂", "HR-1", ["quotes"]],
    [`"'0123'"`, "0123", ["quotes"]],
    ['" 0123 "', "0123", ["quotes"]],
    ['\u200b"0123"', "0123", ["quotes", "invisible"]],
  ])("%j: %j, %j", (cell, clean, cleanings) => {
    expect(id.clean(cell)).toBe(clean);
    expect(id.cleanings(cell).sort()).toEqual([...cleanings].sort());
  });
});

describe("an id keeps", () => {
  it.each([
    "6960663240925956459",
    "0520672f-5147-42fc-ae46-b9feec8e4642",
    "申请-7",
    "a/b:c.d_e",
    "'abc",
    "'12'3'",
    '"HR-1',
    "HR-1'",
    '""HR-1"',
    "'a'-'b'",
    '""',
    "=123",
    '="1" & "2"',
    "=SUM(A1)",
    "O'Brien",
    "a\u200db",
    "a\u200fb",
    "a b",
    "a\ufffdb",
    "申请－7",
  ])("%j", (cell) => {
    expect(id.clean(cell)).toBe(cell);
    expect(id.cleanings(cell)).toEqual([]);
  });

  it("its full width where it makes the key, which is known by it", () => {
    expect(key.clean("'１２３\u200b")).toBe("'１２３");
    expect(key.clean('="0123"')).toBe("0123");
  });
});

describe("other cells", () => {
  it.each([
    [text, '="0123"', "0123"],
    [text, "'=SUM(A1)", "=SUM(A1)"],
    [text, "'-7 days", "-7 days"],
    [text, "\t-7 days", "-7 days"],
    [text, "'70s music", "'70s music"],
    [text, "'@work' tool'", "'@work' tool'"],
    [text, "'on hold'", "'on hold'"],
    [text, "\u200bＡ１", "\u200bＡ１"],
    [text, '=""', ""],
    [choice, "'3", "3"],
    [choice, '="内推"', "内推"],
    [time, "'2024-08-03", "2024-08-03"],
    [time, '="2024-08-03 10:30"', "2024-08-03 10:30"],
  ])("lose what exporters put there against formulas, and no more: %#", (cleaner, cell, clean) => {
    expect(cleaner.clean(cell)).toBe(clean);
    expect(cleaner.cleanings(cell)).toEqual(clean === cell || cell.startsWith("\t") ? [] : ["text_mark"]);
  });
});

const clean_id = fc.stringMatching(/^[\w.:/-][\w.:/ -]{0,20}[\w.:/-]$/);
const guards: readonly ((inner: string) => string)[] = [
  (inner) => `="${inner}"`,
  (inner) => `\t${inner}`,
  (inner) => `${inner}\t `,
  (inner) => `\u200b${inner}\ufeff`,
  (inner) => `${inner.slice(0, 1)}\u2060${inner.slice(1)}`,
];

describe("whatever guards an id wears", () => {
  it("they come off, in whatever order they were put on", () => {
    fc.assert(
      fc.property(clean_id, fc.array(fc.constantFrom(...guards), { maxLength: 4 }), (whole, worn) => {
        // A formula's quotation marks are doubled only by who means to.
        const cell = worn.reduce((inner, wear) => (inner.includes('"') ? inner : wear(inner)), whole);
        expect(id.clean(cell)).toBe(whole);
      }),
      { numRuns: 2000 },
    );
  });

  it("an apostrophe comes off digits and signs", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d=+@-][\w.:/-]{0,20}$/), (whole) => {
        expect(id.clean(`'${whole}`)).toBe(whole);
      }),
    );
  });

  it("a clean id is left alone, and cleaning twice is cleaning once", () => {
    fc.assert(fc.property(clean_id, (whole) => id.clean(whole) === whole && id.cleanings(whole).length === 0));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(id, key, text, time), (cell, cleaner) => {
        const once = cleaner.clean(cell);
        expect(cleaner.clean(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});
