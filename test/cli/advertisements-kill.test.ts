import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRandom } from "../../src/sandbox/random.js";
import { wiretap } from "../hostile/wiretap.js";
import { AGED, howMany, KILL_SEED, mustMeet, strike } from "../support/kill-series.js";
import { desk, FAST, keysOf } from "./advertisement-desk.js";
import { query, sumOf, tamper } from "./exports.js";
import { hire, start } from "./program.js";

const ROWS = 120;
const ROUNDS = howMany(3, 6);
const LONGEST_MS = 2_000;

/** Half of them on one channel, half on another. */
const exported = Array.from(
  { length: ROWS },
  (_, n) => `${7_050_000_000_000_001_000n + BigInt(n >> 1)},${n % 2 === 0 ? 2 : 3}`,
);

it(`publishes each advertisement once, killed at ${ROUNDS} moments (seed ${KILL_SEED})`, async () => {
  const { feishu, cwd, json } = await desk(exported, [...FAST, "--latency", "150", "--fault", "cut_after=0.03"]);
  const random = createRandom(KILL_SEED, "kill");
  const run = ["run", "export.csv", "--yes", "--rate", "40"];
  const ledger = join(cwd, "hire-import.db");
  const tap = await wiretap(feishu.url, "test", /advertisements\/(\d+)\/publish/g);
  const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
  const arrivals = (more: number) => tap.has(tap.times_ms.length + more);
  let met = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const call = start(run, { cwd, env });
    const { exit } = await strike(call, { round, random, arrivals, most: 25, longest_ms: LONGEST_MS });
    expect([null, 0]).toContain(exit);
    if (!existsSync(ledger)) continue;
    const { counts, rows } = await json("status");
    expect(sumOf(counts)).toBe(rows);
    if (counts.sending > 0) met += 1;
    tamper(ledger, AGED);
  }
  expect(met, "the kills must meet rows under way, or they prove nothing").toBeGreaterThanOrEqual(mustMeet(ROUNDS));

  const again = async () => (await hire([...run, "--json"], { cwd, env })).json;
  let last = await again();
  // A list that could not be read leaves its rows to the next call.
  for (let more = 0; last.exit === 7 && more < 5; more += 1) last = await again();
  expect(last).toMatchObject({ exit: 0, rows: ROWS, counts: { done: ROWS } });
  const records = await feishu.records();
  expect(keysOf(records).sort()).toEqual(exported.map((row) => row.replace(",", "@")).sort());
  expect(records.filter(({ fields }) => fields.publications !== 1)).toEqual([]);
  const owned = query<{ n: number }>(ledger, "SELECT count(*) AS n FROM rows WHERE remote_id IS NOT NULL");
  expect(owned).toEqual([{ n: 0 }]);
});
