import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import type { EngineEvent } from "../../src/engine/events.js";
import { stage } from "../../src/engine/staging/stage.js";
import { loadMapping } from "../../src/mapping/index.js";
import { TARGETS } from "../../src/targets/index.js";
import { Desk } from "./support.js";

const HEADER = "id,talent,created,ended\n";
const TALENT = "6960663240925956459";

/** Both times are to be inferred, unless the fields say otherwise. */
function mapping({ created = "created", ended = "ended", top = "timezone: Asia/Shanghai" } = {}): string {
  return `target: external-application\n${top}\nfields:
  external_id: id
  talent_id: talent
  create_time: ${created}
  modify_time: ${ended}
`;
}

class SurveyDesk extends Desk {
  override mapping = mapping();

  /** Rows with these times, from line 2 on: `created` or `created ended`, parted by a bar. */
  times(name: string, ...all: readonly string[]): string {
    const lines = all.map((times, index) => {
      const [created = "", ended = ""] = times.split("|");
      return `${name}-${index + 1},${TALENT},${created},${ended}\n`;
    });
    return this.writeRaw(name, HEADER + lines.join(""));
  }

  /** What became of the times of each row: UTC, or why there is none. */
  read(field = "create_time"): (string | null)[] {
    return this.rows().map(({ payload, kind }) => {
      const at_ms = payload === null ? undefined : (JSON.parse(payload) as Record<string, number>)[field];
      return at_ms === undefined ? kind : new Date(at_ms).toISOString().slice(0, 16);
    });
  }

  profiled(): string[] {
    const looked = this.events.filter((event) => event.event === "profiling") as { path: string }[];
    return Array.from(new Set(looked.map(({ path }) => path.replace(`${this.folder}/`, ""))));
  }

  factsOf(name: string) {
    return JSON.parse(this.ledger.sources.byPath(this.path(name))?.facts ?? "null");
  }
}

const reasonOf = (work: Promise<unknown>): Promise<Error & { kind: string; exit: number }> =>
  work.then(
    () => expect.unreachable("nothing was thrown"),
    (error) => error,
  );

