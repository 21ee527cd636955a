import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { TimeColumn } from "../../src/mapping/columns/time-column.js";
import type { TimeVerdict } from "../../src/mapping/columns/time-verdict.js";
import { timeFormat, timeReader } from "../../src/mapping/times/time-reader.js";
import type { TimeFormat } from "../../src/mapping/times/wall-time.js";
import fc from "../support/fast-check.js";

interface Options {
  readonly two_digit_years?: boolean;
}

/** The cells stand on the lines from 2 on. */
function verdictOf(cells: readonly string[], options: Options = {}): TimeVerdict {
  const column = new TimeColumn(options);
  for (const [index, cell] of cells.entries()) column.add(cell, index + 2);
  return column.verdict();
}

/** The formats; else in one word why there are none. */
function briefly(cells: readonly string[], options: Options = {}): string {
  const verdict = verdictOf(cells, options);
  if (verdict.kind === "formats") return verdict.formats.join(" | ");
  return verdict.kind === "unknown" ? verdict.why : verdict.kind;
}

const compiled = (formats: readonly string[]): TimeFormat[] =>
  formats.map((format) => timeFormat(format, true) as TimeFormat);

describe("a column of times is written", () => {
  it.each<[readonly string[], string]>([
    [["2024-08-03", "2024-08-03T10:30:15.250+08:00", "2024-08-03 10:30Z"], "iso"],
    [["2024-8-3 9:05", "2024-11-13 10:30"], "yyyy-M-d H:mm"],
    [["2024/08/03 09:05", "2024/12/13 10:30"], "yyyy/MM/dd HH:mm"],
    [["2024/8/3 9:05:10", "2024/12/13 10:30:00.125"], "yyyy/M/d H:mm:ss | yyyy/M/d H:mm:ss.SSS"],
    [["2024.8.3"], "yyyy.M.d"],
    [["13/08/2024", "03/08/2024"], "dd/MM/yyyy"],
    [["13/8/2024", "3/8/2024"], "d/M/yyyy"],
    [["13/08/2024", "3/8/2024"], "d/M/yyyy"],
    [["2024/08/13 9:05", "2024/08/03 09:05"], "yyyy/MM/dd H:mm"],
    [["12/10/2024", "13/10/2024"], "d/M/yyyy"],
    [["08/13/2024 1:05 PM", "08/03/2024 11:05 a.m."], "MM/dd/yyyy h:mm a"],
    [["31.08.2024 10.30"], "dd.MM.yyyy H.mm"],
    [["31. 8. 2024"], "d. M. yyyy"],
    [["13-08-2024T10:30"], "dd-MM-yyyy'T'H:mm"],
    [["2024年3月5日 下午2:30", "2024年12月15日 上午11:30"], "yyyy年M月d日 ah:mm"],
    [["2024年03月05日14时30分"], "yyyy年MM月dd日H时m分"],
    [["2024年3月5日 9点", "2024年3月5日 19点"], "yyyy年M月d日 H点"],
    [["2024/3/5下午2:30"], "yyyy/M/dah:mm"],
    [["2024/3/5 星期二 14:30"], "yyyy/M/d EEE H:mm"],
    [["2024/3/5 (周二)"], "yyyy/M/d (EEE)"],
    [["２０２４／０８／０３　１０：３０"], "yyyy/MM/dd H:mm"],
    [["2024/8/3\u202f10:30", "2024/8/3  10:30"], "yyyy/M/d H:mm"],
    [["Mar 5, 2024", "September 15, 2024"], "MMM d, yyyy"],
    [["5 Mar 2024 14:30"], "d MMM yyyy H:mm"],
    [["05-Mar-2024", "15-MAY-2024"], "dd-MMM-yyyy"],
    [["3rd Aug 2024", "21st Aug 2024"], "d'rd' MMM yyyy | d'st' MMM yyyy"],
    [["August 3, 2024 at 10:30 AM"], "MMM d, yyyy 'at' h:mm a"],
    [["Sat, 03 Aug 2024 10:30:00 +0800"], "EEE, dd MMM yyyy H:mm:ss xx"],
    [["2024-08-03 10:30:00 UTC"], "yyyy-MM-dd H:mm:ss O"],
    [["2024/08/03 10:30 GMT+8"], "yyyy/MM/dd H:mm O"],
    [["10:30, 13/08/2024"], "H:mm, dd/MM/yyyy"],
    [["20240305", "20241231"], "yyyyMMdd"],
    [["20240305143000"], "yyyyMMddHHmmss"],
    [["202403051430"], "yyyyMMddHHmm"],
    [["20240305T143000Z"], "yyyyMMdd'T'HHmmssXXX"],
    [["1722652200", "999999999", "1722652200.25"], "epoch-s"],
    [["1722652200000", "315532800000"], "epoch-ms"],
    [["1709602200000.0", "1709688600000.0"], "epoch-ms"],
    [["1709602200,0", "1709688600,5"], "epoch-s"],
    [["45507,4375", "45508"], "excel-serial"],
    [["20240305.0", "20241231.0"], "yyyyMMdd.0"],
    [["45507.4375", "45508"], "excel-serial"],
    [["45507.4375", "2024/8/3 10:30", "2024/8/4 10:30"], "yyyy/M/d H:mm | excel-serial"],
    [["2024-08-03", "gestern", "2024-08-04"], "iso"],
    [["2024-08-03", "8/3/24"], "iso"],
    [["20240305", "20240306", "99999999", "0"], "yyyyMMdd"],
    [["2024/13/08", "2024/02/03"], "yyyy/dd/MM"],
    [["2024-13-08", "2024-02-03"], "yyyy-dd-MM"],
  ])("%j: %s", (cells, formats) => expect(briefly(cells)).toBe(formats));

  it.each<[string, readonly string[], string]>([
    ["nothing stands there", [], "empty"],
    ["nothing proves the order", ["03/08/2024", "12/12/2024 10:30"], "ambiguous"],
    ["all readings are alike", ["05/05/2024"], "ambiguous"],
    ["another separator proves its own order alone", ["31.08.2024", "03/08/2024"], "ambiguous"],
    ["no cell is a date that there is", ["31/31/2024", "30/02/2024"], "no_time"],
    ["both orders are proved", ["13/08/2024", "08/13/2024"], "mixed"],
    ["both are proved by different forms", ["13/08/2024 10:30", "08/13/2024"], "mixed"],
    ["the year comes first, and both are proved", ["2024/13/08", "2024/08/13"], "mixed"],
    ["years have two digits", ["8/23/24", "24年8月3日"], "short_years"],
    ["whole numbers could be days", ["45507", "45508"], "numbers"],
    ["most numbers are no days", ["20240305", "99999999", "12345678"], "numbers"],
    ["a number is no time", ["1722652200", "7"], "numbers"],
    ["numbers of nine digits are ids", ["722652200", "722652201"], "numbers"],
    ["numbers are too long", ["6960663240925956459"], "no_time"],
    ["no number can be a time", ["7", "8.5", "9"], "no_time"],
    ["whole numbers could be days, with a fraction of nothing too", ["45507.0", "45508.0"], "numbers"],
    ["a number is in scientific notation", ["1.7096022e12", "1.70E+12"], "no_time"],
    ["no cell is a time", ["2024-08", "12:30", "gestern", "31/08/2024 25:00", "1.7E+12"], "no_time"],
    ["no cell names a day", ["Mar 2024", "March 2025"], "no_time"],
    ["weekday or half of the day stand there twice", ["Tue, 5 Mar 2024 (Tue)", "2024/3/5 上午9:30上午"], "no_time"],
    ["a cell is longer than any time", [`2024-08-03${" ".repeat(60)}10:30`], "no_time"],
    ["a zone is not known", ["2024-08-03 10:30 CST"], "no_time"],
  ])("nobody knows how where %s: %j", (_, cells, why) => expect(briefly(cells)).toBe(why));

  it.each<[readonly string[], string]>([
    [["8/23/24", "9/3/24"], "M/d/yy"],
    [["24-08-23", "24-09-03"], "ambiguous"],
    [["24-08-23", "32-09-03", "9-9-9"], "yy-MM-dd"],
    [["24年8月3日"], "yy年M月d日"],
    [["8/3/24"], "ambiguous"],
    [["8/23/24", "23/8/24"], "mixed"],
  ])("with two digits for a year where that is allowed, %j: %s", (cells, formats) => {
    expect(briefly(cells, { two_digit_years: true })).toBe(formats);
  });
});

