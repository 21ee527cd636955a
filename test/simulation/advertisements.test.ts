import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { unfinished } from "../../src/engine/sending/select.js";
import { sendRows } from "../../src/engine/sending/send-rows.js";
import { RowUpserter } from "../../src/engine/staging/upsert.js";
import { createFeishuClient } from "../../src/feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../../src/feishu/codes.js";
import { createTokens } from "../../src/feishu/token.js";
import { type Ledger, openLedger } from "../../src/ledger/open.js";
import type { Payload } from "../../src/model/payload.js";
import { jobAdvertisement } from "../../src/targets/job-advertisement.js";
import { Chance } from "./chance.js";
import { Disk } from "./disk.js";
import { asApplications, FakeJobs } from "./fake-jobs.js";
import { CALM, FAULTS, type FateName, type Weather } from "./faults.js";
import { Inspector, type RowView } from "./inspector.js";
import { checkPace } from "./invariants.js";
import { type Accidents, Crash, Machine } from "./machine.js";
import { Network, type NetworkWatcher } from "./network.js";
import { createVirtualPacer } from "./virtual-pacer.js";
import { World } from "./world.js";

/** `npm run soak` plays a thousand. */
const SEEDS = 40;
const CHANNELS = ["2", "3", "7220000000000000211"];
const UNKNOWN_CHANNEL = "99";
const CALM_RUNS = 8;
const CODES = mergeCodes(COMMON_CODES, codeTable(jobAdvertisement.codes));
/** A publication's answer never has an id, so its absence is no fault. */
const STORMS: readonly FateName[] = FAULTS.filter((name) => name !== "no_id");

interface World1 {
  readonly world: World;
  readonly chance: Chance;
  readonly feishu: FakeJobs;
  readonly path: string;
  readonly rows: readonly Payload[];
}

function rowsOf(chance: Chance): Payload[] {
  const ads = Array.from({ length: chance.int(1, 20) }, (_, n) => String(7050000000000000011n + BigInt(n)));
  return ads.flatMap((advertisement_id) => {
    const channels = CHANNELS.filter(() => chance.is(0.5));
    if (chance.is(0.05)) channels.push(UNKNOWN_CHANNEL);
    return channels.map((job_channel_id) => ({ advertisement_id, job_channel_id }));
  });
}

function storm(chance: Chance): Weather {
  const share = () => chance.pick([0, 0.1, 0.3, 0.6]);
  return {
    ...CALM,
    faults: chance.some(STORMS),
    create_share: share(),
    list_share: share(),
    token_share: chance.pick([0, 0, 0.2]),
    shapeless_share: chance.pick([0, 0, 0.1]),
  };
}

const QUIET: NetworkWatcher = { left: () => undefined, overwrites: () => undefined, tell: () => undefined };

/** One call of `run`, which may die on the way. True where it came to its end. */
async function oneRun(each: World1, weather: Weather, accidents: Accidents): Promise<boolean> {
  const { world, chance, feishu, path, rows } = each;
  const network = new Network(weather, world, feishu, chance.fork(), QUIET);
  const disk = new Disk(path);
  const machine = new Machine(world, disk, accidents, () => network.forsake());
  const real = openLedger(path);
  const work = async (): Promise<boolean> => {
    const ledger = machine.ledger(real);
    const clock = machine.clock();
    try {
      const latest_entry_ms = ledger.runs.latestEntry();
      const run_id = ledger.runs.begin("run", "1.0.0", 1, clock.now_ms());
      ledger.attempts.markInterrupted(clock.now_ms());
      stage(ledger, rows, run_id, clock.now_ms());
      const transport = network.transport(machine);
      const tokens = createTokens({ transport, app_id: "cli_a", app_secret: "secret", clock });
      const client = (cap_per_s: number) => {
        const pacer = createVirtualPacer(clock, cap_per_s);
        return createFeishuClient({ transport: asApplications(transport), tokens, pacer, codes: CODES });
      };
      const publisher = client(jobAdvertisement.cap_per_s);
      const reader = client(jobAdvertisement.find.cap_per_s);
      await sendRows({
        ledger,
        target: jobAdvertisement,
        run_id,
        latest_entry_ms,
        rows: unfinished(ledger.queue, clock),
        send: publisher.send,
        read: (request, signal) => reader.ask(request, signal),
        clock,
        random: chance.number,
        brake: new Brake(),
        observe: () => undefined,
        requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
        concurrency: chance.pick([1, 3, 64]),
        limit: undefined,
        max_errors: "off",
        max_attempts: chance.pick([1, 3, 5]),
        first_contact_ms: 60_000,
        max_outage_ms: 15 * 60_000,
      });
      return true;
    } catch (error) {
      if (error instanceof Crash) return false;
      throw error;
    }
  };
  const over = await world.drive(Promise.race([work(), machine.died.then(() => false)]));
  machine.alive = false;
  real.close();
  if (machine.has_died && accidents.loses_power) disk.losePower();
  checkPace("publish", network.starts_ms.create, jobAdvertisement.cap_per_s);
  checkPace("search", network.starts_ms.list, jobAdvertisement.find.cap_per_s);
  return over;
}