describe("a time without a format", () => {
  it("is read as its whole column says", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "03/08/2024 10:30|2024年8月5日 下午2:30", "13/08/2024|-", "gestern");
    await desk.stage(["a.csv"]);
    expect(desk.read()).toEqual(["2024-08-03T02:30", "2024-08-12T16:00", "bad_time"]);
    expect(desk.read("modify_time")).toEqual(["2024-08-05T06:30", null, "bad_time"]);
    expect(desk.factsOf("a.csv").times).toEqual({
      modify_time: {
        formats: ["yyyy年M月d日 ah:mm"],
        cells: 1,
        samples: [{ text: "2024年8月5日 下午2:30", read: "2024-08-05T14:30:00+08:00" }],
      },
      create_time: {
        formats: ["dd/MM/yyyy H:mm", "dd/MM/yyyy"],
        cells: 3,
        samples: [
          { text: "03/08/2024 10:30", read: "2024-08-03T10:30:00+08:00" },
          { text: "13/08/2024", read: "2024-08-13T00:00:00+08:00" },
        ],
      },
    });
  });

  it("is inferred from the cells that the field reads, and from no others", async () => {
    const desk = new SurveyDesk();
    desk.mapping = mapping({
      created: "{ columns: [created, ended] }",
      ended: "{ value: 2024-08-03 }",
      top: "timezone: UTC\nempty: [none]\nwhere: [{ column: id, not_in: [a.csv-3] }]",
    });
    desk.times("a.csv", "none|14/08/2024", "03/08/2024|08/14/2024", "08/14/2024|");
    desk.edit("a.csv", "a.csv-3", "a.csv-3");
    await desk.stage(["a.csv"]);
    expect(desk.read()).toEqual(["2024-08-14T00:00", "2024-08-03T00:00", "excluded"]);
  });

  it("is a template's, too", async () => {
    const desk = new SurveyDesk();
    desk.mapping = mapping({ created: '{ template: "{created} {ended}" }', ended: "{ value: 2024-08-03 }" });
    desk.times("a.csv", "13/08/2024|10:30", "03/08/2024|9:05");
    await desk.stage(["a.csv"]);
    expect(desk.read()).toEqual(["2024-08-13T02:30", "2024-08-03T01:05"]);
  });

  it("is read where a program took the column for numbers with a fraction", async () => {
    const desk = new SurveyDesk();
    desk.mapping = mapping({ top: "timezone: UTC" });
    desk.times("a.csv", "1709602200000.0|1709702200.0", "1709688600000.0|", "1709775000000.0|1709875000.0");
    desk.times("b.csv", "20240305.0|", "20240306.0|");
    await desk.stage(["a.csv", "b.csv"]);
    const days = ["2024-03-05T00:00", "2024-03-06T00:00"];
    expect(desk.read()).toEqual(["2024-03-05T01:30", "2024-03-06T01:30", "2024-03-07T01:30", ...days]);
    expect(desk.read("modify_time").slice(0, 3)).toEqual(["2024-03-06T05:16", null, "2024-03-08T05:16"]);
  });

  it("is not looked at in a total line", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "1722652200");
    writeFileSync(desk.path("a.csv"), `${HEADER}1,${TALENT},1722652200,\n合计,,1,\n`);
    await desk.stage(["a.csv"]);
    expect(desk.read()).toEqual(["2024-08-03T02:30"]);
  });

  it("in two exports of one call is read in each as it is written there", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "13/08/2024");
    desk.times("b.csv", "08/13/2024");
    const { exports } = await desk.stage(["a.csv", "b.csv"]);
    expect(desk.read()).toEqual(["2024-08-12T16:00", "2024-08-12T16:00"]);
    expect(exports.map(({ facts }) => facts.times.create_time?.formats)).toEqual([["dd/MM/yyyy"], ["MM/dd/yyyy"]]);
  });
});

