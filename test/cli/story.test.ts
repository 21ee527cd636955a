import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { csvLine } from "../../src/csv/file/write.js";
import { readCsv, sumOf } from "./exports.js";
import { folder, hire, ROOT } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const EXPORT = join(ROOT, "fixtures", "moka", "export.csv");
const MAPPING = join(ROOT, "fixtures", "moka", "mapping.yaml");

/** What a person does with each row that fixtures/README.md calls invalid, by its line. */
const MENDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  20: { 人才ID: "6960660000000000123" },
  54: { 人才ID: "6960660000000000456" },
  79: { 招聘类型: "社招" },
  115: { 投递时间: "2022/05/30 10:15" },
  148: { 备注: "可沟通,周五前答复" },
  212: { 备注: '面试官说"可以"，待定' },
  284: { 申请ID: "5319176-1" },
  285: { 申请ID: "5319176-2" },
};

/** Fills the columns of a record that is not valid CSV from its text; good enough for the two of this export. */
function fromRaw(row: Record<string, string>): Record<string, string> {
  if (!row._raw) return row;
  const cells = row._raw.split(",");
  const columns = Object.keys(row).filter((name) => !name.startsWith("_"));
  return { ...row, ...Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""])), _raw: "" };
}

function mend(path: string): void {
  const rows = readCsv(readFileSync(path, "utf8")).map((row) => ({ ...fromRaw(row), ...MENDED[row._line as string] }));
  const names = Object.keys(rows[0] as object);
  const lines = rows.map((row) => csvLine(names.map((name) => (row as Record<string, string>)[name] as string)));
  writeFileSync(path, csvLine(names) + lines.join(""));
}

it("brings an export in: check, canary, run, mend, retry", async () => {
  const feishu = await sandboxHere();
  const cwd = folder();
  const call = async (...args: string[]) => (await hire([...args, "--json"], { cwd, env: feishu.env })).json;
  const send = (command: string, ...args: string[]) => call(command, ...args, "-m", MAPPING, "--rate", "500");

  const checked = await call("check", EXPORT, "-m", MAPPING);
  expect(checked).toMatchObject({ exit: 1, rows: 300, new: 300, calls: 289, expected_seconds: 15 });
  expect(checked.counts).toMatchObject({ pending: 289, skipped: 3, invalid: 8 });
  expect(checked.unmapped).toEqual(
    expect.arrayContaining([
      { field: "job_recruitment_type", column: "招聘类型", value: "实习", count: 1, suggestion: null, split: null },
    ]),
  );
  expect(readdirSync(cwd), "check writes nothing").toEqual([]);
  expect(await feishu.creates(), "check asks Feishu nothing").toBeUndefined();

  const canary = await send("run", EXPORT, "--limit", "10");
  expect(canary).toMatchObject({ exit: 10, ok: false, rows: 300, requests: { sent: 10 } });
  expect(canary.counts).toMatchObject({ pending: 279, done: 10 });
  expect(canary.next).not.toContain("--limit");

  const run = await send("run", EXPORT);
  expect(run).toMatchObject({ exit: 1, rows: 300, requests: { sent: 279, retried: 0, throttled: 0 } });
  expect(run.counts).toMatchObject({ done: 284, skipped: 3, invalid: 8, rejected: 5, pending: 0 });
  expect(run.next).toBe(`hire-import failures -m ${MAPPING} -o failed.csv`);

  const again = await send("run", EXPORT);
  expect(again).toMatchObject({ exit: 1, requests: { sent: 0 }, counts: run.counts });
  expect((await feishu.creates()).arrived, "a second run sends nothing").toBe(289);
  expect(await call("status")).toMatchObject({ exit: 1, counts: run.counts, running: false });

  const failures = await call("failures", "-m", MAPPING, "-o", "failed.csv");
  expect(failures).toMatchObject({ exit: 0, rows: 13, next: `hire-import run failed.csv -m ${MAPPING}` });
  mend(join(cwd, "failed.csv"));
  const mended = await send("run", "failed.csv");
  expect(mended).toMatchObject({ exit: 1, rows: 300, counts: { invalid: 0, rejected: 5, done: 292, skipped: 3 } });
  expect(mended.problems).toMatchObject([{ status: "rejected", code: 1002102, count: 5 }]);

  const left = await call("failures", "-m", MAPPING, "-o", "failed-2.csv");
  expect(left).toMatchObject({ rows: 5 });
  const unknown = readCsv(readFileSync(join(cwd, "failed-2.csv"), "utf8")).map((row) => row.人才ID as string);
  await feishu.addTalents(unknown);
  const retried = await call("retry", "--only", "rejected", "--rate", "500");
  expect(retried).toMatchObject({ exit: 0, ok: true, rows: 300, counts: { done: 297, skipped: 3 } });
  expect(sumOf(retried.counts)).toBe(300);
  expect(retried.next).toBe("hire-import verify");

  const ids = (await feishu.records()).map(({ external_id }) => external_id);
  expect(ids).toHaveLength(297);
  expect(new Set(ids).size, "each row once").toBe(297);
  expect(await send("run", EXPORT), "the export as it was changes nothing").toMatchObject({ requests: { sent: 0 } });
});

it("runs whole inside one process with --sandbox, whose records stay beside the ledger", async () => {
  const cwd = folder();
  const args = ["run", EXPORT, "-m", MAPPING, "--sandbox", "--limit", "10", "--json"];
  expect((await hire(args, { cwd })).json).toMatchObject({ exit: 10, counts: { done: 10 } });
  expect((await hire(args, { cwd })).json).toMatchObject({ exit: 10, counts: { done: 20 }, requests: { sent: 10 } });
  const records = readFileSync(join(cwd, "hire-import.db.sandbox"), "utf8").split("\n");
  expect(records.filter((line) => line.includes('"op":"create"'))).toHaveLength(20);
});
