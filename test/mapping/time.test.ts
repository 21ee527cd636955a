import { DateTime } from "luxon";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compileLdml } from "../../src/mapping/times/ldml-format.js";
import { zoneClock } from "../../src/mapping/times/zone.js";
import fc from "../support/fast-check.js";
import { failureOf, mapRow, withFields } from "./support.js";

function read(format: string, cell: string, zone = "Asia/Shanghai", more = ""): unknown {
  const settings = `${format === "" ? "" : `, format: ${format}`}${more}`;
  const text = withFields(`create_time: { column: t${settings} }`, zone === "" ? "" : `timezone: ${zone}`);
  const mapped = mapRow(text, { t: cell });
  if (mapped.kind !== "payload") return failureOf(mapped).message;
  const { create_time } = mapped.payload;
  return DateTime.fromMillis(create_time as number, { zone: "UTC" }).toISO();
}

describe("a time", () => {
  it.each([
    ["", "2024-08-03", "2024-08-02T16:00:00.000Z"],
    ["", "2024-08-03T10:30", "2024-08-03T02:30:00.000Z"],
    ["", "2024-08-03 10:30:15.5", "2024-08-03T02:30:15.500Z"],
    ["", "2024-08-03T10:30:15,123456Z", "2024-08-03T10:30:15.123Z"],
    ["iso", "2024-08-03 10:30:15 +0530", "2024-08-03T05:00:15.000Z"],
    ["iso", "2024-08-03T10:30-03", "2024-08-03T13:30:00.000Z"],
    ["iso", "2024-02-29", "2024-02-28T16:00:00.000Z"],
    ["iso", "2000-02-29", "2000-02-28T16:00:00.000Z"],
    ['"d/M/yyyy"', "29/2/2000", "2000-02-28T16:00:00.000Z"],
    ["epoch-ms", "1722652200000", "2024-08-03T02:30:00.000Z"],
    ["epoch-s", "1722652200", "2024-08-03T02:30:00.000Z"],
    ["epoch-s", "1722652200.25", "2024-08-03T02:30:00.250Z"],
    ["epoch-ms", "1722652200000.0", "2024-08-03T02:30:00.000Z"],
    ["epoch-ms", "1722652200000,00", "2024-08-03T02:30:00.000Z"],
    ["epoch-s", "1722652200,0", "2024-08-03T02:30:00.000Z"],
    ["excel-serial", "45507,4375", "2024-08-03T02:30:00.000Z"],
    ["excel-serial", "45507.0", "2024-08-02T16:00:00.000Z"],
    ["excel-serial", "45507.4375", "2024-08-03T02:30:00.000Z"],
    ["excel-serial", "45507", "2024-08-02T16:00:00.000Z"],
    ["excel-serial", "45507.333333", "2024-08-03T00:00:00.000Z"],
    ['"yyyy/MM/dd HH:mm"', "2024/08/03 10:30", "2024-08-03T02:30:00.000Z"],
    ['"yyyy/MM/dd HH:mm"', "2024/08/03\u3000 10:30", "2024-08-03T02:30:00.000Z"],
    ['"yyyy/M/d H:mm"', "2024/8/3 9:05", "2024-08-03T01:05:00.000Z"],
    ['"yyyy/M/d"', "2024/12/31", "2024-12-30T16:00:00.000Z"],
    ['"dd.MM.yyyy"', "03.08.2024", "2024-08-02T16:00:00.000Z"],
    ["\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"", "2024-08-03T10:30:15.250+02:00", "2024-08-03T08:30:15.250Z"],
    ['"yyyy-MM-dd HH:mm Z"', "2024-08-03 10:30 -0500", "2024-08-03T15:30:00.000Z"],
    ['"yyyy年M月d日 HH时mm分"', "2024年8月3日 10时30分", "2024-08-03T02:30:00.000Z"],
    ['"yyyy/M/d a h:mm"', "2024/8/3 下午 2:30", "2024-08-03T06:30:00.000Z"],
    ['"M/d/yyyy h:mm a"', "8/3/2024 12:00 AM", "2024-08-02T16:00:00.000Z"],
    ['"M/d/yyyy h:mm a"', "8/3/2024 12:05 p.m.", "2024-08-03T04:05:00.000Z"],
    ['"EEE, d MMM yyyy"', "Sat, 3 Aug 2024", "2024-08-02T16:00:00.000Z"],
    ['"MMMM d, yyyy"', "September 9, 2024", "2024-09-08T16:00:00.000Z"],
    ['"yyyyMMdd"', "20240803", "2024-08-02T16:00:00.000Z"],
    ['[iso, "yyyy/M/d"]', "2024/8/3", "2024-08-02T16:00:00.000Z"],
    ["[epoch-s, epoch-ms]", "1722652200000", "2024-08-03T02:30:00.000Z"],
    ["\"d o''clock M yyyy\"", "x", "the format is wrong"],
  ])("in the format %s: %s is %s", (format, cell, expected) => {
    if (expected === "the format is wrong") expect(() => read(format, cell)).toThrow(/o cannot be read/);
    else expect(read(format, cell)).toBe(expected);
  });

  it.each([
    ['"yyyy/MM/dd HH:mm"', "2023/2/28 10:15", "2023-02-28T02:15:00.000Z"],
    ['"yyyy/MM/dd HH:mm"', "2023/2/28 9:05:30", "2023-02-28T01:05:30.000Z"],
    ['"yyyy/MM/dd HH:mm:ss"', "2023/2/28 9:05", "2023-02-28T01:05:00.000Z"],
    ['"yyyy-MM-dd HH:mm"', "2023/2/28", "2023-02-27T16:00:00.000Z"],
    ['"yyyy/MM/dd"', "2024/8/3", "2024-08-02T16:00:00.000Z"],
    ['"yyyy/MM/dd"', "2024/8/3 0:00", "2024-08-02T16:00:00.000Z"],
    ['"yyyy/MM/dd HH:mm"', "2023年2月28日 10:15", "2023-02-28T02:15:00.000Z"],
    ["iso", "2023/2/28 10:15", "2023-02-28T02:15:00.000Z"],
    ['"dd/MM/yyyy HH:mm"', "2023-02-03 10:15", "2023-02-03T02:15:00.000Z"],
    ['"dd/MM/yyyy HH:mm"', "25/2/2023 10:15", "2023-02-25T02:15:00.000Z"],
    ['"dd/MM/yyyy HH:mm"', "03/04/2023 9:15", "2023-04-03T01:15:00.000Z"],
    ['"MM/dd/yyyy"', "2/25/2023", "2023-02-24T16:00:00.000Z"],
    ['"dd/MM/yyyy"', "3/3/2023", "2023-03-02T16:00:00.000Z"],
  ])("in the format %s, typed into a spreadsheet: %s is %s", (format, cell, expected) =>
    expect(read(format, cell)).toBe(expected),
  );

  it.each([
    ['"dd/MM/yyyy"', "3/4/2023", "The date can be read day first or month first"],
    ['"MM/dd/yyyy HH:mm"', "3/4/2023 10:15", "The date can be read day first or month first"],
    ['"dd/MM/yyyy"', "03-04-2023", "The date can be read day first or month first"],
    ['"dd/MM/yyyy"', "2/25/2023", "Invalid date"],
    ['"yyyy/MM/dd HH:mm"', "3/4/2023", "The date does not have the format yyyy/MM/dd HH:mm"],
    ['"yyyy/MM/dd HH:mm"', "2023/2/30 10:15", "Invalid date"],
    ['"yyyy/dd/MM"', "2023/2/3", "The date does not have the format yyyy/dd/MM"],
    ['"yyyy/MM/dd hh:mm a"', "2023/2/28 10:15", "The date does not have the format yyyy/MM/dd hh:mm a"],
    ['"yyyy/MM/dd HH:mm XXX"', "2023/2/28 10:15", "The date does not have the format yyyy/MM/dd HH:mm XXX"],
    ['["dd/MM/yyyy", "MM/dd/yyyy"]', "3/4/2023", "The date does not have the format dd/MM/yyyy | MM/dd/yyyy"],
  ])("in the format %s, typed into a spreadsheet: %s is refused: %s", (format, cell, message) =>
    expect(read(format, cell)).toBe(message),
  );

  it.each([
    ["", "2024/08/03", "The date is not an ISO date"],
    ["", "03.08.2024", "The date is not an ISO date"],
    ["iso", "2024-02-30", "Invalid date"],
    ["iso", "2023-02-29", "Invalid date"],
    ["iso", "1900-02-29", "Invalid date"],
    ["iso", "2100-02-29", "Invalid date"],
    ["iso", "2024-08-03T24:00", "Invalid date"],
    ["iso", "2024-08-03T10:30+15:00", "Invalid date"],
    ["iso", "2024-13-01", "Invalid date"],
    ["iso", "0090-01-01", "Invalid date"],
    ["iso", "1970-01-01T00:00:00Z", "The date is outside the years 1980 to 2099"],
    ["epoch-ms", "1722652200", "The date is outside the years 1980 to 2099"],
    ["epoch-s", "172265220000", "The date is outside the years 1980 to 2099"],
    ["epoch-ms", "1.7E+12", "The date does not have the format epoch-ms"],
    ["epoch-ms", "1.7096022e12", "The date does not have the format epoch-ms"],
    ["epoch-s", "1,722,652,200", "The date does not have the format epoch-s"],
    ["excel-serial", "45,507", "The date is outside the years 1980 to 2099"],
    ['"yyyy/MM/dd"', "2024/08/03 10:30", "The date does not have the format yyyy/MM/dd"],
    ['"dd/MM/yyyy"', "08/13/2024", "Invalid date"],
    ['"EEE, d MMM yyyy"', "Mon, 3 Aug 2024", "Invalid date"],
    ['"d.M.yyyy h:mm a"', "3.8.2024 13:00 PM", "Invalid date"],
    ['"yyyy.MM.dd"', "2024x08x03", "The date does not have the format yyyy.MM.dd"],
    ['[iso, "yyyy/M/d"]', "gestern", "The date does not have the format iso | yyyy/M/d"],
  ])("in the format %s: %s is refused: %s", (format, cell, message) => {
    expect(read(format, cell)).toBe(message);
  });

  it.each([
    [
      "Europe/Berlin",
      "2024-03-31T02:30",
      "The local time does not exist: clocks in Europe/Berlin were put forward over it",
    ],
    ["Europe/Berlin", "2024-10-27T02:30", "The local time exists twice: clocks in Europe/Berlin were put back over it"],
    ["Europe/Berlin", "2024-10-27T02:30+02:00", "2024-10-27T00:30:00.000Z"],
    ["Europe/Berlin", "2024-03-31T01:59:59", "2024-03-31T00:59:59.000Z"],
    ["Europe/Berlin", "2024-03-31T03:00", "2024-03-31T01:00:00.000Z"],
    ["Europe/Berlin", "2024-10-27T03:00", "2024-10-27T02:00:00.000Z"],
    [
      "America/Sao_Paulo",
      "2018-11-04",
      "The local time does not exist: clocks in America/Sao_Paulo were put forward over it",
    ],
    [
      "Pacific/Apia",
      "2011-12-30T12:00",
      "The local time does not exist: clocks in Pacific/Apia were put forward over it",
    ],
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000Z"],
    ["Asia/Shanghai", "1990-07-01", "1990-06-30T15:00:00.000Z"],
    ["Asia/Kathmandu", "2024-08-03T00:00", "2024-08-02T18:15:00.000Z"],
    ["", "2024-08-03", "The time has no offset and the mapping has no timezone"],
    ["", "2024-08-03T00:00Z", "2024-08-03T00:00:00.000Z"],
  ])("in the zone %s: %s is %s", (zone, cell, expected) => expect(read("iso", cell, zone)).toBe(expected));

  it.each([
    ["2024-08-03", "2024-08-03T01:30:00.000Z"],
    ["2024-08-03T00:00", "2024-08-02T16:00:00.000Z"],
  ])("without a time of day is at the field's: %s", (cell, expected) => {
    expect(read("iso", cell, "Asia/Shanghai", ', time_of_day: "09:30"')).toBe(expected);
  });

  it.each([
    ["45507", "2024-08-03T01:30:00.000Z"],
    ["45507.5", "2024-08-03T04:00:00.000Z"],
  ])("of a spreadsheet without a time of day, too: %s", (cell, expected) => {
    expect(read("excel-serial", cell, "Asia/Shanghai", ', time_of_day: "09:30"')).toBe(expected);
  });

  it("may have a zone of its own", () => {
    expect(read("iso", "2024-08-03", "Asia/Shanghai", ", timezone: Europe/London")).toBe("2024-08-02T23:00:00.000Z");
  });

  it.each([
    ["3/8/24", "2024-08-02T16:00:00.000Z"],
    ["3/8/80", "1980-08-02T16:00:00.000Z"],
  ])("has two-digit years only if the field says so: %s", (cell, expected) => {
    expect(() => read('"d/M/yy"', cell)).toThrow(/yy leaves the century open/);
    expect(read('"d/M/yy"', cell, "Asia/Shanghai", ", two_digit_years: true")).toBe(expected);
  });

  it("keeps its cell and says what to do", () => {
    const text = withFields("create_time: t", "timezone: Asia/Shanghai");
    expect(mapRow(text, { t: " 3.8.2024 " })).toEqual({
      kind: "invalid",
      key: "A-1",
      failure: {
        kind: "bad_time",
        reason: { id: "time_not_iso" },
        message: "The date is not an ISO date",
        hint: expect.stringContaining('Give the field a format, e.g. format: "yyyy/MM/dd HH:mm".'),
        field: "create_time",
        column: "t",
        value: "3.8.2024",
      },
    });
  });
});

describe("a format that cannot be", () => {
  it.each([
    ["YYYY-MM-dd", "YYYY cannot be read: it is the year of a week; for the calendar year write yyyy"],
    ["yyyy-MM-DD", "DD cannot be read: it is the day of the year; for the day of the month write d or dd"],
    ["yyyy-MM-ddTHH:mm", "T cannot be read: put literal letters into single quotes: 'T'"],
    ["yyyy-mm-dd", "it names no month (MM; mm are minutes)"],
    ["yyyy-MM", "it names no day of the month (dd)"],
    ["MM-dd", "it names no year (yyyy)"],
    ["yyyy-MM-dd hh:mm", "h counts to 12 and needs a (AM or PM); for 0 to 23 write HH"],
    ["yyyy-MM-dd HH:mm a", "a (AM or PM) needs h; H counts to 23 already"],
    ["yyyy-MM-dd HH:MM", "it names the month twice"],
    ["yyyy-MM-dd mm:ss", "it has minutes and no hour (HH; MM is the month)"],
    ["yyyy-MM-dd HH:ss", "it has seconds and no minutes (mm)"],
    ["yyyy-MM-dd HH:mm ZZ", "ZZ cannot be read: for +08:00 write XXX, for +0800 write Z, for UTC or GMT+8 write O"],
    ["yyyy-MM-dd HH:mm z", "z cannot be read: names of zones are not read; name the zone with timezone"],
    ["yyyyMd", "nothing separates d from the token before it; write that one with two letters"],
    ["yyyy 'at MM", "a single quote is never closed"],
  ])("%s", (format, message) => expect(compileLdml(format, false)).toMatchObject({ message }));
});

describe("the clock of a zone", () => {
  it("agrees with luxon's in every zone and season, wherever a local time exists once", () => {
    const zones = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"];
    const instant = fc.integer({ min: Date.UTC(1980, 0, 2), max: Date.UTC(2037, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, ms) => {
        const offset_ms = DateTime.fromMillis(ms, { zone }).offset * 60_000;
        const found = zoneClock(zone)(ms + offset_ms);
        const around = DateTime.fromMillis(ms, { zone }).getPossibleOffsets();
        expect(found).toBe(around.length > 1 ? "double" : ms);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the machine's own zone", () => {
  const machine_zone = process.env.TZ;
  afterEach(() => {
    // An assignment of undefined would become the text "undefined".
    if (machine_zone === undefined) delete process.env.TZ;
    else process.env.TZ = machine_zone;
  });

  const wall_time = fc.integer({ min: Date.UTC(1985, 0, 1), max: Date.UTC(2035, 0, 1) });
  const times = fc.sample(wall_time, { numRuns: 100, seed: 7 }).map((ms) => DateTime.fromMillis(ms, { zone: "UTC" }));
  const edges = ["2024-03-31T02:30", "2024-03-10T02:30", "2024-10-27T02:30", "2024-07-01T12:00"];
  const cells = [...edges.map((text) => DateTime.fromISO(text, { zone: "UTC" })), ...times].flatMap((time) => [
    ["iso", time.toFormat("yyyy-MM-dd'T'HH:mm:ss")],
    ["iso", time.toFormat("yyyy-MM-dd")],
    ['"M/d/yyyy h:mm a"', time.toFormat("M/d/yyyy h:mm a", { locale: "en" })],
    ["excel-serial", String(time.toMillis() / 86_400_000 + 25_569)],
  ]);

  /** What fresh modules make of all cells on a machine in this zone. */
  async function readAll(zone: string): Promise<unknown[]> {
    process.env.TZ = zone;
    vi.resetModules();
    const support = await import("./support.js");
    return cells.map(([format, t]) => {
      const text = support.withFields(`create_time: { column: t, format: ${format} }`, "timezone: Europe/Paris");
      return support.fieldOf(text, { t: t as string }, "create_time");
    });
  }

  it("plays no part", async () => {
    const utc = await readAll("UTC");
    expect(utc[0]).toBe("bad_time");
    expect(utc[4]).toBe(Date.UTC(2024, 2, 10, 1, 30));
    for (const zone of ["America/New_York", "Europe/Paris", "Pacific/Kiritimati"]) {
      expect(await readAll(zone)).toEqual(utc);
      expect(new Date(2024, 0, 1).getTime()).not.toBe(Date.UTC(2024, 0, 1));
    }
  });
});

describe("a month without a day", () => {
  it.each([
    ["yyyy-MM", "2015-07", Date.UTC(2015, 6, 1)],
    ["yyyy年M月", "2015年7月", Date.UTC(2015, 6, 1)],
    ["MMM yyyy", "Jul 2015", Date.UTC(2015, 6, 1)],
    ["yyyy/MM", "2015/13", "no_such_time"],
  ])("%s is its first where the field takes months: %s", (format, text, expected) => {
    const compiled = compileLdml(format, false, true);
    if ("message" in compiled) throw new Error(compiled.message);
    const read = compiled.read(text);
    expect(typeof read === "object" ? read.wall_ms : read).toBe(expected);
  });

  it.each([
    ["yyyy-MM", false],
    ["yyyy-MM HH", true],
    ["yyyy", true],
  ])("%s is refused elsewhere, and beside an hour (%s)", (format, takes_months) => {
    expect(compileLdml(format, false, takes_months)).toMatchObject({
      message: expect.stringMatching(/it names no (day|month)/),
    });
  });
});
