import { describe, expect, it } from "vitest";
import { sampleOf } from "../../src/mapping/columns/cell.js";
import { timeFormat } from "../../src/mapping/times/time-reader.js";
import type { TimeFormat } from "../../src/mapping/times/wall-time.js";
import { isZone } from "../../src/mapping/times/zone.js";
import { zoneProblem } from "../../src/mapping/times/zone-advice.js";
import { fieldOf, load, mapRow, stopOf, withFields } from "./support.js";

describe("a time zone", () => {
  it.each(["UTC", "Asia/Shanghai", "Europe/London", "America/Argentina/Buenos_Aires", "US/Central", "Asia/Calcutta"])(
    "is UTC or a place of the IANA database: %s",
    (name) => {
      expect(zoneProblem(name)).toBeUndefined();
    },
  );

  it.each([
    ["CST", "is no time zone but an abbreviation that several share; did you mean Asia/Shanghai, America/Chicago or"],
    ["cst", "did you mean Asia/Shanghai, America/Chicago"],
    ["BST", "did you mean Europe/London or Asia/Dhaka?"],
    ["IST", "did you mean Asia/Kolkata, Asia/Jerusalem or Europe/Dublin?"],
    ["EST", "America/New_York"],
    ["EST5EDT", "is no time zone but an abbreviation; did you mean America/New_York?"],
    ["SystemV/PST8PDT", "America/Los_Angeles"],
    ["MST", "America/Denver"],
    ["GMT", "UTC or Europe/London"],
    ["JST", "Asia/Tokyo"],
    ["HST", "Pacific/Honolulu"],
    ["Z", "UTC"],
    ["utc", "did you mean UTC?"],
    [
      "UTC+8",
      "is no time zone but an offset, which does not include daylight saving time; did you mean Asia/Shanghai,",
    ],
    ["UTC +8", "Asia/Shanghai"],
    ["UTC+08:00", "Asia/Shanghai"],
    ["UTC8", "Asia/Shanghai"],
    ["GMT+8", "Asia/Shanghai"],
    ["GMT+0800", "Asia/Shanghai"],
    ["+08:00", "Asia/Shanghai"],
    ["+0800", "Asia/Shanghai"],
    ["+8", "Asia/Shanghai"],
    ["8", "Asia/Shanghai"],
    ["-05:00", "America/New_York"],
    ["+05:30", "Asia/Kolkata"],
    ["+00:00", "UTC"],
    ["UTC+13:45", "use a name such as Asia/Shanghai"],
    ["Etc/GMT+8", "8 hours behind UTC, the other way round than it reads"],
    ["Etc/GMT+8", "did you mean Asia/Shanghai or America/Los_Angeles?"],
    ["etc/gmt-8", "8 hours ahead of UTC"],
    ["Etc/GMT0", "did you mean UTC?"],
    ["PRC", "is no time zone of the IANA database; did you mean Asia/Shanghai?"],
    ["GB", "Europe/London"],
    ["GB-Eire", "Europe/London"],
    ["Japan", "Asia/Tokyo"],
    ["Singapore", "Asia/Singapore"],
    ["Hongkong", "Asia/Hong_Kong"],
    ["ROK", "Asia/Seoul"],
    ["NZ", "Pacific/Auckland"],
    ["Shanghai", "Asia/Shanghai"],
    ["new york", "America/New_York"],
    ["China Standard Time", "Asia/Shanghai"],
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["GMT Standard Time", "Europe/London"],
    ["北京时间", "Asia/Shanghai"],
    ["东八区", "Asia/Shanghai"],
    ["Asia/Beijing", "Asia/Shanghai"],
    ["Asia/Shangai", "Asia/Shanghai"],
    ["Mars", "is no time zone of the IANA database"],
  ])("is not %s, and the likely one is named", (name, words) => {
    expect(isZone(name)).toBe(false);
    expect(zoneProblem(name)?.message).toContain(words);
  });

  it("is asked for wherever it can be given", () => {
    const whole = stopOf(() => load(withFields("create_time: t", "timezone: CST")));
    expect(whole).toMatchObject({ exit: 2, message: expect.stringContaining("Asia/Shanghai") });
    const one = stopOf(() => load(withFields('create_time: { column: t, timezone: "UTC+8" }', "timezone: UTC")));
    expect(one.message).toContain("fields.create_time.timezone: UTC+8 is no time zone but an offset");
  });

  it("that is advised can be used", () => {
    const advised = ["CST", "BST", "IST", "GMT", "UTC+8", "-05:00", "+05:30", "Etc/GMT+5", "PRC", "北京时间", "Eire"];
    for (const name of advised) {
      const zones =
        zoneProblem(name)
          ?.message.match(/did you mean (.*)\?/)?.[1]
          ?.split(/, | or /) ?? [];
      expect(zones.length).toBeGreaterThan(0);
      for (const zone of zones) expect({ zone, is: isZone(zone) }).toEqual({ zone, is: true });
    }
  });
});