describe("a time that could only be guessed stops the run", () => {
  it("and all of them are told at once, before anything is staged", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "2024-08-03");
    desk.times("b.csv", "03/08/2024|8/3/24", "04/08/2024|");
    desk.times("c.csv", "13/08/2024|45507", "08/13/2024");
    const stop = await reasonOf(desk.stage(["a.csv", "b.csv", "c.csv"]));
    expect(stop).toMatchObject({ exit: 2, kind: "unknown_time" });
    expect(stop.message.replaceAll(`${desk.folder}/`, "").split("\n")).toEqual([
      'b.csv: modify_time (column ended) writes years with two digits: line 2 "8/3/24"',
      "modify_time: { …, two_digit_years: true }",
      "b.csv: create_time (column created) could have the day first or the month first, and none of its 2 cells " +
        'proves which: line 2 "03/08/2024"',
      'is 2024-08-03T00:00:00+08:00 with  create_time: { …, format: "dd/MM/yyyy" }',
      'is 2024-03-08T00:00:00+08:00 with  create_time: { …, format: "MM/dd/yyyy" }',
      'c.csv: modify_time (column ended) holds numbers that may be times or something else: line 2 "45507"',
      'modify_time: { …, format: "excel-serial" }   # days since 1899; is 2024-08-03T00:00:00+08:00',
      'c.csv: create_time (column created) has day and month in different orders: line 2 "13/08/2024" cannot be ' +
        'MM/dd/yyyy, line 3 "08/13/2024" cannot be dd/MM/yyyy',
      'create_time: { …, format: "MM/dd/yyyy" }',
      'create_time: { …, format: "dd/MM/yyyy" }',
    ]);
    expect(desk.rows()).toEqual([]);
  });

  it("where a spreadsheet has exchanged day and month of some, and the line that is shown reads them", async () => {
    const desk = new SurveyDesk();
    desk.mapping = mapping({ ended: "{ value: 2024-08-03 }" });
    desk.times("a.csv", "2024/3/5", "13/05/2024", "2024/12/11", "25/12/2024", "2024/6/7", "30/06/2024");
    const stop = await reasonOf(desk.stage(["a.csv"]));
    expect(stop).toMatchObject({ exit: 2, kind: "ambiguous_time" });
    const [line = ""] = /(?<=create_time: )\{.*\}/.exec(stop.message) ?? [];
    desk.mapping = mapping({ created: line.replace("…", "column: created"), ended: "{ value: 2024-08-03 }" });
    await desk.stage(["a.csv"]);
    const days = ["2024-05-03", "2024-05-13", "2024-11-12", "2024-12-25", "2024-07-06", "2024-06-30"];
    expect(desk.read()).toEqual(
      days.map((day) => new Date(Date.parse(day) - 8 * 3_600_000).toISOString().slice(0, 16)),
    );
  });

  it("unless the mapping says what it is", async () => {
    const desk = new SurveyDesk();
    desk.mapping = mapping({ created: '{ column: created, format: "MM/dd/yyyy" }', ended: "{ value: 2024-08-03 }" });
    desk.times("a.csv", "03/08/2024", "13/08/2024");
    await desk.stage(["a.csv"]);
    expect(desk.read()).toEqual(["2024-03-07T16:00", "bad_time"]);
    expect(desk.profiled()).toEqual([]);
    expect(desk.factsOf("a.csv")).toBeNull();
  });

  it("where it needs a zone that nobody has named", async () => {
    const desk = new SurveyDesk();
    desk.mapping = mapping({ top: "" });
    desk.times("a.csv", "13/08/2024|2024-08-03");
    const stop = await reasonOf(desk.stage(["a.csv"]));
    expect(stop).toMatchObject({ exit: 2, kind: "no_timezone" });
    expect(stop.message).toMatch(/create_time \(column created\) has times without an offset \(dd\/MM\/yyyy\)/);
    expect(stop.message).not.toMatch(/modify_time/);
  });

  it("but not where no cell is a time: its rows are invalid", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "gestern|2024-08-03", "|2024-08-03");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 a.csv-1 invalid bad_time", "3 a.csv-2 pending"]);
  });
});

