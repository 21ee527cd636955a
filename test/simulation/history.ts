import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HeardTime } from "../../src/engine/age.js";
import { Brake } from "../../src/engine/brake.js";
import { Placer } from "../../src/engine/place.js";
import { runRows } from "../../src/engine/run-rows.js";
import { inStatuses } from "../../src/engine/select.js";
import { createFeishuClient } from "../../src/feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../../src/feishu/codes.js";
import { createTokens } from "../../src/feishu/token.js";
import { type Ledger, openLedger } from "../../src/ledger/open.js";
import { externalApplication } from "../../src/targets/external-application.js";
import type { Clock } from "../../src/words/clock.js";
import type { Payload } from "../../src/words/target-shape.js";
import { Chance } from "./chance.js";
import { FakeFeishu } from "./fake-feishu.js";
import { Inspector, type RowView } from "./inspector.js";
import { checkAlways, checkPace, checkRest, Violation } from "./invariants.js";
import { Crash, Machine } from "./machine.js";
import { FAITHFUL, type Mutant } from "./mutants.js";
import { Network } from "./network.js";
import { calmRun, mended, type Plan, planOf, type RunPlan } from "./plan.js";
import { createVirtualPacer } from "./virtual-pacer.js";
import { World } from "./world.js";

/** So many runs after the storm, and everything must have come to rest. */
const CALM_RUNS = 8;
const RUN_MAX_MS = 48 * 3_600_000;
const CODES = mergeCodes(COMMON_CODES, codeTable(externalApplication.codes));

/** What a history came to. */
export interface Ended {
  /** What was broken, if anything. */
  readonly violation: string | undefined;
  /** What happened, line by line. */
  readonly story: readonly string[];
  readonly runs: number;
  readonly requests: number;
  readonly crashes: number;
  readonly rows: readonly RowView[];
  /** What Feishu holds, line by line. */
  readonly records: string;
}

export interface HistoryOptions {
  readonly plan?: (planned: Plan) => Plan;
  readonly mutant?: Mutant;
}

