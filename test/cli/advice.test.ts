import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { rowWarnings } from "../../src/cli/warnings.js";
import { readFailure } from "../../src/ledger/file/failures.js";
import { ExitError } from "../../src/model/exit-error.js";
import { FAILURE_AXES, type Failure, type FailureKind } from "../../src/model/failure.js";
import { Desk } from "../engine/support.js";
import { ROOT } from "./program.js";

const TALENT = "6960663240925956459";
const ROUNDED = "6960663240925950000";

/** What a mapping says beside its usual fields. */
interface Says {
  readonly top?: string;
  readonly csv?: string;
  readonly talent?: string;
  readonly time?: string;
  readonly way?: string;
  readonly zone?: string;
  /** What stands in the column of times is a text. */
  readonly is_text?: boolean;
}

function mappingOf({
  top = "",
  csv = "",
  talent = "",
  time = "",
  way = "values: { x: 2 }",
  zone = "UTC",
  is_text = false,
}: Says): string {
  const field = (column: string, more: string) => `{ column: ${column}${more === "" ? "" : `, ${more}`} }`;
  return `target: external-application
${zone === "" ? "" : `timezone: ${zone}\n`}${csv === "" ? "" : `csv: ${csv}\n`}${top}
fields:
  external_id: id
  talent_id: ${field("talent", talent)}
  ${is_text ? "stage: t" : `create_time: ${field("t", time)}`}
  delivery_type: ${field("way", way)}
`;
}

interface Told {
  readonly stop?: ExitError;
  readonly failures: readonly Failure[];
  readonly warnings: readonly { readonly kind: string; readonly hint: string; readonly message: string }[];
}

/** What `check` tells of an export. */
async function check(desk: Desk, says: Says, names: readonly string[] = ["a.csv"]): Promise<Told> {
  try {
    const { exports } = await desk.stage(names, { mapping: mappingOf(says), reuse: false });
    const pass = desk.ledger.runs.latest()?.id ?? 0;
    const failures = [...desk.ledger.summary.eachProblem(pass)].map(({ failure }) => readFailure(failure));
    return { failures, warnings: rowWarnings(exports) };
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    return { stop: error, failures: [], warnings: [] };
  }
}

interface Row {
  readonly talent?: string;
  readonly t?: string;
  readonly way?: string;
}

function place(desk: Desk, rows: readonly Row[]): void {
  const quoted = (cell: string) => (/[,"]/.test(cell) ? `"${cell}"` : cell);
  const lines = rows.map(({ talent = TALENT, t = "", way = "" }, n) =>
    [`A-${n}`, talent, t, way].map(quoted).join(","),
  );
  desk.writeRaw("a.csv", `id,talent,t,way\n${lines.join("\n")}\n`);
}

const times = (...all: readonly string[]): Row[] => all.map((t) => ({ t }));

/** The settings of a field that a message shows: `create_time: { …, format: "d/M/yyyy" }`. */
function settingsIn({ message }: Pick<ExitError, "message">): string[] {
  return Array.from(message.matchAll(/create_time: \{ …, (.*?) \}(?=\s|$)/g), ([, settings]) => settings as string);
}

describe("a time that could only be guessed: each line that is shown ends the refusal", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "day or month first": ["03/08/2024", "04/08/2024 9:05"],
    "day or month first, two-digit years": ["03/08/24", "04/08/24"],
    "both orders proved": ["13/08/2024", "08/13/2024"],
    "half converted": ["2024/3/5", "13/05/2024", "2024/6/7", "25/12/2024"],
    "half converted, with times": ["2024-03-05 09:30", "13/05/2024 09:30", "2024-06-07 10:00", "25/12/2024 10:00"],
    "half converted, two-digit years": ["2024/3/5", "13/05/24", "2024/6/7", "25/12/24"],
    "half converted, months with names": ["5-Mar-24", "13/05/2024", "7-Jun-24", "25/12/2024"],
    "half converted, numbers of days": ["45356", "13/05/2024", "45450", "25/12/2024"],
    "whole days since 1899": ["45507", "45508"],
    "seconds, perhaps": ["722652200", "722652201"],
    "milliseconds and seconds": ["1709602200000.0", "7"],
    "days with a fraction of nothing": ["45507.0", "45508,0"],
    "few calendar days": ["20240305", "99999999", "12345678"],
  };

  it.each(Object.entries(cases))("%s", async (_, cells) => {
    const desk = new Desk();
    place(desk, times(...cells));
    const follow = async (time: string, depth: number): Promise<void> => {
      const told = await check(desk, { time });
      if (told.stop === undefined) {
        // What was said to be a time in this way is one, at least once.
        expect(desk.counts().pending, `nothing is read with ${time}`).toBeGreaterThan(0);
        return;
      }
      expect(told.stop.message).toContain("create_time");
      const lines = settingsIn(told.stop);
      expect(lines.length, told.stop.message).toBeGreaterThan(0);
      expect(depth, told.stop.message).toBeLessThan(3);
      for (const line of lines) await follow(line, depth + 1);
    };
    expect((await check(desk, {})).stop).toBeDefined();
    await follow("", 0);
  });

  it("a zone that the mapping does not name", async () => {
    const desk = new Desk();
    place(desk, times("2023/08/03 10:30"));
    const { stop } = await check(desk, { zone: "" });
    expect(stop).toMatchObject({ kind: "no_timezone" });
    const [, zone = ""] = /timezone: ([\w/]+)/.exec(stop?.hint ?? "") ?? [];
    expect(await check(desk, { zone })).toEqual({ failures: [], warnings: [] });
  });
});

