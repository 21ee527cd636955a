import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Failure } from "../../src/model/failure.js";
import { encode } from "../exports/encode.js";
import { inColumn, type SavedAs, saveAgain } from "./saved-again.js";
import { Desk } from "./support.js";

const MAPPING = `target: external-application
timezone: Asia/Shanghai
csv: { encoding: gb18030, delimiter: ";" }
fields:
  external_id: 编号
  talent_id: 人才
  create_time: { column: 时间, format: "yyyy-MM-dd HH:mm" }
  delivery_type: { column: 来源, values: { 内推: 3 } }
  stage: 状态
`;
const talent = (n: number) => `69606632409259564${50 + n}`;
const time = (n: number) => `2024-03-0${n} 09:30`;
const COLUMNS = "编号;人才;时间;来源;状态;备注\n";
const record = (n: number) => `0012${n};${talent(n)};${time(n)};鸽子;已归档 – ok;"两行\n备注"\n`;

/** Three rows whose 来源 is not listed, and their failures in `failed.csv`. */
async function failed(): Promise<Desk> {
  const desk = new Desk();
  desk.mapping = MAPPING;
  writeFileSync(desk.path("a.csv"), encode(COLUMNS + [1, 2, 3].map(record).join(""), "gb18030"));
  await desk.stage(["a.csv"]);
  expect(await desk.failures("a.csv", "failed.csv")).toBe(3);
  return desk;
}

const mendSource = inColumn("来源", () => "内推");
const compose =
  (...changes: NonNullable<SavedAs["change"]>[]): NonNullable<SavedAs["change"]> =>
  (table) =>
    changes.reduce((result, change) => change(result.map((cells) => [...cells])) as string[][], table);

/** Ids and times as Excel shows them. */
const shownByExcel = compose(
  inColumn("编号", (cell) => cell.replace(/^0+/, "")),
  inColumn("人才", () => "6.96066E+18"),
  inColumn("时间", (cell) => cell.replace(/^2024-03-0(\d) 09:30$/, "2024/3/$1 9:30")),
);

const payloads = (desk: Desk) =>
  desk.rows().map(({ payload }) => {
    const { external_id, talent_id, create_time, stage } = JSON.parse(payload ?? "{}");
    return [external_id, talent_id, create_time, stage];
  });
const EXPECTED = [1, 2, 3].map((n) => [`0012${n}`, talent(n), Date.UTC(2024, 2, n, 1, 30), "已归档 – ok"]);

function failuresOf(desk: Desk, pass: number): Failure[] {
  return [...desk.ledger.summary.eachProblem(pass)].map(({ failure }) => JSON.parse(failure) as Failure);
}

describe("a failures file that another program has saved goes back in", () => {
  const lossless: Readonly<Record<string, SavedAs>> = {
    "as UTF-8 without its mark": {},
    "with semicolons in GBK": { delimiter: ";", encoding: "gb18030" },
    "with tabs in UTF-16 with a mark": { delimiter: "\t", encoding: "utf-16le", has_mark: true },
    "with tabs in UTF-16 without a mark": { delimiter: "\t", encoding: "utf-16be" },
    "with LF alone": { line_end: "\n" },
    "with CR alone": { line_end: "\r" },
    "under a sep= line": { delimiter: ";", above: ["sep=;"] },
    "under blank lines and a heading": { above: ["", "to be mended"] },
    "with every cell quoted": { line: (cells, by) => cells.map((c) => (c.startsWith('"') ? c : `"${c}"`)).join(by) },
    "with the records in another order": { change: ([titles = [], ...records]) => [titles, ...records.reverse()] },
    "with the columns in another order": { change: (table) => table.map((cells) => cells.reverse()) },
    "with a column added and one gone": { change: (table) => table.map((cells) => [...cells.slice(0, -1), "x"]) },
    "with columns without a title": { change: (table) => table.map((cells) => ["", ...cells, "", ""]) },
    "with pandas' own first column": {
      change: (table) => table.map((cells, at) => [at === 0 ? "Unnamed: 0" : `${at - 1}`, ...cells]),
    },
    "with empty lines below": { change: (table) => [...table, table[0]?.map(() => "") ?? [], [""]] },
    "with empty cells left out at the end of lines": {
      change: ([titles = [], ...records]) => [[...titles, "x", "y"], ...records.map((cells) => [...cells, ""])],
    },
    "with more delimiters than titles": {
      change: (table) => table.map((cells, at) => (at === 0 ? cells : [...cells, "", ""])),
    },
  };

  it.each(Object.entries(lossless))("%s", async (_, how) => {
    const desk = await failed();
    const change = how.change === undefined ? mendSource : compose(mendSource, how.change);
    saveAgain(desk, "failed.csv", { ...how, change });
    const { restored } = await desk.stage(["failed.csv"]);
    expect(payloads(desk)).toEqual(EXPECTED);
    expect(desk.counts()).toEqual({ pending: 3 });
    expect(restored.get(desk.path("failed.csv"))).toMatchObject({ not_compared: [] });
  });

  it("with records deleted: the others stay what they are", async () => {
    const desk = await failed();
    saveAgain(desk, "failed.csv", { change: compose(mendSource, (table) => table.slice(0, 2)) });
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 1, invalid: 2 });
  });
});

