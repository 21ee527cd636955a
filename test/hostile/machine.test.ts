import { readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { csvText, MAPPING, query, rows, sumOf, workplace } from "../cli/exports.js";
import { hire, start } from "../cli/program.js";
import { sandboxHere } from "../cli/sandbox.js";
import { scriptedFeishu } from "../cli/scripted.js";
import { disk, MAY_MOUNT } from "../support/disk.js";
import { wiretap } from "./wiretap.js";

const keys = (all: readonly { readonly external_id: string | null }[]) => all.map(({ external_id }) => external_id);

describe("two runs at once", () => {
  it("let one of them work, whichever it is, and the others end with 8, again and again", async () => {
    const count = 200;
    const cwd = workplace(rows(count));
    const feishu = await sandboxHere({ latency_ms: 100 });
    const tap = await wiretap(feishu.url);
    const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
    const args = ["run", "export.csv", "--rate", "40", "--json"];
    // All of them new: they meet while the ledger itself is being made.
    const first = [1, 2, 3, 4].map(() => start(args, { cwd, env }));
    await tap.has(5);
    const calls = [args, args, args, ["retry", "--only", "in_doubt,rejected", "--json"]];
    const later = await Promise.all(calls.map((words) => hire(words, { cwd, env })));
    const exits = (await Promise.all(first.map(({ ended }) => ended))).map(({ exit }) => exit).sort();
    expect(exits).toEqual([0, 8, 8, 8]);
    expect(later.map(({ exit, json }) => [exit, json.error?.kind])).toEqual(later.map(() => [8, "locked"]));
    expect(Math.max(...tap.seen.values()), "nobody else sent anything").toBe(1);
    expect(keys(await feishu.records()).sort()).toEqual(
      rows(count)
        .map(({ id }) => id)
        .sort(),
    );
  });
});

const freeKib = (path: string): number => {
  const { bavail, bsize } = statfsSync(path);
  return (bavail * bsize) / 1024;
};

describe("a disk that is full in the middle of sending", () => {
  it.skipIf(!MAY_MOUNT)(
    "ends with 11 and a right ledger; with room made, the same line ends right, each row once",
    async () => {
      const count = 240;
      const cwd = disk("size=8m");
      writeFileSync(join(cwd, "export.csv"), csvText(rows(count)));
      writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
      const feishu = await scriptedFeishu();
      const args = ["run", "export.csv", "--rate", "60", "--json"];
      const call = start(args, { cwd, env: feishu.env });
      await feishu.has(40);
      const ballast = join(cwd, "ballast");
      expect(() => writeFileSync(ballast, Buffer.alloc(16 * 1024 * 1024))).toThrow(/ENOSPC/);
      const { exit, json, stderr } = await call.ended;
      expect({ exit, json }, stderr).toMatchObject({ exit: 11, json: { exit: 11, error: { kind: "disk_full" } } });
      expect(stderr).not.toMatch(/^ {4}at /m);
      expect(json.error.hint).toContain("run the same command again");
      expect(json.rows).toBe(count);
      expect(sumOf(json.counts)).toBe(count);
      const sent = feishu.came.length;
      expect(sent).toBeLessThan(count);

      // Still full: it says so again, and sends nothing.
      expect(freeKib(cwd)).toBeLessThan(64);
      const again = await hire(args, { cwd, env: feishu.env });
      expect(again.exit, again.stderr).toBe(11);
      expect(again.stderr).not.toMatch(/^ {4}at /m);
      expect(feishu.came).toHaveLength(sent);

      rmSync(ballast);
      const after = await hire(args, { cwd, env: feishu.env });
      expect(after.json).toMatchObject({ exit: 0, rows: count, counts: { done: count } });
      expect(feishu.held.map(([key]) => key).sort()).toEqual(
        rows(count)
          .map(({ id }) => id)
          .sort(),
      );
      const remote = query<{ key: string; remote_id: string }>(
        join(cwd, "hire-import.db"),
        "SELECT key, remote_id FROM rows",
      );
      expect(new Map(remote.map(({ key, remote_id }) => [key, remote_id]))).toEqual(new Map(feishu.held));
      expect(readdirSync(cwd).filter((name) => name.endsWith(".part"))).toEqual([]);
    },
  );
});
