import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/sandbox/random.js";
import type { SandboxRecord } from "../../src/sandbox/sandbox.js";
import { query, type Row, rows, sumOf, talent, tamper, workplace } from "../cli/exports.js";
import { hire, start } from "../cli/program.js";
import { type RunningSandbox, sandboxProcess } from "../cli/sandbox.js";
import { AGED, howMany, KILL_SEED, mustMeet, strike } from "../support/kill-series.js";
import { type Wiretap, wiretap } from "./wiretap.js";

const ROWS = howMany(160, 300);
const DAY_MS = 86_400_000;
const FAULTS = { cut_after: 0.05, error_500_after: 0.05, hang_after: 0.03, cut_before: 0.03, truncated_after: 0.02 };

const RUN = ["run", "export.csv", "--rate", "30", "--timeout", "900ms", "--max-errors", "off", "--json"];

interface Story {
  readonly name: string;
  readonly kills: number;
  /** Of the sandbox. */
  readonly flags: readonly string[];
  /** Before these rounds a day and more goes by at Feishu, and only its `Date` header tells. */
  readonly day_before?: readonly number[];
  /** How long a call may work at most; reading takes longer than repeating. */
  readonly longest_ms: number;
}

const STORIES: readonly Story[] = [
  {
    name: "a server that answers repeats with the record",
    kills: howMany(3, 14),
    flags: ["--latency", "60"],
    longest_ms: 2_500,
  },
  {
    name: "a server that answers repeats with an error, and lists late",
    kills: howMany(3, 9),
    flags: ["--repeat", "error", "--read-lag", "2500", "--latency", "20"],
    longest_ms: 5_000,
  },
  {
    name: "a day and more between some of the calls",
    kills: howMany(4, 10),
    flags: ["--read-lag", "2500", "--latency", "40"],
    day_before: [1, 3, 4, 7],
    longest_ms: 5_000,
  },
  {
    name: "hardly any time to work in",
    kills: howMany(2, 12),
    flags: ["--latency", "250", "--jitter", "100"],
    day_before: [1, 9],
    longest_ms: 1_200,
  },
];

/** Every third row shares its talent with the one before: a reading must tell them apart. */
const exportRows = (): Row[] => rows(ROWS, (n) => (n % 3 === 0 ? { talent: talent(n - 1) } : {}));

const ledgerOf = (cwd: string) => join(cwd, "hire-import.db");

async function post(url: string, body: object): Promise<void> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

/** What holds at every moment, also an instant after a kill. Gives back how many rows are under way or in doubt. */
function expectSoundLedger(cwd: string, tap: Wiretap, records: readonly SandboxRecord[]): number {
  if (!existsSync(ledgerOf(cwd))) return 0;
  const [{ integrity_check } = { integrity_check: "" }] = query<{ integrity_check: string }>(
    ledgerOf(cwd),
    "PRAGMA integrity_check",
  );
  expect(integrity_check).toBe("ok");
  const counts = query<{ status: string; n: number }>(
    ledgerOf(cwd),
    "SELECT status, count(*) AS n FROM rows GROUP BY status",
  );
  const by_status = Object.fromEntries(counts.map(({ status, n }) => [status, n]));
  const staged_whole = query(ledgerOf(cwd), "SELECT 1 FROM sources WHERE staged_as IS NOT NULL").length === 1;
  if (staged_whole) expect(sumOf(by_status)).toBe(ROWS);

  const attempts = query<{ key: string; n: number }>(
    ledgerOf(cwd),
    "SELECT key, count(*) AS n FROM attempts a JOIN rows r ON r.id = a.row_id GROUP BY key",
  );
  const noted = new Map(attempts.map(({ key, n }) => [key, n]));
  const unnoted = Array.from(tap.seen).filter(([key, n]) => (noted.get(key) ?? 0) < n);
  expect(unnoted, "no request was on the wire that the ledger has no attempt of").toEqual([]);

  const ids = new Map(records.map(({ id, external_id }) => [id, external_id]));
  const done = query<{ key: string; remote_id: string }>(
    ledgerOf(cwd),
    "SELECT key, remote_id FROM rows WHERE status = 'done'",
  );
  expect(done.filter(({ key, remote_id }) => ids.get(remote_id) !== key)).toEqual([]);
  return (by_status.sending ?? 0) + (by_status.in_doubt ?? 0);
}