describe("a failures file that was staged", () => {
  it("is read again as it was read then", async () => {
    const desk = new Desk();
    // In GBK nothing but the mapping's title tells what this one character is: in UTF-8 it is another one.
    desk.mapping = "target: external-application\nfields: { external_id: id, talent_id: talent, stage: 女 }\n";
    desk.writeRaw("a.csv", "id,talent,女\nA-1,,x\n");
    await desk.stage(["a.csv"]);
    await desk.failures("a.csv", "failed.csv");
    saveAgain(desk, "failed.csv", { encoding: "gb18030", change: inColumn("_reason", () => "") });
    await desk.stage(["failed.csv"]);
    expect(await desk.failures("failed.csv", "failed-2.csv")).toBe(1);
    expect(readFileSync(desk.path("failed-2.csv"), "utf8")).toMatch(/,id,talent,女\r\n/);
  });
});

describe("a cell that is exactly what a spreadsheet makes of it", () => {
  it("is put back, and counted", async () => {
    const desk = await failed();
    saveAgain(desk, "failed.csv", { delimiter: ";", change: compose(mendSource, shownByExcel) });
    const { restored } = await desk.stage(["failed.csv"]);
    expect(payloads(desk)).toEqual(EXPECTED);
    expect(restored.get(desk.path("failed.csv"))).toEqual({
      cells: 9,
      rows: 3,
      columns: { 编号: 3, 人才: 3, 时间: 3 },
      not_compared: [],
    });
  });

  it("is put back where the encoding had no character for it", async () => {
    const desk = await failed();
    const titles = compose(
      mendSource,
      inColumn("状态", (cell) => cell.replace("–", "?")),
    );
    saveAgain(desk, "failed.csv", { change: titles });
    const { restored } = await desk.stage(["failed.csv"]);
    expect(payloads(desk)).toEqual(EXPECTED);
    expect(restored.get(desk.path("failed.csv"))).toMatchObject({ columns: { 状态: 3 } });
  });

  it("is put back again when the file is saved a second time, and when it is written out anew", async () => {
    const desk = await failed();
    saveAgain(desk, "failed.csv", { change: shownByExcel });
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ invalid: 3 });
    expect(await desk.failures("failed.csv", "failed-2.csv")).toBe(3);
    saveAgain(desk, "failed-2.csv", {
      encoding: "gb18030",
      change: compose(
        mendSource,
        inColumn("人才", () => "7E+18"),
      ),
    });
    await desk.stage(["failed-2.csv"]);
    expect(payloads(desk)).toEqual(EXPECTED);
  });

  it("costs a row that was refused nothing: it stays refused, under its key", async () => {
    const desk = new Desk();
    desk.write("a.csv", `A-1,${talent(1)},offer,`);
    await desk.stage(["a.csv"]);
    desk.sent("A-1", "rejected", 1002102);
    await desk.failures("a.csv", "failed.csv");
    saveAgain(desk, "failed.csv", { change: inColumn("talent", () => "6.96066E+18") });
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 rejected refused"]);
  });
});