/** Plays the one history of a seed. */
export async function play(seed: number, options: HistoryOptions = {}): Promise<Ended> {
  const history = new History(seed, options);
  try {
    await history.play();
    return history.ended(undefined);
  } catch (error) {
    if (error instanceof Violation) return history.ended(error.message);
    return history.ended(`a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    history.close();
  }
}

class History {
  readonly #world = new World();
  readonly #chance: Chance;
  readonly #plan: Plan;
  readonly #mutant: Mutant;
  readonly #feishu: FakeFeishu;
  readonly #path: string;
  readonly #contents: Payload[];
  readonly #left = new Map<string, number>();
  readonly #story: string[] = [];
  #inspector: Inspector | undefined;
  /** What is in the export and not yet in the ledger. */
  #news = true;
  /** What the ledger knows last. */
  #latest_ms = 0;
  #runs = 0;
  #crashes = 0;

  constructor(seed: number, { plan = (planned) => planned, mutant = FAITHFUL }: HistoryOptions) {
    const chance = new Chance(seed);
    this.#plan = plan(planOf(chance.fork()));
    this.#chance = chance.fork();
    this.#mutant = mutant;
    this.#feishu = new FakeFeishu(this.#plan.habits, chance.fork());
    this.#contents = [...this.#plan.rows];
    // A commit on a file system in memory is durable at once.
    const folder = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
    this.#path = join(folder, `hire-import-${process.pid}-${seed}.db`);
    for (const payload of this.#plan.foreign) this.#feishu.hold(undefined, payload, this.#world.true_ms());
  }

  async play(): Promise<void> {
    for (const run of this.#plan.stormy) await this.#oneRun(run);
    let open = true;
    for (let calm = 0; open && calm < CALM_RUNS; calm++) {
      await this.#oneRun(calmRun(this.#chance.pick([4_000, 3_600_000, 26 * 3_600_000])));
      open = this.#rows().some(({ status }) => ["pending", "failed", "sending", "in_doubt"].includes(status));
    }
    const state = this.#state();
    checkRest(state);
    const before = this.#requests();
    await this.#oneRun(calmRun(4_000));
    const again = state.rows.filter(({ status }) => status === "in_doubt").length;
    const more = this.#requests() - before;
    if (more > again * 5) throw new Violation(`a finished run, repeated, sends ${more} requests`);
  }

  ended(violation: string | undefined): Ended {
    const rows = this.#rows();
    const [runs, crashes] = [this.#runs, this.#crashes];
    const records = this.#feishu.records.map((each) => `${each.id.slice(-3)} ${each.external_id} ${JSON.stringify(each.fields)}`).join("\n");
    return { violation, records, story: this.#story, runs, crashes, requests: this.#requests(), rows };
  }

  close(): void {
    this.#inspector?.close();
    for (const ending of ["", "-wal", "-shm"]) rmSync(this.#path + ending, { force: true });
  }

  #requests(): number {
    return Array.from(this.#left.values()).reduce((sum, count) => sum + count, 0);
  }

  #rows(): RowView[] {
    return this.#inspector?.rows() ?? [];
  }

  #state() {
    return { feishu: this.#feishu, habits: this.#plan.habits, rows: this.#rows(), staged: this.#contents.length };
  }

  readonly #tell = (line: string): void => {
    this.#story.push(`${(this.#world.true_ms() / 1000).toFixed(3).slice(4)}  ${line}`);
  };

  /** Every request that leaves has an attempt of its own in the ledger, on disk. */
  #leaves({ external_id }: Payload): void {
    const key = String(external_id);
    const count = (this.#left.get(key) ?? 0) + 1;
    this.#left.set(key, count);
    const attempts = this.#inspector?.attempts(key) ?? 0;
    if (attempts < count) this.#broken = `request ${count} of ${key} left, and ${attempts} attempts were on disk`;
  }

  #broken: string | undefined;

  async #oneRun(plan: RunPlan): Promise<void> {
    const world = this.#world;
    this.#runs += 1;
    const error_h = Math.round((world.wall_ms() - world.true_ms()) / 360_000) / 10;
    this.#tell(`run ${this.#runs}${error_h === 0 ? "" : `, the wall clock is ${error_h} hours off`}`);
    for (const index of plan.mended) {
      this.#news = true;
      this.#contents[index] = mended(this.#contents[index]!, this.#plan.habits.talents);
      this.#tell(`${this.#contents[index]?.external_id} was mended`);
    }
    this.#feishu.scope_is_missing = plan.weather.scope_is_missing;
    const watcher = { left: (payload: Payload) => this.#leaves(payload), tell: this.#tell };
    const network = new Network(plan.weather, world, this.#feishu, this.#chance.fork(), watcher);
    const machine = new Machine(world, plan.accidents, (where) => {
      this.#crashes += 1;
      this.#tell(`the process dies ${where}`);
      network.forsake();
    });
    const real = openLedger(this.#path);
    try {
      this.#inspector ??= new Inspector(this.#path);
      const over = await world.drive(Promise.race([this.#process(plan, machine, real, network), machine.died]));
      this.#tell(`run ${this.#runs} is over: ${over}`);
    } finally {
      // Whatever is still asleep in there never wakes up.
      machine.alive = false;
      this.#latest_ms = real.runs.latestEntry();
      real.close();
    }
    this.#feishu.scope_is_missing = false;
    if (this.#broken !== undefined) throw new Violation(this.#broken);
    checkAlways(this.#state());
    checkPace("create", network.starts_ms.create, externalApplication.cap_per_s);
    checkPace("list", network.starts_ms.list, externalApplication.find.cap_per_s);
    await this.#rest(plan);
  }

  /** Until the next run. Short times pass with everything that is under way, long ones are skipped. */
  async #rest({ gap_ms, wall_error_ms, set_back_ms }: RunPlan): Promise<void> {
    const live_ms = Math.min(gap_ms, 60_000);
    await this.#world.pass(live_ms);
    this.#world.suspend(gap_ms - live_ms);
    if (wall_error_ms !== undefined) this.#world.setWallError(wall_error_ms);
    if (set_back_ms !== undefined) this.#world.setWallError(this.#latest_ms - set_back_ms - this.#world.true_ms());
  }

  async #process(plan: RunPlan, machine: Machine, real: Ledger, network: Network): Promise<string> {
    const ledger = this.#mutant.ledger(machine.ledger(real));
    const clock = machine.clock();
    const brake = new Brake();
    try {
      const latest_entry_ms = ledger.runs.latestEntry();
      const run_id = ledger.runs.begin("run", "1.0.0", 1, clock.now_ms());
      ledger.outcomes.recover(clock.now_ms());
      if (this.#news) this.#stage(ledger, run_id, clock);
      this.#watch(plan, machine, network, brake);
      const all = await this.#send(plan, machine, ledger, network, { latest_entry_ms, run_id, brake, clock });
      ledger.runs.end(run_id, 0, { sent: 0, retried: 0, throttled: 0, reads: 0 }, clock.now_ms());
      return brake.reason?.why ?? (all ? "all" : "limit");
    } catch (error) {
      if (error instanceof Crash) return machine.died;
      if ((error as { code?: string }).code === "SQLITE_FULL") return "disk full";
      throw error;
    }
  }

  /** Act one, without the files: every row is placed in the ledger by the real rules. */
  #stage(ledger: Ledger, pass: number, clock: Clock): void {
    const { staging, sources } = ledger;
    ledger.transaction(() => {
      const placer = new Placer(staging, new Set());
      const source_id = sources.begin("/export.csv", "00", 0, "{}");
      placer.beginSource(source_id);
      for (const [index, payload] of this.#contents.entries()) {
        const record_hash = createHash("sha256").update(JSON.stringify(payload)).digest();
        const at = { source_id, line: index + 2, record_hash, pass, now_ms: clock.now_ms() };
        placer.place(at, { kind: "payload", key: String(payload.external_id), payload });
      }
    });
    this.#news = false;
  }

  #send(
    plan: RunPlan,
    machine: Machine,
    ledger: Ledger,
    network: Network,
    { latest_entry_ms, run_id, brake, clock }: { latest_entry_ms: number; run_id: number; brake: Brake; clock: Clock },
  ): Promise<boolean> {
    const transport = network.transport(machine);
    let heard: HeardTime | undefined;
    const onServerTime = (server_time_ms: number): void => {
      heard = { server_time_ms, monotonic_ms: clock.monotonic_ms() };
    };
    const tokens = createTokens({ transport, app_id: "cli_a", app_secret: "secret", clock, onServerTime });
    const { cap_factor } = this.#mutant;
    const client = (cap_per_s: number) =>
      createFeishuClient({ transport, tokens, pacer: createVirtualPacer(clock, cap_per_s * cap_factor), codes: CODES });
    const creator = client(externalApplication.cap_per_s);
    const reader = client(externalApplication.find.cap_per_s);
    const statuses = ["in_doubt", "failed", ...(plan.retries_rejected ? ["rejected"] : []), "pending"] as const;
    return runRows(
      this.#mutant.run({
        ledger,
        target: externalApplication,
        run_id,
        latest_entry_ms,
        rows: inStatuses(ledger.queue, clock, statuses as readonly RowView["status"][]),
        send: (request, sending) => creator.send(request, sending),
        read: (request, signal) => reader.send(request, { signal }),
        heard_time: () => heard,
        clock,
        random: this.#chance.number,
        brake,
        observe: (event) => {
          if ("key" in event) this.#tell(`  ${event.key}: ${event.from} -> ${event.status} (${event.verdict})`);
          else this.#tell(`  ${event.event}`);
        },
        requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
        concurrency: plan.concurrency,
        limit: plan.limit,
        max_errors: "off",
        max_attempts: plan.max_attempts,
        first_contact_ms: 60_000,
        max_outage_ms: 15 * 60_000,
      }),
    );
  }

  /** What happens to the machine and to Feishu while the run lives. */
  #watch({ stopped_at_ms, clock, weather }: RunPlan, machine: Machine, network: Network, brake: Brake): void {
    const at = (at_ms: number, happen: () => void): void =>
      this.#world.after(at_ms, () => {
        if (machine.alive) happen();
      });
    at(RUN_MAX_MS, () => {
      throw new Violation("the run does not come to an end");
    });
    if (stopped_at_ms !== undefined) at(stopped_at_ms, () => brake.pull({ why: "sigint" }));
    for (const die_ms of weather.tokens_die_ms) at(die_ms, () => this.#feishu.killTokens());
    for (const event of clock) {
      at(event.at_ms, () => {
        if (event.suspended_ms > 0) network.actNow();
        this.#world.suspend(event.suspended_ms);
        if (event.wall_error_ms !== undefined) this.#world.setWallError(event.wall_error_ms);
        this.#tell(`the machine sleeps ${event.suspended_ms / 3.6e6} h, wall error ${event.wall_error_ms ?? "same"}`);
      });
    }
  }
}
