import { existsSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rows, workplace } from "./exports.js";
import { hire, start } from "./program.js";
import { scriptedFeishu } from "./scripted.js";

const ROWS = 24;
const run = (...more: string[]) => ["run", "export.csv", "--rate", "4", "--concurrency", "2", "--json", ...more];

it("a second run is refused, by whatever name, and with the lock's file tidied away; readers are not", async () => {
  const cwd = workplace(rows(ROWS));
  // Nobody answers, so the first run works for as long as it takes.
  const feishu = await scriptedFeishu(() => ({ how: "hang" }));
  const call = (...more: string[]) => hire(run(...more), { cwd, env: feishu.env });
  const first = start(run(), { cwd, env: feishu.env });
  await feishu.has(2);
  symlinkSync("hire-import.db", join(cwd, "link.db"));
  expect((await call("-l", "link.db")).exit).toBe(8);
  for (const name of ["hire-import.db ", "hire-import.db\r", ":memory:", ""]) {
    expect((await call("-l", name)).json, JSON.stringify(name)).toMatchObject({
      exit: 2,
      error: { kind: "bad_ledger_name" },
    });
  }
  rmSync(join(cwd, "hire-import.db.lock"));
  const [again, retry] = await Promise.all([call(), hire(["retry", "--json"], { cwd, env: feishu.env })]);
  expect([again.exit, retry.exit]).toEqual([8, 8]);
  const status = async () => (await hire(["status", "--json", "-l", "link.db"], { cwd })).json;
  // The run takes its lock file anew, if nobody else has done so.
  while (!(await status()).running);
  expect(await status()).toMatchObject({ exit: 10, running: true });
  first.kill("SIGKILL");
  await first.ended;
  expect(new Set(feishu.came.map(({ nth }) => nth))).toEqual(new Set([1]));
});

it.each([
  ["deleted", (path: string) => rmSync(path)],
  ["moved", (path: string) => renameSync(path, `${path}.old`)],
])("a ledger that is %s ends its run with 11 and a way back; then each row is there once", async (_name, happen) => {
  const cwd = workplace(rows(ROWS));
  const ledger = join(cwd, "hire-import.db");
  const feishu = await scriptedFeishu();
  const first = start(run(), { cwd, env: feishu.env });
  await feishu.has(3);
  happen(ledger);
  const { json } = await first.ended;
  expect(json).toMatchObject({ exit: 11, error: { kind: "ledger_gone", hint: expect.stringContaining("mv ") } });
  expect(json.next, "the same command comes after the way back").toBeUndefined();
  expect(feishu.came.length).toBeLessThan(ROWS);
  const again = await hire(run(), { cwd, env: feishu.env });
  expect(again.json).toMatchObject({ exit: 11, error: { kind: "ledger_gone" } });
  expect(existsSync(ledger)).toBe(false);
  renameSync(`${ledger}.rescued`, ledger);
  const last = await hire(["run", "export.csv", "--rate", "500", "--json"], { cwd, env: feishu.env });
  expect(last.json).toMatchObject({ exit: 0, counts: { done: ROWS } });
  expect(new Map(feishu.held).size).toBe(feishu.held.length);
});