describe("what somebody has written", () => {
  it("is taken as it is", async () => {
    const desk = await failed();
    const other = talent(9);
    saveAgain(desk, "failed.csv", {
      change: compose(
        mendSource,
        inColumn("人才", () => other),
      ),
    });
    const { restored } = await desk.stage(["failed.csv"]);
    expect(payloads(desk).map(([, id]) => id)).toEqual([other, other, other]);
    expect(restored.get(desk.path("failed.csv"))).toMatchObject({ cells: 0, rows: 0 });
  });

  it("is never undone by what the export says, also when a spreadsheet shows both alike", async () => {
    const desk = await failed();
    saveAgain(desk, "failed.csv", { change: inColumn("人才", () => talent(9)) });
    await desk.stage(["failed.csv"]);
    saveAgain(desk, "failed.csv", {
      change: compose(
        mendSource,
        inColumn("人才", () => "6.96066E+18"),
      ),
    });
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ invalid: 3 });
    saveAgain(desk, "failed.csv", { line_end: "\n" });
    await desk.stage(["failed.csv"]);
    expect(failuresOf(desk, 4).map(({ kind, column }) => [kind, column])).toEqual(
      Array(3).fill(["damaged_cell", "人才"]),
    );
    saveAgain(desk, "failed.csv", { change: inColumn("人才", () => talent(9)) });
    await desk.stage(["failed.csv"]);
    expect(payloads(desk).map(([, id]) => id)).toEqual([talent(9), talent(9), talent(9)]);
  });

  it("is forgotten when it is what the export says again", async () => {
    const desk = await failed();
    saveAgain(desk, "failed.csv", { change: inColumn("人才", () => talent(9)) });
    await desk.stage(["failed.csv"]);
    const back = (n: number) => talent(n);
    let n = 0;
    saveAgain(desk, "failed.csv", { change: inColumn("人才", () => back(++n)) });
    await desk.stage(["failed.csv"]);
    saveAgain(desk, "failed.csv", { change: compose(mendSource, shownByExcel) });
    await desk.stage(["failed.csv"]);
    expect(payloads(desk)).toEqual(EXPECTED);
  });

  it("is forgotten when the export itself was mended since", async () => {
    const desk = await failed();
    saveAgain(desk, "failed.csv", { change: inColumn("人才", () => talent(9)) });
    await desk.stage(["failed.csv"]);
    const again = [1, 2, 3].map((n) => record(n).replace("鸽子", "白鸽")).join("");
    writeFileSync(desk.path("a.csv"), encode(COLUMNS + again, "gb18030"));
    await desk.stage(["a.csv"]);
    expect(await desk.failures("a.csv", "failed-2.csv")).toBe(3);
    saveAgain(desk, "failed-2.csv", { change: compose(mendSource, shownByExcel) });
    await desk.stage(["failed-2.csv"]);
    expect(payloads(desk)).toEqual(EXPECTED);
  });

  it("may be an id that looks rounded, where the mapping accepts it", async () => {
    const desk = await failed();
    const rounded = "6960663240925000000";
    desk.mapping = MAPPING.replace("talent_id: 人才", `talent_id: { column: 人才, accept_ids: [${rounded}] }`);
    saveAgain(desk, "failed.csv", {
      change: compose(
        mendSource,
        inColumn("人才", () => rounded),
      ),
    });
    await desk.stage(["failed.csv"]);
    expect(payloads(desk).map(([, id]) => id)).toEqual([rounded, rounded, rounded]);
  });
});

describe("what a spreadsheet has damaged otherwise", () => {
  it("is told cell by cell, and not sent", async () => {
    const desk = await failed();
    const damage = compose(
      mendSource,
      inColumn("编号", () => "#NAME?"),
      inColumn("人才", () => "7.12E+18"),
      inColumn("时间", () => "########"),
      inColumn("状态", () => "??? ok"),
    );
    saveAgain(desk, "failed.csv", { change: (table) => damage(table.slice(0, 2)) });
    await desk.stage(["failed.csv"]);
    const [failure] = failuresOf(desk, 2);
    expect(desk.row("00121")).toMatchObject({ status: "invalid", file: "failed.csv" });
    const told = [failure, ...(failure?.also ?? [])].map((each) => [each?.kind, each?.column, each?.value]);
    expect(told).toEqual([
      ["damaged_cell", "编号", "00121 → #NAME?"],
      ["damaged_cell", "人才", `${talent(1)} → 7.12E+18`],
      ["damaged_cell", "时间", `${time(1)} → ########`],
      ["damaged_cell", "状态", "已归档 – ok → ??? ok"],
    ]);
  });

  it("keeps the key of a row that was sent", async () => {
    const desk = new Desk();
    desk.write("a.csv", `530000123456789,${talent(1)},offer,`);
    await desk.stage(["a.csv"]);
    desk.sent("530000123456789", "rejected", 1002102);
    await desk.failures("a.csv", "failed.csv");
    saveAgain(desk, "failed.csv", { change: inColumn("id", () => "6.1E+14") });
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual(["failed.csv:2 530000123456789 invalid damaged_cell"]);
  });

  it("is a line that ends too early: what is missing was not empty", async () => {
    const desk = await failed();
    saveAgain(desk, "failed.csv", {
      change: (table) => mendSource(table).map((cells, at) => (at === 1 ? cells.slice(0, 10) : cells)),
    });
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ pending: 2, invalid: 1 });
    expect(failuresOf(desk, 2)).toMatchObject([{ kind: "damaged_cell", column: "来源", value: "鸽子 → " }]);
  });
});