describe("what was found out about an export", () => {
  it("is not found out again while it is staged whole", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "13/08/2024");
    await desk.stage(["a.csv"]);
    expect(desk.profiled()).toEqual(["a.csv"]);
    desk.events.length = 0;
    const { exports } = await desk.stage(["a.csv"]);
    expect(desk.profiled()).toEqual([]);
    expect(exports[0]?.facts.times.create_time?.formats).toEqual(["dd/MM/yyyy"]);
  });

  it("is found out anew when it has changed, and its rows take what it says now", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "03/08/2024", "13/08/2024");
    await desk.stage(["a.csv"]);
    desk.edit("a.csv", "13/08/2024", "08/13/2024");
    await desk.stage(["a.csv"]);
    expect(desk.read()).toEqual(["2024-03-07T16:00", "2024-08-12T16:00"]);
  });

  it("holds for rows that are mended, however few they are", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "03/08/2024", "13/08/2024", "x", "y");
    await desk.stage(["a.csv"]);
    expect(await desk.failures("a.csv", "failed.csv")).toBe(2);
    desk.edit("failed.csv", ",x,", ",04/08/2024,");
    desk.edit("failed.csv", ",y,", ",05/08/2024,");
    await desk.stage(["failed.csv"]);
    expect(desk.read()).toEqual(["2024-08-02T16:00", "2024-08-12T16:00", "2024-08-03T16:00", "2024-08-04T16:00"]);
    desk.events.length = 0;
    await desk.stage(["failed.csv"]);
    expect(desk.events).toContainEqual({ event: "staged", path: desk.path("failed.csv"), reused: true });
  });

  it("holds for mended rows as their export is now, where both are given", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "03/08/2024", "13/08/2024", "x");
    await desk.stage(["a.csv"]);
    await desk.failures("a.csv", "failed.csv");
    desk.edit("failed.csv", ",x,", ",04/08/2024,");
    desk.edit("a.csv", "13/08/2024", "08/13/2024");
    await desk.stage(["failed.csv", "a.csv"]);
    expect(desk.read()[2]).toBe("2024-04-07T16:00");
  });

  it("differs between two exports, so one file cannot mend the rows of both", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "13/08/2024", "x");
    desk.times("b.csv", "08/13/2024", "y");
    await desk.stage(["a.csv", "b.csv"]);
    await desk.failures("a.csv", "failed.csv");
    await desk.failures("b.csv", "failed-b.csv");
    const [, row = ""] = readFileSync(desk.path("failed-b.csv"), "utf8").split("\r\n");
    appendFileSync(desk.path("failed.csv"), `${row}\r\n`);
    const stop = await reasonOf(desk.stage(["failed.csv"]));
    expect(stop).toMatchObject({ exit: 2, kind: "mixed_time" });
    expect(stop.message).toMatch(/rows of two exports that write create_time in different ways/);
  });

  it("is nothing when a signal comes in between: nothing is staged by it, whoever stages", async () => {
    const desk = new SurveyDesk();
    desk.times("a.csv", "03/08/2024", "04/08/2024");
    const brake = new Brake();
    desk.events.push = (event: EngineEvent) => {
      if (event.event === "profiling") brake.pull({ why: "sigint" });
      return 0;
    };
    const { exports } = await desk.stage(["a.csv"], { brake });
    expect(exports[0]?.is_cut_short).toBe(true);
    const { ledger, clock } = desk;
    const mapping = loadMapping(desk.path("mapping.yaml"), TARGETS);
    const more = { pass: desk.beginRun(), version: "1.0.0", reuse: true, brake: new Brake(), observe: () => undefined };
    await stage({ ledger, clock, mapping, exports, ...more });
    expect(desk.rows()).toEqual([]);
  });
});

describe("ids that look rounded", () => {
  const rounded = "6960663240925950000";
  const given = mapping({ created: "{ value: 2024-08-03 }", ended: "{ value: 2024-08-03 }" });
  const lines = (count: number, talent = (n: number) => `69606632409${String(10_000_000 + n)}7`) =>
    Array.from({ length: count }, (_, n) => `A-${n},${talent(n)},,\n`).join("");

  async function statuses(text: string | Buffer, name = "a.csv") {
    const desk = new SurveyDesk();
    desk.mapping = given;
    writeFileSync(desk.path(name), text);
    await desk.stage([name]);
    const invalid = desk.rows().filter(({ status }) => status === "invalid");
    return { invalid: invalid.length, profiled: desk.profiled().length };
  }

  it("are honest among many, and damaged among few", async () => {
    const some = `X,${rounded},,\n`;
    expect(await statuses(HEADER + lines(1100) + some)).toEqual({ invalid: 0, profiled: 1 });
    expect(await statuses(HEADER + some + lines(900))).toEqual({ invalid: 1, profiled: 1 });
    const packed = gzipSync(HEADER + lines(1100) + some);
    expect(await statuses(packed, "a.csv.gz")).toEqual({ invalid: 0, profiled: 1 });
  });

  it("cost no second reading where there are none, and not all of one where there are few", async () => {
    expect(await statuses(HEADER + lines(1100))).toEqual({ invalid: 0, profiled: 0 });
    const desk = new SurveyDesk();
    desk.mapping = given;
    desk.writeRaw("a.csv", `${HEADER}${lines(40_000)}X,${rounded},,\n`);
    await desk.stage(["a.csv"]);
    expect(desk.rows().at(-1)).toMatchObject({ key: "X", status: "pending" });
    const seen = desk.events.filter((event) => event.event === "profiling").map(({ records }) => records);
    expect(Math.max(...seen)).toBeLessThan(20_000);
  });
});