function stage(ledger: Ledger, rows: readonly Payload[], pass: number, now_ms: number): void {
  ledger.transaction(() => {
    const upserter = new RowUpserter(ledger.staging, new Set());
    const source_id = ledger.sources.begin({
      path: "/export.csv",
      sha256: "00",
      size_bytes: 0,
      dialect: "{}",
      facts: null,
    });
    upserter.beginSource(source_id);
    for (const [index, payload] of rows.entries()) {
      const record_hash = createHash("sha256").update(JSON.stringify(payload)).digest();
      const at = { source_id, line: index + 2, record_hash, pass, now_ms };
      upserter.upsert(at, { kind: "payload", key: jobAdvertisement.key(payload), payload });
    }
  });
}

/** At every moment: nothing is published twice, and what is not done or unsure is not published. */
function checkAlways(rows: readonly RowView[], { publications }: FakeJobs): void {
  for (const { key, status } of rows) {
    const count = publications.get(key) ?? 0;
    const most = ["done", "in_doubt", "sending"].includes(status) ? 1 : 0;
    const least = status === "done" ? 1 : 0;
    if (count < least || count > most) throw new Error(`${key} is ${status}, and was published ${count} times`);
  }
}

async function play(seed: number): Promise<{ readonly rows: number; readonly crashes: number; readonly read: number }> {
  const chance = new Chance(seed);
  const path = join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), `hire-import-ads-${process.pid}-${seed}.db`);
  const habits = {
    repeat: chance.pick(["original", "1002002", "any"] as const),
    shows_external_id: false,
    newest_first: chance.is(0.5),
    page_size: chance.pick([1, 3, 100]),
    normalises: false,
    empty: "absent",
    lag_ms: chance.pick([0, 500, 2_990]),
    talents: CHANNELS,
  } as const;
  const rows = rowsOf(chance);
  const each = { world: new World(), chance, feishu: new FakeJobs(habits, chance.fork()), path, rows };
  let crashes = 0;
  let inspector: Inspector | undefined;
  try {
    for (let runs = chance.int(1, 5); runs > 0; runs -= 1) {
      const dies_at = chance.is(0.6) ? chance.skewed(1, rows.length * 8 + 10) : undefined;
      const accidents = { dies_at, loses_power: chance.is(0.5), disk: undefined };
      inspector?.close();
      if (!(await oneRun(each, storm(chance), accidents))) crashes += 1;
      inspector = new Inspector(path);
      checkAlways(inspector.rows(), each.feishu);
      await each.world.pass(chance.pick([3_000, 60_000]));
      each.world.suspend(chance.pick([0, 0, 30 * 3_600_000]));
    }
    const isOpen = ({ status }: RowView) => !["done", "rejected"].includes(status);
    for (let calm = 0; calm < CALM_RUNS; calm += 1) {
      await oneRun(each, CALM, { dies_at: undefined, loses_power: false, disk: undefined });
      await each.world.pass(4_000);
    }
    const ended = (inspector as Inspector).rows();
    checkAlways(ended, each.feishu);
    expect(ended.filter(isOpen).map(({ key, status }) => `${key} ${status}`)).toEqual([]);
    expect(ended).toHaveLength(rows.length);
    const refused = ended.filter(({ status }) => status === "rejected").map(({ payload }) => payload.job_channel_id);
    expect(refused.filter((channel) => channel !== UNKNOWN_CHANNEL)).toEqual([]);
    return { rows: rows.length, crashes, read: ended.filter(({ settlements }) => settlements > 0).length };
  } finally {
    inspector?.close();
    for (const ending of ["", "-wal", "-shm"]) rmSync(path + ending, { force: true });
  }
}

it(`publishes each advertisement once in ${SEEDS} histories of faults and crashes`, async () => {
  const [first = 1, last = SEEDS] = (process.env.SIMULATE_SEEDS ?? "").split("-").filter(Boolean).map(Number);
  let crashes = 0;
  let read = 0;
  for (let seed = first; seed <= last; seed += 1) {
    const played = await play(seed).catch((error: unknown) => {
      throw new Error(`seed ${seed}`, { cause: error });
    });
    crashes += played.crashes;
    read += played.read;
  }
  if (first !== last)
    expect([crashes > 10, read > 10], "crashes and doubts, or it proves nothing").toEqual([true, true]);
});