describe("an id that another program has made a date", () => {
  const IDS = ["3-3", "3-6", "3-8", "3-12", "MAR1", "10:30", "TRUE", "1e5"];
  const SHOWN: Readonly<Record<string, readonly string[]>> = {
    "as LibreOffice does": [
      "2026-03-03",
      "03/06/26",
      "08.03.26",
      "2026-12-03",
      "03/01/26",
      "10:30:00",
      "WAHR",
      "1.00E+05",
    ],
    "as Google Sheets does": [
      "3/3/2026",
      "2026-06-03",
      "8/3/2026",
      "12/3/2026",
      "2026-03-01",
      "10:30:00 AM",
      "TRUE",
      "100000",
    ],
    "as WPS does": ["3月3日", "6月3日", "3月8日", "2026/3/12", "2026年3月1日", "上午10:30", "TRUE", "1E+05"],
    "as Numbers does": ["Mar-03", "3-Jun", "8. März 2026", "3 déc. 2026", "1 mars 2026", "10:30", "VRAI", "1,00E+05"],
  };
  const made = async () => {
    const desk = new Desk();
    desk.mapping = "target: external-application\nfields: { external_id: id, talent_id: talent, stage: stage }\n";
    // The row of 1e5 is invalid by its id, the others by what is missing.
    desk.writeRaw("a.csv", `id,talent,stage\n${IDS.map((id) => `${id},,${id === "TRUE" ? "1-4" : "1-2"}\n`).join("")}`);
    await desk.stage(["a.csv"]);
    await desk.failures("a.csv", "failed.csv");
    return desk;
  };
  const inOrder = (cells: readonly string[]) => {
    let n = 0;
    return inColumn("id", () => cells[n++] ?? "");
  };
  const fill = inColumn("talent", () => talent(1));
  const stage = inColumn("stage", (cell) => (cell === "1-2" ? "2026-01-02" : cell));
  const SENT = IDS.filter((id) => id !== "TRUE" && id !== "1e5");

  it.each(Object.entries(SHOWN))("is put back: %s", async (_, cells) => {
    const desk = await made();
    saveAgain(desk, "failed.csv", { change: compose(fill, stage, inOrder(cells)) });
    await desk.stage(["failed.csv"]);
    const rows = desk.rows().filter(({ status }) => status === "pending");
    expect(rows.map(({ key }) => key)).toEqual(SENT);
    expect(rows.map(({ payload }) => JSON.parse(payload ?? "").stage)).toEqual(SENT.map(() => "1-2"));
    expect(desk.counts()).toEqual({ pending: SENT.length, invalid: 2 });
  });

  it("is put back where the export is gone, and where somebody had written it: the ledger knows the key", async () => {
    const desk = await made();
    rmSync(desk.path("a.csv"));
    const other = IDS.map((id) => id.replace("3-", "4-"));
    saveAgain(desk, "failed.csv", { change: inOrder(other) });
    await desk.stage(["failed.csv"]);
    saveAgain(desk, "failed.csv", { change: compose(fill, inOrder(["2026-04-03", "04/06/26", ...other.slice(2)])) });
    await desk.stage(["failed.csv"]);
    const rows = desk.rows().filter(({ status }) => status === "pending");
    expect(rows.map(({ key }) => key)).toEqual(SENT.map((id) => id.replace("3-", "4-")));
  });

  it("stays what somebody has made of it", async () => {
    const desk = await made();
    saveAgain(desk, "failed.csv", { change: compose(fill, inOrder(["3-4", "A-2026-06-03", "2025-07-09"])) });
    await desk.stage(["failed.csv"]);
    expect(
      desk
        .rows()
        .slice(0, 3)
        .map(({ key }) => key),
    ).toEqual(["3-4", "A-2026-06-03", "2025-07-09"]);
  });

  it("is no date of a column of times that somebody has completed", async () => {
    const desk = new Desk();
    desk.mapping = MAPPING.replace(/csv:.*\n/, "").replace('format: "yyyy-MM-dd HH:mm"', "format: iso");
    const year = new Date(desk.clock.now_ms()).getUTCFullYear();
    desk.writeRaw("a.csv", `编号,人才,时间,来源,状态\n${[1, 2, 3].map((n) => `A-${n},${talent(n)},3-3,,\n`).join("")}`);
    await desk.stage(["a.csv"]);
    await desk.failures("a.csv", "failed.csv");
    let n = 0;
    const dates = ["2019-03-03", `${year}-03-03`, `${year}-03-03 00:00`];
    saveAgain(desk, "failed.csv", { change: inColumn("时间", () => dates[n++] ?? "") });
    await desk.stage(["failed.csv"]);
    expect(desk.brief()).toEqual([
      "failed.csv:2 A-1 pending",
      "failed.csv:3 A-2 invalid damaged_cell",
      "failed.csv:4 A-3 pending",
    ]);
  });
});