/** One cell that is refused, and what the advice makes of mapping or cell. */
interface Refusal {
  readonly rows: readonly Row[];
  readonly says?: Says;
  readonly kind: FailureKind;
  /** The advice's own words, of which the followed part is taken. */
  readonly advice: RegExp;
  readonly follow: (desk: Desk, found: RegExpExecArray) => Says | Promise<Says>;
  readonly after?: Partial<Record<"pending" | "skipped" | "invalid", number>>;
}

const others: readonly Row[] = Array.from({ length: 4 }, (_, n) => ({ talent: `${TALENT.slice(0, -1)}${n}` }));
const damaged = (talent: string, more: readonly Row[] = others): Refusal => ({
  rows: [{ talent }, ...more],
  kind: "damaged_id",
  advice: /`(accept_ids)`, or set `accept_ids: all`/,
  follow: (_, [, key]) => ({ talent: `${key}: ["${talent}"]` }),
});

const REFUSALS: Readonly<Record<string, Refusal>> = {
  "an id that looks rounded": damaged(ROUNDED),
  "an id that is a date": damaged("12-Mar"),
  "an id that looks like a date": damaged("2024/3/12"),
  "an id that is TRUE": damaged("TRUE"),
  "an id with .0": damaged("5310001.0"),
  "an id that may be hexadecimal": damaged("3e7"),
  "an id that has lost zeros": damaged(
    "7",
    ["00001", "00002", "00003"].map((talent) => ({ talent })),
  ),
  "an id that is a word for nothing, accepted": {
    ...damaged("nil"),
    kind: "bad_value",
  },
  "an id that is a word for nothing, in empty": {
    rows: [{ talent: "nil" }],
    kind: "bad_value",
    advice: /add the word to `(empty)`/,
    // Nothing stands there then, and the field is required: the next refusal is honest.
    follow: () => ({ top: 'empty: ["", nil]\nwhere: [{ column: talent, empty: false }]' }),
    after: { skipped: 1 },
  },
  "an id with a space inside": {
    rows: [{ talent: "69606 63240" }],
    kind: "bad_value",
    advice: /Type the id again/,
    follow: (desk) => {
      desk.edit("a.csv", "69606 63240", "6960663240");
      return {};
    },
  },
  "a mark that is no mark": {
    rows: [{ talent: "'abc" }],
    kind: "bad_value",
    advice: /Remove the mark/,
    follow: (desk) => {
      desk.edit("a.csv", "'abc", "abc");
      return {};
    },
  },
  "a required value that is missing, left out": {
    rows: [{ talent: "" }, {}],
    kind: "missing_value",
    advice: /leave such rows out with `(where)`/,
    follow: () => ({ top: "where: [{ column: talent, empty: false }]" }),
    after: { skipped: 1, pending: 1 },
  },
  "an error value that stands for nothing": {
    rows: [{ t: "#REF!" }],
    kind: "bad_value",
    advice: /add it to `(empty)`/,
    follow: () => ({ top: 'empty: ["", "#REF!"]' }),
  },
  "a value that is not listed": {
    rows: [{ way: "pigeon" }],
    kind: "unmapped_value",
    advice: /Add it under `(values)`/,
    follow: () => ({ way: "values: { x: 2, pigeon: 3 }" }),
  },
  "a value that is not listed, otherwise": {
    rows: [{ way: "pigeon" }],
    kind: "unmapped_value",
    advice: /or set a default with `(otherwise)`/,
    follow: () => ({ way: "values: { x: 2 }, otherwise: 4" }),
  },
  "a choice that is none of the target's numbers": {
    rows: [{ way: "pigeon" }],
    says: { way: "" },
    kind: "unmapped_value",
    advice: /Give the field `(values)`/,
    follow: () => ({ way: "values: { pigeon: 3 }" }),
  },
  "a time that fits no inferred format": {
    rows: times("2024/3/5", "2024/3/16", "6.3.2024"),
    says: { time: 'format: "yyyy/M/d"' },
    kind: "bad_time",
    advice: /format: \["yyyy\/M\/d", "…"\]/,
    follow: (_, [list]) => ({ time: list.replace("…", "d.M.yyyy") }),
  },
  "a time beside others whose formats were inferred": {
    rows: times("2024/3/5", "2024/3/16", "8.Mar.24"),
    kind: "bad_time",
    advice: /format: \["yyyy\/M\/d", "…"\]/,
    follow: (_, [list]) => ({ time: `${list.replace("…", "d.MMM.yy")}, two_digit_years: true` }),
  },
  "a time that has no format that is known": {
    rows: times("2024*3*5"),
    kind: "bad_time",
    advice: /Give the field a format/,
    follow: () => ({ time: 'format: "yyyy*M*d"' }),
  },
  "a word where a time should be": {
    rows: times("2024/3/5", "later"),
    kind: "bad_time",
    advice: /add it to `(empty)`/,
    follow: () => ({ top: 'empty: ["", later]' }),
  },
  "a time that there is not": {
    rows: times("2024-03-05", "0000-00-00"),
    kind: "bad_time",
    advice: /add it to `(empty)`/,
    follow: () => ({ top: 'empty: ["", "0000-00-00"]' }),
  },
  "a time of another century": {
    rows: times("2024-03-05", "1900-01-01"),
    kind: "bad_time",
    advice: /add it to `(empty)`/,
    follow: () => ({ top: 'empty: ["", "1900-01-01"]' }),
  },
  "seconds read as milliseconds": {
    rows: times("1722652200"),
    says: { time: "format: epoch-ms" },
    kind: "bad_time",
    advice: /the field's `format`: seconds read as milliseconds/,
    follow: () => ({ time: "format: epoch-s" }),
  },
  "a time that exists twice": {
    rows: times("27/10/2024 02:30", "28/10/2024 02:30"),
    says: { zone: "Europe/Berlin", time: 'format: "dd/MM/yyyy HH:mm"' },
    kind: "bad_time",
    advice: /\((\S+)\), and set (format: \[.*?\])/,
    follow: (desk, [, cell = "", format = ""]) => {
      desk.edit("a.csv", "27/10/2024 02:30", cell);
      return { zone: "Europe/Berlin", time: format };
    },
  },
  "a time that exists twice, inferred": {
    rows: times("27/10/2024 02:30", "28/10/2024 02:30"),
    says: { zone: "Europe/Berlin" },
    kind: "bad_time",
    advice: /Write the time with its offset \((\S+)\)\./,
    follow: (desk, [, cell = ""]) => {
      desk.edit("a.csv", "27/10/2024 02:30", cell);
      return { zone: "Europe/Berlin" };
    },
  },
  "a time that does not exist": {
    rows: times("2024-03-31 02:30"),
    says: { zone: "Europe/Berlin" },
    kind: "bad_time",
    advice: /set the field's `(timezone)`/,
    follow: (_, [, key]) => ({ zone: "Europe/Berlin", time: `${key}: UTC` }),
  },
  "a time with the abbreviation of a zone": {
    rows: times("2024-08-03 10:30 CST"),
    kind: "bad_time",
    advice: /\{ (format: ".*?"), timezone: … \}/,
    follow: (_, [, format]) => ({ time: `${format}, timezone: Asia/Shanghai` }),
  },
  "one key with different content": {
    rows: [{ way: "x" }],
    kind: "key_conflict",
    advice: /give each its own key/,
    follow: (desk) => {
      desk.edit("a.csv", "A-0,696,", "A-1,696,");
      return {};
    },
    // The row that gave its key up is no row of the export any more.
    after: { pending: 2, skipped: 1 },
  },
  "a record with too many cells": {
    rows: [{}],
    kind: "ragged_record",
    advice: /Quote the cells that contain the delimiter/,
    follow: (desk) => {
      desk.edit("a.csv", "a,b", '"a,b"');
      return { way: 'values: { x: 2, "a,b": 2 }' };
    },
  },
  "text behind a quotation mark": {
    rows: [{}],
    kind: "unreadable_record",
    advice: /Double every quotation mark inside a quoted cell/,
    follow: (desk) => {
      desk.edit("a.csv", '"a" b', '"""a"" b"');
      return { way: "values: { x: 2, '\"a\" b': 2 }" };
    },
  },
};

