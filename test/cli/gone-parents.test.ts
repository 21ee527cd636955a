import { cpSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shown, toneOf } from "../report/desk.js";
import { query, tamper } from "./exports.js";
import { LINKED, shortHistory } from "./history.js";
import { hire } from "./program.js";
import { sandboxHere } from "./sandbox.js";

describe("rows whose parents are not what they were", () => {
  const SOUND = LINKED.slice(0, 2);
  const FAILED = `UPDATE rows SET status = 'failed', remote_id = NULL,
    failure = '{"kind":"busy","reason":{"id":"busy"}}' WHERE status = 'done'`;
  const APPLICATION = "SELECT key FROM rows ORDER BY id";

  async function sentApart(limit = 9) {
    const cwd = shortHistory(2, SOUND);
    const feishu = await sandboxHere();
    const call = (...words: string[]) => hire([...words, "--json"], { cwd, env: feishu.env });
    await call("migrate", "plan.yaml", "--rate", "40", "--limit", String(limit));
    return { cwd, feishu, call };
  }

  it("are told in every command that judges the import, once their parent is gone", async () => {
    const { cwd, call } = await sentApart();
    const [, second] = query<{ key: string }>(join(cwd, "applications.db"), APPLICATION);
    expect((await call("status", "-l", "applications.db")).json.orphaned).toEqual({ count: 0, lines: [], unread: [] });
    tamper(join(cwd, "candidates.db"), "UPDATE rows SET remote_id = '7050000000000009999' WHERE id = 2");
    const orphaned = { count: 1, lines: [expect.any(Number)], unread: [] };
    for (const words of [["status"], ["verify", "--rate", "40"]]) {
      expect((await call(...words, "-l", "applications.db")).json, words[0]).toMatchObject({ exit: 0, orphaned });
    }
    const told = await call("explain", "-l", "applications.db", second?.key ?? "");
    expect(told.json.rows[0].orphaned).toMatch(/no longer in candidates.db/);
    await hire(["report", "-l", "applications.db", "-o", "one.html"], { cwd });
    const page = readFileSync(join(cwd, "one.html"), "utf8");
    expect([toneOf(page), shown(page)]).toEqual(["open", expect.stringContaining("1 record is under a parent")]);
    rmSync(join(cwd, "candidates.db"));
    expect((await call("status", "-l", "applications.db")).json.orphaned.unread).toEqual(["candidates.db"]);
  });

  it("are looked for where they are, also when the whole folder was moved", async () => {
    const { cwd } = await sentApart();
    const moved = `${cwd}-moved`;
    renameSync(cwd, moved);
    const status = () => hire(["status", "-l", "applications.db", "--json"], { cwd: moved });
    expect((await status()).json.orphaned).toEqual({ count: 0, lines: [], unread: [] });
    tamper(join(moved, "candidates.db"), "UPDATE rows SET remote_id = NULL, status = 'failed', failure = '{}'");
    expect((await status()).json.orphaned).toMatchObject({ count: 2, lines: [2, 3] });
  });

  it("are sound where another ledger that the field is looked up in has their parent", async () => {
    const { cwd, call } = await sentApart();
    const orphaned = async () => (await call("status", "-l", "applications.db")).json.orphaned.count;
    cpSync(join(cwd, "candidates.db"), join(cwd, "others.db"));
    tamper(join(cwd, "applications.db"), "INSERT INTO parents SELECT place, 'others.db', 'others.db' FROM parents");
    const changed = "UPDATE rows SET remote_id = '7050000000000009999' WHERE id = 2";
    tamper(join(cwd, "candidates.db"), changed);
    expect(await orphaned()).toBe(0);
    tamper(join(cwd, "others.db"), changed);
    expect(await orphaned()).toBe(1);
  });

  it("are never sent under the old one by a retry, and under the new one by the next run", async () => {
    const cwd = shortHistory(2, SOUND);
    const feishu = await sandboxHere();
    const call = (...words: string[]) => hire([...words, "--rate", "40", "--json"], { cwd, env: feishu.env });
    await call("run", "candidates.csv", "-m", "candidates.yaml", "-l", "candidates.db");
    await call("run", "applications.csv", "-m", "applications.yaml", "-l", "applications.db", "--limit", "1");
    const [row] = query<{ key: string }>(join(cwd, "applications.db"), "SELECT key FROM rows WHERE status = 'pending'");
    const key = row?.key ?? "";
    const before = await feishu.records();
    const other = "7050000000000000012";
    const body = JSON.stringify({ add: [{ talent_id: other, email: "new@example.org" }], remove: [] });
    await fetch(`${feishu.url}/sandbox/talents`, { method: "POST", body });
    tamper(join(cwd, "candidates.db"), `UPDATE rows SET remote_id = '${other}' WHERE id = 2`);

    const retried = await call("retry", "--key", key, "-l", "applications.db");
    expect(retried.json).toMatchObject({ exit: 10, counts: { invalid: 1 }, requests: { sent: 0 } });
    expect(retried.json.problems[0].message).toMatch(/no longer in candidates.db/);
    expect(retried.json.next).toMatch(/^hire-import run \S*applications.csv -m applications.yaml -l applications.db/);
    expect(await feishu.records()).toHaveLength(before.length);

    await call("run", "applications.csv", "-m", "applications.yaml", "-l", "applications.db");
    const sent = (await feishu.records()).filter(({ owner }) => owner === other);
    expect(sent.map(({ resource }) => resource)).toEqual(["external_application"]);
  });

  it.each([
    ["another environment", "place = 'https://open.larksuite.com'", "belongs to another place"],
    ["another app", "app_id = 'cli_other'", "belongs to another app"],
  ])("are not sent where their ledger is of %s", async (_, change, message) => {
    const { cwd, call } = await sentApart(1);
    tamper(join(cwd, "applications.db"), FAILED);
    tamper(join(cwd, "candidates.db"), `UPDATE setup SET ${change}`);
    for (const words of [["run", "applications.csv", "-m", "applications.yaml"], ["retry"]]) {
      const ran = await call(...words, "-l", "applications.db");
      expect(ran.json, words[0]).toMatchObject({ exit: 9, error: { message: expect.stringContaining(message) } });
    }
  });
});
