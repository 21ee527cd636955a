import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { TimeColumn } from "../../src/mapping/columns/time-column.js";
import type { TimeVerdict } from "../../src/mapping/columns/time-verdict.js";
import { timeFormat, timeReader } from "../../src/mapping/times/time-reader.js";
import type { TimeFormat } from "../../src/mapping/times/wall-time.js";
import fc from "../support/fast-check.js";

function verdictOf(cells: readonly string[], two_digit_years = false): TimeVerdict {
  const column = new TimeColumn({ two_digit_years });
  for (const [index, cell] of cells.entries()) column.add(cell, index + 2);
  return column.verdict();
}

const readerOf = (formats: readonly string[]) =>
  timeReader({
    formats: formats.map((format) => timeFormat(format, true) as TimeFormat),
    timezone: "UTC",
    time_of_day_ms: 0,
  });

/** What a spreadsheet makes of a date that is written `way`: it reads the other order, and writes in its own. */
function saved(date: DateTime, way: string, shows: string): string {
  const text = date.toFormat(way);
  const other = way.replace(/d+|M+/g, (token) => (token.startsWith("d") ? "M" : "d").repeat(token.length));
  const read = DateTime.fromFormat(text, other, { zone: "UTC", locale: "en-US" });
  return read.isValid ? read.toFormat(shows) : text;
}

const EXPORTS = ["dd/MM/yyyy", "d/M/yyyy", "dd.MM.yyyy", "dd-MM-yyyy", "MM/dd/yyyy", "M/d/yyyy", "dd/MM/yy", "M/d/yy"];
const SPREADSHEETS = ["yyyy/M/d", "yyyy-MM-dd", "yyyy.M.d", "yyyy'年'M'月'd'日'"];
const PAIRS = EXPORTS.flatMap((way) => SPREADSHEETS.map((shows) => [way, shows] as const));
const DATES = ["2024-03-05", "2024-05-13", "2024-11-12", "2024-12-25", "2024-07-06", "2024-06-30", "2024-02-01"];
const dated = (dates: readonly string[], time = "") =>
  dates.map((day) => DateTime.fromISO(day + time, { zone: "UTC" }));

describe("an export that a spreadsheet of another country has saved stops, and the first line reads it", () => {
  it.each(PAIRS)("%s by one that writes %s", (way, shows) => {
    for (const [time, token] of [
      ["", ""],
      ["T09:30", " HH:mm"],
    ] as const) {
      const dates = dated(DATES, time);
      const verdict = verdictOf(dates.map((date) => saved(date, way + token, shows + token)));
      expect(verdict).toMatchObject({ kind: "half_converted", has_short_years: /(?<!y)yy(?!y)/.test(way) });
      if (verdict.kind !== "half_converted") return;
      const read = readerOf(verdict.exchanged[0]?.formats ?? []);
      expect(dates.map((date) => read(saved(date, way + token, shows + token)))).toEqual(dates.map(Number));
      expect(verdict.as_written[0]?.sample.read).not.toBe(verdict.exchanged[0]?.sample.read);
    }
  });

  it.each(["d-MMM-yy", "MMM d, yyyy", "d MMMM yyyy"])("where no format can exchange them back: %s", (shows) => {
    const verdict = verdictOf(dated(DATES).map((date) => saved(date, "dd/MM/yyyy", shows)));
    expect(verdict).toMatchObject({ kind: "half_converted", exchanged: [] });
  });

  it("where it shows them as numbers of days", () => {
    const days = ["45356", "13/05/2024", "45608", "25/12/2024", "45479", "30/06/2024"];
    expect(verdictOf(days)).toMatchObject({
      kind: "half_converted",
      exchanged: [],
      as_written: [{ formats: ["dd/MM/yyyy", "excel-serial"] }],
    });
  });

  it("with two-digit years that the mapping allows", () => {
    const verdict = verdictOf(["2024/3/5", "13/05/24", "2024/6/7", "25/12/24", "2024/1/2"], true);
    expect(verdict).toMatchObject({ kind: "half_converted", has_short_years: false });
  });
});

describe("a column of two layouts", () => {
  it.each([
    ["one of each", ["2024/3/5", "13/05/2024"], ["yyyy/d/M", "dd/MM/yyyy"]],
    ["one against two", ["2024/3/5", "13/05/2024", "25/12/2024"], ["dd/MM/yyyy", "yyyy/d/M"]],
    ["a name, which no format exchanges", ["5-Mar-24", "13/05/2024"], []],
  ])("of too few cells is read, with a word of doubt: %s", (_, cells, perhaps_exchanged) => {
    expect(verdictOf(cells)).toMatchObject({ kind: "formats", perhaps_exchanged });
  });

  it.each([
    [
      "a day of the first layout is late",
      ["2024/3/5", "13/05/2024", "2024/6/7", "25/12/2024", "2024/1/22", "30/06/2024"],
    ],
    ["a day of the second is early", ["2024/3/5", "13/05/2024", "2024/6/7", "25/12/2024", "2024/1/2", "03/06/2024"]],
    ["a program has written the first", ["2024-03-05T10:30:00Z", "13/05/2024", "2024-06-07T10:30:00Z", "25/12/2024"]],
    ["all are of one layout", ["2024/3/5", "2024/6/7", "2024/1/2", "2024/11/12"]],
    ["both have the year in front", ["2024/3/5", "2024-06-07", "2024/1/2", "2024-11-12"]],
    ["the spreadsheet has kept the order of the digits", ["5/3/2024", "13/05/2024", "7/6/2024", "25/12/2024"]],
  ])("is read without a word where %s", (_, cells) => {
    const verdict = verdictOf(cells);
    expect(verdict.kind).toBe("formats");
    expect(verdict).not.toHaveProperty("perhaps_exchanged");
  });

  it("is read as it was meant, or not without a word, however it was saved", () => {
    const date = fc
      .integer({ min: 0, max: 3650 })
      .map((day) => DateTime.fromMillis(Date.UTC(2015, 0, 1) + day * 86_400_000, { zone: "UTC" }));
    const ways = fc.constantFrom(...PAIRS.filter(([way]) => /yyyy/.test(way)));
    fc.assert(
      fc.property(ways, fc.array(date, { minLength: 4, maxLength: 40 }), ([way, shows], dates) => {
        const cells = dates.map((each) => saved(each, way, shows));
        const verdict = verdictOf(cells);
        const is_one_layout = new Set(dates.map(({ day }) => day <= 12)).size === 1;
        if (is_one_layout || verdict.kind !== "formats" || verdict.perhaps_exchanged !== undefined) return;
        expect(cells.map((cell) => readerOf(verdict.formats)(cell))).toEqual(dates.map(Number));
      }),
      { numRuns: 500 },
    );
  });

  it("of two programs is read as both have written it", () => {
    const date = fc
      .integer({ min: 0, max: 3650 })
      .map((day) => DateTime.fromMillis(Date.UTC(2015, 0, 1) + day * 86_400_000, { zone: "UTC" }));
    fc.assert(
      fc.property(fc.array(date, { minLength: 30, maxLength: 60 }), (dates) => {
        const cells = dates.map((each, n) => each.toFormat(n % 2 === 0 ? "yyyy/M/d" : "dd/MM/yyyy"));
        const late =
          dates.some(({ day }, n) => n % 2 === 0 && day > 12) && dates.some(({ day }, n) => n % 2 === 1 && day > 12);
        if (late) expect(verdictOf(cells).kind).toBe("formats");
      }),
      { numRuns: 200 },
    );
  });
});