describe("what is told of a column", () => {
  it("are two samples, and the cell that proves the order", () => {
    expect(verdictOf(["03/08/2024", "04/08/2024", "x", "14/08/2024", "14/08/2024 9:30"])).toEqual({
      kind: "formats",
      formats: ["dd/MM/yyyy", "dd/MM/yyyy H:mm"],
      cells: 5,
      samples: [
        { text: "03/08/2024", read: "2024-08-03" },
        { text: "14/08/2024", read: "2024-08-14" },
      ],
      unfit: { count: 1, first: { text: "x", line: 4 } },
    });
    expect(verdictOf(["2024-08-03T10:30:00.5+08:00"])).toMatchObject({
      samples: [{ text: "2024-08-03T10:30:00.5+08:00", read: "2024-08-03T10:30:00.500+08:00" }],
      unfit: undefined,
    });
  });

  it("are both readings of a cell that they make different times of", () => {
    expect(verdictOf(["05/05/2024", "03/08/2024", "04/08/2024", "03/08/2024 9:05"])).toEqual({
      kind: "ambiguous",
      cells: 4,
      readings: [
        {
          formats: ["dd/MM/yyyy", "dd/MM/yyyy H:mm"],
          sample: { text: "03/08/2024", read: "2024-08-03" },
          line: 3,
        },
        {
          formats: ["MM/dd/yyyy", "MM/dd/yyyy H:mm"],
          sample: { text: "03/08/2024", read: "2024-03-08" },
          line: 3,
        },
      ],
    });
  });

  it("is a cell against each of two orders", () => {
    expect(verdictOf(["03/08/2024", "08/13/2024", "13/08/2024", "08/14/2024"])).toEqual({
      kind: "mixed",
      cells: 4,
      refuted: [
        { format: "dd/MM/yyyy", text: "08/13/2024", line: 3 },
        { format: "MM/dd/yyyy", text: "13/08/2024", line: 4 },
      ],
    });
  });

  it("does not grow with the column", () => {
    const column = new TimeColumn();
    for (let n = 0; n < 5000; n++) {
      column.add(`2024/8/${(n % 28) + 1} um ${n}`, n);
      column.add(`${"-".repeat(n % 40)}2024/8/3${"!".repeat(n % 23)}`, n);
    }
    expect(column.verdict()).toMatchObject({ kind: "formats", formats: ["yyyy/M/d"], cells: 10_000 });
  });
});

