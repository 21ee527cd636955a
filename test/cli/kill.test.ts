import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRandom } from "../../src/sandbox/random.js";
import { wiretap } from "../hostile/wiretap.js";
import { howMany, KILL_SEED, mustMeet, strike } from "../support/kill-series.js";
import { query, rows, sumOf, workplace } from "./exports.js";
import { hire, start } from "./program.js";
import { type RunningSandbox, sandboxProcess } from "./sandbox.js";

const ROWS = howMany(150, 300);
/** A whole call takes about this long to start up, wait out the second of the call before it, and send some rows. */
const LONGEST_MS = 2_500;

const run = ["run", "export.csv", "--rate", "60", "--json"];

async function expectRightLedger(cwd: string, feishu: RunningSandbox): Promise<void> {
  if (!existsSync(join(cwd, "hire-import.db"))) return;
  const { exit, rows: count, counts } = (await hire(["status", "--json"], { cwd })).json;
  expect(sumOf(counts)).toBe(count);
  // Before everything is staged there may be no row at all, which is nothing to do.
  expect([0, 7, 10]).toContain(exit);
  const attempted = query<{ key: string }>(
    join(cwd, "hire-import.db"),
    "SELECT key FROM rows WHERE id IN (SELECT row_id FROM attempts)",
  );
  const keys = new Set(attempted.map(({ key }) => key));
  const unknown = (await feishu.records()).filter(({ external_id }) => !keys.has(external_id as string));
  expect(unknown, "Feishu holds nothing that the ledger has no attempt of").toEqual([]);
}

// Where a repeat is answered with an error, nothing but reading tells what became of a row that was under way.
it.each([
  { repeat: "original", rounds: howMany(4, 12) },
  { repeat: "error", rounds: howMany(3, 6) },
])(
  `loses and doubles nothing, killed at $rounds moments (seed ${KILL_SEED}, repeat: $repeat)`,
  async ({ repeat, rounds }) => {
    const cwd = workplace(rows(ROWS));
    const feishu = await sandboxProcess(["--latency", "150", "--repeat", repeat]);
    const random = createRandom(KILL_SEED, repeat);
    let killed_with_rows_under_way = 0;
    const tap = await wiretap(feishu.url);
    const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
    for (let round = 0; round < rounds; round += 1) {
      const call = start(run, { cwd, env });
      const arrivals = (more: number) => tap.has(tap.times_ms.length + more);
      const { exit } = await strike(call, { round, random, arrivals, most: 25, longest_ms: LONGEST_MS });
      // Killed, or done before its time came.
      expect([null, 0]).toContain(exit);
      await expectRightLedger(cwd, feishu);
      const under_way = existsSync(join(cwd, "hire-import.db"))
        ? query(join(cwd, "hire-import.db"), "SELECT 1 FROM rows WHERE status = 'sending'").length
        : 0;
      if (under_way > 0) killed_with_rows_under_way += 1;
    }
    expect(killed_with_rows_under_way, "or the kills prove nothing").toBeGreaterThanOrEqual(mustMeet(rounds));

    const last = await hire(run, { cwd, env });
    expect(last.json).toMatchObject({ exit: 0, rows: ROWS, counts: { done: ROWS } });
    const records = await feishu.records();
    expect(records.map(({ external_id }) => external_id).sort()).toEqual(
      rows(ROWS)
        .map(({ id }) => id)
        .sort(),
    );
    const remote = query<{ key: string; remote_id: string }>(
      join(cwd, "hire-import.db"),
      "SELECT key, remote_id FROM rows",
    );
    const ids = new Map(records.map(({ external_id, id }) => [external_id, id]));
    for (const { key, remote_id } of remote) expect({ key, remote_id }).toEqual({ key, remote_id: ids.get(key) });
  },
);