const twice = (keys: readonly unknown[]) => keys.filter((key, index) => keys.indexOf(key) !== index);

/** Clean runs until nothing is left to do. */
async function finish(cwd: string, env: Readonly<Record<string, string>>) {
  const run = async () => (await hire(RUN, { cwd, env })).json;
  let json = await run();
  for (let more = 0; more < 3 && json.exit !== 0; more += 1) json = await run();
  return json;
}

interface Played {
  readonly cwd: string;
  readonly feishu: RunningSandbox;
  readonly env: Readonly<Record<string, string>>;
  readonly tap: Wiretap;
  /** Kills that met rows under way or in doubt. */
  readonly met: number;
}

async function play(story: Story): Promise<Played> {
  const cwd = workplace(exportRows(), "file");
  const feishu = await sandboxProcess([...story.flags, "--seed", String(KILL_SEED)], "file");
  const tap = await wiretap(feishu.url, "file");
  const env = { ...feishu.env, FEISHU_BASE_URL: tap.url };
  const random = createRandom(KILL_SEED, story.name);
  await post(`${feishu.url}/sandbox/faults`, FAULTS);
  let met = 0;
  for (let round = 0; round < story.kills; round += 1) {
    if (story.day_before?.includes(round)) await post(`${feishu.url}/sandbox/clock`, { advance_ms: 1.05 * DAY_MS });
    const arrivals = (more: number) => tap.has(tap.times_ms.length + more);
    const { longest_ms } = story;
    const { exit, stderr } = await strike(start(RUN, { cwd, env }, "file"), {
      round,
      random,
      arrivals,
      most: 30,
      longest_ms,
    });
    expect([null, 0, 1, 7], stderr).toContain(exit);
    const records = await feishu.records();
    expect(twice(records.map(({ external_id }) => external_id))).toEqual([]);
    if (expectSoundLedger(cwd, tap, records) > 0) met += 1;
    if (existsSync(ledgerOf(cwd))) tamper(ledgerOf(cwd), AGED);
  }
  return { cwd, feishu, env, tap, met };
}

const howSettled = (cwd: string) =>
  query<{ how: string; verdict: string; n: number }>(
    ledgerOf(cwd),
    "SELECT how, verdict, count(*) AS n FROM settlements GROUP BY how, verdict ORDER BY how, verdict",
  );

describe.concurrent(`killed again and again (seed ${KILL_SEED})`, () => {
  it.each(STORIES)("loses and doubles nothing with $name", async (story) => {
    const { cwd, feishu, env, tap, met } = await play(story);
    expect(met, "or the kills prove nothing").toBeGreaterThanOrEqual(mustMeet(story.kills));
    await post(`${feishu.url}/sandbox/faults`, {});
    const json = await finish(cwd, env);
    const settled = howSettled(cwd);
    const told = settled.map(({ how, verdict, n }) => `${n} ${verdict} by ${how}`).join(", ");
    process.stdout.write(
      `${story.name}: ${story.kills} kills, ${met} with rows whose fate was open; settled ${told}\n`,
    );
    expect(json).toMatchObject({ exit: 0, rows: ROWS, counts: { done: ROWS } });

    const records = await feishu.records();
    const keys = records.map(({ external_id }) => external_id);
    expect(new Set(keys)).toEqual(new Set(exportRows().map(({ id }) => id)));
    expect(keys).toHaveLength(ROWS);
    expectSoundLedger(cwd, tap, records);
    const reads = settled.filter(({ how, verdict }) => how === "read" && verdict === "done").length;
    if (story.day_before !== undefined || story.flags.includes("error")) expect(reads).toBeGreaterThan(0);
  });
});