/** What `place` cannot write. */
const RAW: Readonly<Record<string, string>> = {
  "one key with different content": `id,talent,t,way\nA-0,${TALENT},,x\nA-0,696,,\n`,
  "a record with too many cells": `id,talent,t,way\nA-0,${TALENT},,a,b\nA-1,${TALENT},,x\nA-2,${TALENT},,x\n`,
  "text behind a quotation mark": `id,talent,t,way\nA-0,${TALENT},,"a" b\nA-1,${TALENT},,x\n`,
};

describe("the advice of a refusal ends it", () => {
  it.each(Object.entries(REFUSALS))("%s", async (name, { rows, says = {}, kind, advice, follow, after }) => {
    const desk = new Desk();
    place(desk, rows);
    if (RAW[name] !== undefined) desk.writeRaw("a.csv", RAW[name]);
    const told = await check(desk, says);
    expect(told.stop).toBeUndefined();
    const failure = told.failures.find((each) => each.kind === kind);
    const found = advice.exec(failure?.hint ?? "");
    expect(found, JSON.stringify(told.failures)).not.toBeNull();
    const next = await follow(desk, found as RegExpExecArray);
    const then = await check(desk, next);
    expect(then.stop).toBeUndefined();
    expect(then.failures.filter((each) => each.kind !== "excluded")).toEqual([]);
    if (after === undefined) expect(desk.counts().invalid ?? 0).toBe(0);
    else expect(desk.counts()).toEqual(after);
  });

  /** Kinds that `check` prints, whose advice is of another place, and where it is followed. */
  const ELSEWHERE: Readonly<Partial<Record<FailureKind, string>>> = {
    undecodable: "the export is to be made again",
    damaged_cell: "test/engine/restoring.test.ts",
    not_in_lookup: "test/mapping/bind.test.ts",
    bad_lookup: "test/mapping/bind.test.ts",
    talent_not_asked: "test/engine/talents.test.ts",
    talent_not_found: "test/engine/talents.test.ts",
    talent_ambiguous: "test/engine/talents.test.ts",
    bad_row_reference: "test/engine/mending.test.ts",
    bad_file: "test/engine/export-files.test.ts",
    parent_not_done: "test/engine/parents.test.ts",
    parent_unknown: "test/engine/parents.test.ts",
  };

  it("is tried for every kind of refusal", () => {
    const skips = ["excluded", "repeat", "superseded", "left_out", "undone"];
    const ours = Object.entries(FAILURE_AXES)
      .slice(0, Object.keys(FAILURE_AXES).indexOf("excluded"))
      .map(([kind]) => kind)
      .filter((kind) => !skips.includes(kind));
    const tried: string[] = [...Object.values(REFUSALS).map(({ kind }) => kind), ...Object.keys(ELSEWHERE)];
    expect(ours.filter((kind) => !tried.includes(kind))).toEqual([]);
  });
});