describe("a zone in a time's own text", () => {
  const read = (format: string, text: string, zone = "timezone: America/Chicago") => {
    const setting = format === "" ? "" : `, format: "${format}"`;
    const value = fieldOf(withFields(`create_time: { column: t${setting} }`, zone), { t: text }, "create_time");
    return typeof value === "number" ? new Date(value).toISOString() : value;
  };

  it.each([
    ["", "2024-03-05T12:00:00Z", "2024-03-05T12:00:00.000Z"],
    ["", "2024-03-05 12:00 +0800", "2024-03-05T04:00:00.000Z"],
    ["yyyy-MM-dd HH:mm O", "2024-03-05 12:00 GMT+8", "2024-03-05T04:00:00.000Z"],
    ["yyyy-MM-dd HH:mm O", "2024-03-05 12:00 UTC+08:00", "2024-03-05T04:00:00.000Z"],
    ["yyyy-MM-dd HH:mm O", "2024-03-05 12:00 UTC", "2024-03-05T12:00:00.000Z"],
    ["yyyy-MM-dd HH:mm Z", "2024-03-05 12:00 -0500", "2024-03-05T17:00:00.000Z"],
  ])("wins over the mapping's: %j, %j", (format, text, instant) => {
    expect(read(format, text)).toBe(instant);
  });

  it.each(["2024-03-05 12:00 CST", "2024-03-05 12:00 BST", "Tue Mar 05 12:00:00 IST 2024", "2024-03-05T12:00 MESZ"])(
    "is not guessed from an abbreviation, and the advice works: %j",
    (text) => {
      const mapped = mapRow(withFields("create_time: t", "timezone: UTC"), { t: text });
      const letters = text.match(/[A-Z]{3,4}/)?.[0] ?? "";
      expect(mapped).toMatchObject({
        failure: { kind: "bad_time", message: expect.stringContaining(`(${letters})`), hint: expect.any(String) },
      });
      const hint = (mapped as { failure: { hint: string } }).failure.hint;
      expect(hint).toContain(`'${letters}'`);
    },
  );

  it("in letters is said by the mapping", () => {
    const shanghai = "timezone: Asia/Shanghai";
    expect(read("yyyy-MM-dd HH:mm 'CST'", "2024-03-05 12:00 CST", shanghai)).toBe("2024-03-05T04:00:00.000Z");
    expect(read("yyyy-MM-dd HH:mm 'CST'", "2024-03-05 12:00 EST", shanghai)).toBe("bad_time");
  });

  it.each(["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm 'UTC'", "yyyy-MM-dd HH:mm 'GMT'", "yyyy-MM-dd HH:mm +08:00"])(
    "is not skipped by a format: %s",
    (format) => {
      const text = withFields(`create_time: { column: t, format: "${format}" }`, "timezone: Asia/Shanghai");
      expect(stopOf(() => load(text)).message).toMatch(/is an offset from UTC, and would be ignored/);
    },
  );

  it("may be skipped where it is the mapping's own", () => {
    expect(read("yyyy-MM-dd'T'HH:mm:ss'Z'", "2024-03-05T12:00:00Z", "timezone: UTC")).toBe("2024-03-05T12:00:00.000Z");
    expect(read("yyyy-MM-dd HH:mm 'GMT'Z", "2024-03-05 12:00 GMT+0800")).toBe("2024-03-05T04:00:00.000Z");
  });
});

describe("a reading that is shown", () => {
  const shown = (text: string, timezone?: string, time_of_day_ms = 0) =>
    sampleOf({ text, line: 2 }, [timeFormat("iso", false) as TimeFormat], { timezone, time_of_day_ms }).read;

  it("carries the offset of that day", () => {
    expect(shown("2024-01-15 09:30", "America/Chicago")).toBe("2024-01-15T09:30:00-06:00");
    expect(shown("2024-07-15 09:30", "America/Chicago")).toBe("2024-07-15T09:30:00-05:00");
    expect(shown("2024-07-15", "Asia/Shanghai")).toBe("2024-07-15T00:00:00+08:00");
    expect(shown("2024-07-15", "Asia/Shanghai", 34_200_000)).toBe("2024-07-15T09:30:00+08:00");
    expect(shown("2024-07-15", "UTC")).toBe("2024-07-15T00:00:00Z");
    expect(shown("2024-07-15T09:30Z", "Asia/Shanghai")).toBe("2024-07-15T09:30:00Z");
  });

  it("carries none that nobody knows", () => {
    expect(shown("2024-07-15 09:30")).toBe("2024-07-15T09:30:00");
    expect(shown("2024-07-15")).toBe("2024-07-15");
    expect(shown("2024-03-10 02:30", "America/Chicago")).toBe("2024-03-10T02:30:00");
  });
});