/** Formats of luxon's that write what a system or a person might. */
const WAYS = [
  "yyyy-MM-dd",
  "yyyy-MM-dd'T'HH:mm:ss.SSS",
  "yyyy-MM-dd HH:mm:ss",
  "yyyy/M/d H:mm",
  "yyyy/MM/dd HH:mm:ss",
  "yyyy.MM.dd",
  "yyyy年M月d日 HH时mm分",
  "dd/MM/yyyy HH:mm",
  "M/d/yyyy h:mm a",
  "d.M.yyyy",
  "d.M.yyyy H.mm",
  "dd-MMM-yyyy",
  "LLLL d, yyyy",
  "EEE, d LLL yyyy HH:mm:ss",
  "yyyyMMdd",
  "yyyyMMddHHmmss",
  "HH:mm dd/MM/yyyy",
] as const;
/** What times are put together of, also where they make none. */
const PIECES = [
  "2024",
  "24",
  "13",
  "5",
  "05",
  "Mar",
  "Tue",
  "周二",
  "(Tue)",
  "年",
  "月",
  "日",
  "/",
  "-",
  ".",
  ", ",
  " ",
].concat(["T", " at ", "10:30", "9:05:30.25", "10.30", "1030", "AM", "下午", "Z", "+08:00", "GMT", "时", "分", "th"]);