const NOTHING_TOLD: Told = { failures: [], warnings: [] };

describe("the advice about a whole export or mapping ends the refusal", () => {
  it("an encoding that is not certain: each that is named is taken", async () => {
    const desk = new Desk();
    // One word is no proof: Hélène, or Hélčne.
    const names = `A-1,${TALENT},,H\xe9l\xe8ne\n`;
    writeFileSync(desk.path("a.csv"), Buffer.from(`id,talent,t,way\n${names}`, "latin1"));
    const way = "values: { x: 2 }, otherwise: 4";
    const { stop } = await check(desk, { way });
    expect(stop).toMatchObject({ exit: 2, kind: "uncertain_encoding" });
    const choices = Array.from(
      stop?.hint?.matchAll(/csv: (\{ encoding: [\w-]+ \})/g) ?? [],
      ([, csv]) => csv as string,
    );
    expect(choices).toHaveLength(2);
    for (const csv of choices) expect((await check(desk, { csv, way })).stop).toBeUndefined();
  });

  it.each<[string, string, RegExp, string]>([
    ["a column that is not there", "column: talent,", /did you mean (\S+)\?/, "column: talnt,"],
    ["a field that is not there", "delivery_type:", /did you mean (\S+)\?/, "delivery_typ:"],
    [
      "a target that is not there",
      "target: external-application",
      /did you mean (\S+)\?/,
      "target: external-aplication",
    ],
    ["a zone that is none", "timezone: Asia/Shanghai", /(Asia\/\S+?)[\s?,;).]/, "timezone: CST"],
  ])("%s", async (_, right, advice, wrong) => {
    const desk = new Desk();
    place(desk, [{ way: "x", t: "2024-08-03" }]);
    const good = mappingOf({ zone: "Asia/Shanghai", talent: "accept_ids: all" });
    expect(good).toContain(right);
    const checked = (mapping: string) => desk.stage(["a.csv"], { mapping, reuse: false });
    const stop = (await checked(good.replace(right, wrong)).catch((error: unknown) => error)) as ExitError;
    const found = advice.exec(`${stop.message} ${stop.hint}\n`)?.[1];
    expect(found, `${stop.message} ${stop.hint}`).toBeDefined();
    const [bad = ""] = /talnt|delivery_typ(?=:)|external-aplication|CST/.exec(wrong) ?? [];
    await checked(good.replace(right, wrong.replace(bad, found as string)));
    expect(desk.counts()).toEqual({ pending: 1 });
  });

  it("a quotation mark that opens in the header of a file that quotes nothing", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", `id,talent,t,way,"note\nA-0,${TALENT},,x,y\n`);
    const { stop } = await check(desk, {});
    expect(stop).toMatchObject({ exit: 2, kind: "unreadable_header" });
    const [, quote] = /csv: quote: (\S+?)\.?$/.exec(stop?.hint ?? "") ?? [];
    expect(await check(desk, { csv: `{ quote: ${quote} }` })).toEqual({ failures: [], warnings: [] });
    expect(desk.counts()).toEqual({ pending: 1 });
  });

  it("a line that may be text of the unreadable record above: the marks of that one are corrected", async () => {
    const desk = new Desk();
    const row = (at: number, note: string) => `"A-${at}","${TALENT.slice(0, -1)}${at}","","x","${note}"`;
    const rows = [0, 1, 2, 3].map((at) => row(at, at === 2 ? '"see\nis 5, ft 10, and, so, on\nbye' : "y"));
    desk.writeRaw("a.csv", `id,talent,t,way,note\n${rows.join("\n")}\n`);
    const { failures } = await check(desk, {});
    expect(failures.map(({ kind }) => kind)).toEqual(Array(3).fill("unreadable_record"));
    expect(failures[1]).toMatchObject({ hint: expect.stringContaining("quotation marks of the record above first") });
    desk.edit("a.csv", '""see', '"see');
    expect(await check(desk, {})).toEqual({ failures: [], warnings: [] });
    expect(desk.counts().pending).toBe(4);
  });

  it("a header line that is said wrongly", async () => {
    const desk = new Desk();
    place(desk, [{ way: "x" }]);
    const { stop } = await check(desk, { csv: "{ header_line: 9 }" });
    expect(stop?.hint).toMatch(/Correct csv: header_line/);
    expect((await check(desk, { csv: "{ header_line: 1 }" })).failures).toEqual([]);
  });

  it("a mark of another encoding: each of both ways", async () => {
    const desk = new Desk();
    place(desk, [{ way: "x" }]);
    writeFileSync(desk.path("a.csv"), `\ufeff${readFileSync(desk.path("a.csv"), "utf8")}`);
    const { stop } = await check(desk, { csv: "{ encoding: gb18030 }" });
    expect(stop).toMatchObject({ exit: 2, kind: "wrong_encoding" });
    const [, encoding] = /^Set it to (\S+), or remove csv: encoding/.exec(stop?.hint ?? "") ?? [];
    for (const csv of [`{ encoding: ${encoding} }`, ""]) expect(await check(desk, { csv })).toEqual(NOTHING_TOLD);
    expect(desk.counts()).toEqual({ pending: 1 });
  });

  const ROW = `A-0,${TALENT},,x,`;
  const TABLE = `id,talent,t,way,stage\n${ROW}Größe\n`;
  const gzipped = gzipSync(Buffer.from(TABLE.repeat(50)));
  /** Greek of DOS. */
  const GREEK = [
    "\x91\xe7\xa3\x99\xa6\xac\xa2\xa6\xaa \xa7\xe0\xa2\xe3\xa9\x9c\xe0\xa4",
    "\x8b\x9e\xae\x98\xa4\xa0\xa1\xe6\xaa",
    "\x91\xac\xa4\xe2\xa4\xab\x9c\xac\xa5\x9e",
    "\x80\xa7\xe6\xa8\xa8\xa0\xaf\x9e",
    "\x80\xa5\xa0\xa6\xa2\xe6\x9a\x9e\xa9\x9e",
    "\x8a\xa6\x9a\xa0\xa9\xab\xe3\xaa",
  ];

  it.each<[string, string, Buffer, RegExp, (desk: Desk) => void]>([
    [
      "a mark that is not true: it is exported as UTF-8",
      "wrong_encoding",
      Buffer.from(`\xff\xfe${TABLE}`, "latin1"),
      /^Export it again as CSV UTF-8\.$/,
      (desk) => desk.writeRaw("a.csv", TABLE),
    ],
    [
      "an encoding that is not read here: it is exported as UTF-8",
      "unknown_encoding",
      Buffer.from(
        `id,talent,t,way,stage\n${GREEK.map((stage, n) => `A-${n},${TALENT},,x,${stage}\n`).join("")}`,
        "latin1",
      ),
      /^Export it again as CSV UTF-8\.$/,
      (desk) => desk.writeRaw("a.csv", TABLE),
    ],
    [
      "a packed file that is cut off: it is copied again",
      "damaged_gzip",
      gzipped.subarray(0, -9),
      /^Copy or download it again, or unpack it yourself/,
      (desk) => writeFileSync(desk.path("a.csv"), gzipSync(Buffer.from(TABLE))),
    ],
    [
      "a packed file that is cut off: it is unpacked",
      "damaged_gzip",
      gzipSync(Buffer.from(TABLE)).subarray(0, -9),
      /or unpack it yourself to see how much is intact\.$/,
      (desk) => {
        const { stdout } = spawnSync("gzip", ["-dc"], { input: readFileSync(desk.path("a.csv")) });
        writeFileSync(desk.path("a.csv"), stdout);
      },
    ],
    [
      "lines that are all blank",
      "no_header",
      Buffer.from("\n  \n,,,\n"),
      /^Export it again\.$/,
      (desk) => desk.writeRaw("a.csv", TABLE),
    ],
    [
      "titles without records",
      "no_rows",
      Buffer.from("id,talent,t,way,stage\n"),
      /^Export it again, or correct csv: header_line/,
      (desk) => desk.writeRaw("a.csv", TABLE),
    ],
  ])("%s", async (_name, kind, bytes, advice, follow) => {
    const desk = new Desk();
    writeFileSync(desk.path("a.csv"), bytes);
    const { stop } = await check(desk, {});
    expect(stop).toMatchObject({ exit: 2, kind, hint: expect.stringMatching(advice) });
    follow(desk);
    expect(await check(desk, {})).toEqual(NOTHING_TOLD);
    expect(desk.counts()).toEqual({ pending: 1 });
  });

  it("an encoding in which nothing makes sense: the one that is named is taken", async () => {
    const desk = new Desk();
    const text = "\xdd\xb5\xfe\xe9\xb8\xde \xe0\xdd\xd3\xb6\xe7\xdb";
    writeFileSync(desk.path("a.csv"), Buffer.from(`id,talent,t,way\nA-0,${TALENT},,${text}\n`, "latin1"));
    const way = "values: { x: 2 }, otherwise: 4";
    const { stop } = await check(desk, { way });
    expect(stop?.kind).toMatch(/^un(?:known|certain)_encoding$/);
    expect((await check(desk, { way, csv: "{ encoding: koi8-r }" })).stop).toBeUndefined();
    expect(desk.counts()).toEqual({ pending: 1 });
  });

  it("a header line that is blank", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", `\n${TABLE}`);
    const { stop } = await check(desk, { csv: "{ header_line: 1 }" });
    expect(stop).toMatchObject({ kind: "no_header", hint: "Correct csv: header_line in the mapping." });
    expect(await check(desk, { csv: "{ header_line: 2 }" })).toEqual(NOTHING_TOLD);
  });

  it("a delimiter that the mapping names wrongly: each of both ways", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", TABLE.replaceAll(",", ";"));
    const { stop } = await check(desk, { csv: '{ delimiter: "," }' });
    const [, delimiter] = /^Set csv: delimiter: ("\S+") in the mapping, or remove it/.exec(stop?.hint ?? "") ?? [];
    for (const csv of [`{ delimiter: ${delimiter} }`, ""]) expect(await check(desk, { csv })).toEqual(NOTHING_TOLD);
  });
});

describe("the advice of a warning ends it", () => {
  const TEXT: Says = { is_text: true };

  it.each<[string, readonly Row[], string, RegExp, (found: RegExpExecArray) => Says]>([
    [
      "dates that may have been exchanged",
      times("2023/3/5", "13/05/2023"),
      "perhaps_exchanged",
      /format: \[.*\]/,
      ([format]) => ({ time: format }),
    ],
    [
      "words for nothing",
      [{ t: "None" }, { t: "暂无" }, { t: "Offer" }],
      "word_for_nothing",
      /empty: \[.*\]/,
      ([empty]) => ({ top: empty, ...TEXT }),
    ],
    [
      "what has the form of an error value",
      [{ t: "#OOPS!" }, { t: "Offer" }],
      "like_error_value",
      /list it under `(empty)`/,
      () => ({ top: 'empty: ["", "#OOPS!"]', ...TEXT }),
    ],
  ])("%s", async (_, rows, kind, advice, follow) => {
    const desk = new Desk();
    place(desk, rows);
    const warning = (await check(desk, kind === "perhaps_exchanged" ? {} : TEXT)).warnings.find(
      (each) => each.kind === kind,
    );
    const found = advice.exec(warning?.hint ?? "");
    expect(found, warning?.hint).not.toBeNull();
    const then = await check(desk, follow(found as RegExpExecArray));
    expect(then).toEqual({ failures: [], warnings: [] });
  });
});

describe("a command that a message names", () => {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(ROOT, "src", path), "utf8"));
  const named = new Set(
    sources.flatMap((text) => Array.from(text.matchAll(/hire-import ([a-z]+)((?: --?[\w-]+)*)/g), ([line]) => line)),
  );
  const program = createProgram([], async () => undefined);
  const find = (name: string): Command | undefined => program.commands.find((each) => each.name() === name);

  // A word that is no command and has no flags is one of a sentence: "hire-import writes …".
  const lines = Array.from(named).filter((line) => / --?\w/.test(line) || find(line.split(" ")[1] ?? "") !== undefined);

  it.each(lines)("%s is one, with these flags", (line) => {
    const [, name = "", ...flags] = line.split(" ");
    expect(find(name)).toBeDefined();
    const known = (find(name) as Command).options.flatMap(({ long, short }) => [long, short]);
    expect(flags.filter((flag) => flag !== "--help" && !known.includes(flag))).toEqual([]);
  });
});