describe("cells that say who a person is", () => {
  it("are put back like others, and never shown", async () => {
    const desk = new Desk();
    desk.mapping = `target: external-application
fields:
  external_id: id
  talent_id: { resolve: { mobile: phone, email: mail } }
`;
    const [phone, mail] = ["+8613800001111", "林@example.com"];
    desk.writeRaw("a.csv", `id,phone,mail\nA-1,${phone},${mail}\n`);
    await desk.stage(["a.csv"]);
    expect(desk.counts()).toEqual({ invalid: 1 });
    await desk.failures("a.csv", "failed.csv");
    const damage = compose(
      inColumn("phone", () => "8.6138E+12"),
      inColumn("mail", () => "??? example.com"),
    );
    saveAgain(desk, "failed.csv", { change: damage });
    const { restored } = await desk.stage(["failed.csv"]);
    expect(restored.get(desk.path("failed.csv"))).toMatchObject({ columns: { phone: 1 } });
    const [failure] = failuresOf(desk, 2);
    expect(failure).toMatchObject({ kind: "damaged_cell", column: "mail" });
    expect(JSON.stringify(failure)).not.toMatch(/8613800001111|8\.6138|example\.com/);
  });
});

describe("an export that cannot be read again as it was", () => {
  const gone: Readonly<Record<string, (desk: Desk) => void>> = {
    gone: (desk) => rmSync(desk.path("a.csv")),
    changed: (desk) => appendFileSync(desk.path("a.csv"), "\n"),
  };

  it.each(Object.entries(gone))("%s: nothing is restored, damage is refused, and that is said", async (why, lose) => {
    const desk = await failed();
    lose(desk);
    saveAgain(desk, "failed.csv", {
      change: compose(
        mendSource,
        inColumn("人才", (cell) => (cell === talent(1) ? "6.96066E+18" : cell)),
      ),
    });
    const { restored } = await desk.stage(["failed.csv"]);
    expect(restored.get(desk.path("failed.csv"))).toEqual({
      cells: 0,
      rows: 0,
      columns: {},
      not_compared: [{ path: desk.path("a.csv"), why, rows: 3 }],
    });
    expect(desk.counts()).toEqual({ pending: 2, invalid: 1 });
    expect(failuresOf(desk, 2)).toMatchObject([{ kind: "damaged_id" }]);
  });

  it("and a line that is too short then is no record", async () => {
    const desk = await failed();
    rmSync(desk.path("a.csv"));
    saveAgain(desk, "failed.csv", {
      change: (table) => mendSource(table).map((cells, at) => (at === 1 ? cells.slice(0, -1) : cells)),
    });
    await desk.stage(["failed.csv"]);
    expect(failuresOf(desk, 2)).toMatchObject([{ kind: "ragged_record" }]);
  });

  it("is found again where it was put back", async () => {
    const desk = await failed();
    const bytes = readFileSync(desk.path("a.csv"));
    renameSync(desk.path("a.csv"), desk.path("elsewhere.csv"));
    saveAgain(desk, "failed.csv", { change: compose(mendSource, shownByExcel) });
    await desk.stage(["failed.csv"]);
    expect(desk.counts()).toEqual({ invalid: 3 });
    writeFileSync(desk.path("a.csv"), bytes);
    await desk.stage(["failed.csv"], { reuse: false });
    expect(payloads(desk)).toEqual(EXPECTED);
  });
});