/** In one column with the other order: it may prove that one, and refute nothing. */
const MONTH_FIRST = "M/d/yyyy h:mm a";
const agree = (ways: readonly string[]): boolean =>
  !(ways.includes(MONTH_FIRST) && ways.some((way) => way.includes("dd/MM/yyyy")));

const wall_time = fc
  .integer({ min: Date.UTC(1985, 0, 1), max: Date.UTC(2035, 0, 1) })
  .map((ms) => DateTime.fromMillis(ms, { zone: "UTC", locale: "en-US" }));

describe("whatever times stand in a column", () => {
  it("they are read as they were written, or not at all", () => {
    const column = fc.record({
      ways: fc.uniqueArray(fc.constantFrom(...WAYS), { minLength: 1, maxLength: 3 }).filter(agree),
      times: fc.array(wall_time, { minLength: 1, maxLength: 40 }),
    });
    fc.assert(
      fc.property(column, ({ ways, times }) => {
        const written = times.map((time, index) => {
          const way = ways[index % ways.length] as string;
          return { way, text: time.toFormat(way) };
        });
        const verdict = verdictOf(written.map(({ text }) => text));
        if (verdict.kind !== "formats") {
          // So few cells may look half converted by chance.
          expect(["ambiguous", "half_converted"]).toContain(verdict.kind);
          expect(ways.some((way) => /d[./]MM?[./]yyyy|M\/d\/yyyy/.test(way))).toBe(true);
          return;
        }
        expect(verdict.unfit).toBeUndefined();
        const read = timeReader({ formats: compiled(verdict.formats), timezone: "UTC", time_of_day_ms: 0 });
        for (const { way, text } of written) {
          const meant = DateTime.fromFormat(text, way, { zone: "UTC", locale: "en-US" });
          expect(`${text} ${read(text)}`).toBe(`${text} ${meant.toMillis()}`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("day and month are told apart by a proof alone", () => {
    const parts = fc.record({ first: fc.integer({ min: 1, max: 28 }), second: fc.integer({ min: 1, max: 28 }) });
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 12 }), fc.constantFrom("/", "-", "."), (all, sep) => {
        const day_first = all.some(({ first, second }) => first > 12 && second <= 12);
        const month_first = all.some(({ first, second }) => first <= 12 && second > 12);
        const is_time = all.some(({ first, second }) => first <= 12 || second <= 12);
        const found = briefly(all.map(({ first, second }) => `${first}${sep}${second}${sep}2024`));
        const one_order = day_first ? /^d+.M+.yyyy$/ : month_first ? /^M+.d+.yyyy$/ : /^ambiguous$/;
        const expected = day_first && month_first ? /^mixed$/ : one_order;
        expect(found).toMatch(is_time ? expected : /^no_time$/);
      }),
      { numRuns: 500 },
    );
  });

  it("no cell and no order of cells is too odd", () => {
    const odd = fc.stringMatching(/^[\d/.:年月日 TZ+-]{1,20}$/);
    const pieced = fc
      .array(fc.constantFrom(...PIECES), { minLength: 2, maxLength: 7 })
      .map((pieces) => pieces.join(""));
    const cell = fc.oneof(odd, pieced, fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 20 }), fc.boolean(), (cells, two_digit_years) => {
        const verdict = verdictOf(cells, { two_digit_years });
        if (verdict.kind !== "formats") return;
        for (const format of verdict.formats) expect(timeFormat(format, two_digit_years)).toHaveProperty("read");
      }),
      { numRuns: 2000 },
    );
  });
});
