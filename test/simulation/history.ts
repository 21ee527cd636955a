import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ledger, openLedger } from "../../src/ledger/open.js";
import { ExitError } from "../../src/model/exit-error.js";
import type { Payload } from "../../src/model/payload.js";
import type { Status } from "../../src/model/status.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { talents } from "../../src/targets/talents.js";
import type { Update } from "../../src/targets/target.js";
import { Chance } from "./chance.js";
import { Disk } from "./disk.js";
import { FakeFeishu } from "./fake-feishu.js";
import { Inspector, type RowView } from "./inspector.js";
import {
  checkAlways,
  checkOrder,
  checkPace,
  checkPrivate,
  checkRest,
  checkTried,
  openRows,
  type State,
  Violation,
} from "./invariants.js";
import { Machine } from "./machine.js";
import { FAITHFUL, type Mutant } from "./mutants.js";
import { Network } from "./network.js";
import { People } from "./people.js";
import { calmRun, mended, type Plan, planOf, type RunPlan } from "./plan.js";
import { hours, run } from "./process.js";
import { befall, obey, prepare } from "./siege.js";
import { toItsEnd } from "./to-its-end.js";
import { World } from "./world.js";

/** Nothing but mending, by a row's author or in Feishu, brings them back. */
const ENDED: readonly Status[] = ["rejected", "invalid"];
const UPDATE_CAP = (externalApplication.update as Update).cap_per_s;
/** So many runs after the storm, and everything must have come to rest. */
const CALM_RUNS = 8;
const CALM_GAPS_MS = [4_000, 3_600_000, 26 * 3_600_000];
/** Time passes with everything that is under way for so long; the rest of a gap is skipped. */
const LIVE_GAP_MS = 60_000;

/** What a history came to. */
export interface Ended {
  /** What was broken, if anything. */
  readonly violation: string | undefined;
  /** What happened, line by line. */
  readonly story: readonly string[];
  readonly rows: readonly RowView[];
  readonly runs: number;
  readonly requests: number;
  readonly crashes: number;
  /** Moments at which the first run's process could have died. */
  readonly points: number;
}

export interface HistoryOptions {
  readonly plan?: (planned: Plan) => Plan;
  readonly mutant?: Mutant;
}

interface Found {
  readonly open: readonly RowView[];
  readonly run_id: number;
}

/** Plays the one history of a seed. */
export function play(seed: number, options: HistoryOptions = {}): Promise<Ended> {
  return toItsEnd(new History(seed, options), options.mutant ?? FAITHFUL);
}

class History {
  readonly #world = new World();
  readonly #chance: Chance;
  readonly #plan: Plan;
  readonly #mutant: Mutant;
  readonly #feishu: FakeFeishu;
  readonly #people: People | undefined;
  readonly #path: string;
  readonly #export_path: string;
  readonly #disk: Disk;
  readonly #contents: Payload[];
  /** Creating requests that left, by key. */
  readonly #left = new Map<string, number>();
  /** Overwriting requests that left, by id. */
  readonly #overwritten = new Map<string, number>();
  readonly #story: string[] = [];
  #inspector: Inspector | undefined;
  #network: Network | undefined;
  /** What the ledger knows last. */
  #latest_ms = 0;
  /** What was wrong with a request that left. */
  #left_wrongly: string | undefined;
  /** How a run found the ledger; undefined where it need not take up all of it. */
  #found: Found | undefined;
  #runs = 0;
  #crashes = 0;
  #points = 0;

  constructor(seed: number, { plan = (planned) => planned, mutant = FAITHFUL }: HistoryOptions) {
    const chance = new Chance(seed);
    this.#plan = plan(planOf(chance.fork(), mutant.theme));
    this.#chance = chance.fork();
    this.#mutant = mutant;
    this.#feishu = new FakeFeishu(this.#plan.habits, chance.fork());
    this.#people = this.#plan.people && new People(this.#plan.people);
    this.#feishu.people = this.#people;
    this.#contents = [...this.#plan.rows];
    // A commit on a file system in memory is durable at once.
    const folder = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
    this.#path = join(folder, `hire-import-${process.pid}-${seed}.db`);
    this.#export_path = join(folder, `hire-import-${process.pid}-${seed}.csv`);
    this.#disk = new Disk(this.#path);
    for (const payload of this.#plan.foreign) this.#feishu.hold(undefined, payload, this.#world.true_ms());
  }

  async play(): Promise<void> {
    for (const stormy of this.#plan.stormy) await this.#oneRun(stormy);
    if (this.#people !== undefined) this.#people.run = Number.POSITIVE_INFINITY;
    let is_open = true;
    for (let calm = 0; is_open && calm < CALM_RUNS; calm++) {
      await this.#oneRun(calmRun(this.#chance.pick(CALM_GAPS_MS)));
      is_open = this.#rows().some(
        ({ status, is_changed }) => !ENDED.includes(status) && (status !== "done" || is_changed),
      );
    }
    const rest = this.#state();
    checkRest(rest);
    await this.#repeat(rest);
  }

  /** A finished run, repeated, sends nothing; but what is still in doubt is tried again. */
  async #repeat({ rows }: State): Promise<void> {
    const before = this.#requests();
    await this.#oneRun(calmRun(4_000));
    const more = this.#requests() - before;
    const doubts = rows.filter(({ status }) => status === "in_doubt").length;
    if (doubts === 0 && more > 0) throw new Violation(`a finished run, repeated, sends ${more} requests`);
  }

  ended(violation: string | undefined): Ended {
    const [story, rows, requests] = [this.#story, this.#rows(), this.#requests()];
    if (violation !== undefined) story.push(...this.#holdings());
    return { violation, story, rows, requests, runs: this.#runs, crashes: this.#crashes, points: this.#points };
  }

  close(): void {
    this.#inspector?.close();
    for (const ending of ["", "-wal", "-shm", ".moved", ".older", ".rescued"]) {
      rmSync(this.#path + ending, { force: true });
    }
    for (const path of [this.#export_path, this.#export_path.replace(/\.csv$/, ".yaml")]) rmSync(path, { force: true });
  }

  /** All that the ledger's files hold. */
  #bytes(): Buffer {
    const files = [this.#path, `${this.#path}-wal`].filter((path) => existsSync(path));
    return Buffer.concat(files.map((path) => readFileSync(path)));
  }

  #requests(): number {
    const counts = [...this.#left.values(), ...this.#overwritten.values()];
    return counts.reduce((sum, count) => sum + count, 0);
  }

  #rows(): RowView[] {
    return this.#inspector?.rows() ?? [];
  }

  #state(): State {
    const [feishu, people, { habits }] = [this.#feishu, this.#people, this.#plan];
    return { feishu, people, habits, rows: this.#rows(), staged: this.#contents.length };
  }

  readonly #tell = (line: string): void => {
    this.#story.push(`${new Date(this.#world.true_ms()).toISOString().slice(5, 23)}  ${line}`);
  };

  #holdings(): string[] {
    const records = this.#feishu.records.map(
      ({ id, external_id, fields }) => `Feishu holds ${id} of ${external_id ?? "somebody"} ${JSON.stringify(fields)}`,
    );
    const rows = this.#rows().map(
      ({ key, status, remote_id, payload }) => `${key} is ${status} ${remote_id ?? ""} ${JSON.stringify(payload)}`,
    );
    return [...records, ...rows];
  }

  /** Every request that leaves has an attempt of its own in the ledger, on disk. */
  #leaves({ external_id }: Payload): void {
    const key = String(external_id);
    const count = (this.#left.get(key) ?? 0) + 1;
    this.#left.set(key, count);
    const attempts = this.#inspector?.attempts(key) ?? 0;
    if (attempts < count) this.#left_wrongly ??= `request ${count} of ${key} left with ${attempts} attempts on disk`;
  }

  /** And so has every request that overwrites a record, and it comes last. */
  #overwrites(remote_id: string): void {
    const count = (this.#overwritten.get(remote_id) ?? 0) + 1;
    this.#overwritten.set(remote_id, count);
    const attempts = this.#inspector?.overwrites(remote_id) ?? 0;
    if (attempts < count) {
      this.#left_wrongly ??= `overwrite ${count} of ${remote_id} left with ${attempts} attempts on disk`;
    }
    this.#left_wrongly ??= this.#violates((found, tried) => checkOrder(found, this.#rows(), tried));
  }

  #violates(check: (found: readonly RowView[], tried: ReadonlySet<number>) => void): string | undefined {
    if (this.#found === undefined || this.#inspector === undefined) return undefined;
    try {
      check(this.#found.open, this.#inspector.triedSince(this.#found.run_id));
    } catch (error) {
      if (error instanceof Violation) return error.message;
      throw error;
    }
    return undefined;
  }

  async #oneRun(plan: RunPlan): Promise<void> {
    this.#runs += 1;
    this.#tell(`run ${this.#runs} begins, the wall clock is ${hours(this.#world.wall_error_ms)} h off`);
    this.#mend(plan.mended);
    if (this.#people !== undefined) this.#people.run = Math.max(this.#people.run, this.#runs);
    this.#feishu.scope_is_missing = plan.weather.scope_is_missing;
    const takes_all = plan.limit === undefined && plan.siege === undefined;
    const found = { open: openRows(this.#rows()), run_id: this.#inspector?.latestRun() ?? 0 };
    this.#found = takes_all ? found : undefined;
    const watcher = {
      left: (payload: Payload) => this.#leaves(payload),
      overwrites: (remote_id: string) => this.#overwrites(remote_id),
      tell: this.#tell,
    };
    const network = new Network(plan.weather, this.#world, this.#feishu, this.#chance.fork(), watcher, this.#network);
    this.#network = network;
    const machine = new Machine(this.#world, this.#disk, plan.accidents, (where) => {
      this.#crashes += 1;
      this.#tell(`the ${plan.accidents.loses_power ? "machine" : "process"} dies ${where}`);
      network.forsake();
    });
    const end = await this.#live(plan, machine, network);
    this.#feishu.scope_is_missing = false;
    if (end.startsWith("exit ")) {
      this.#left_wrongly ??= this.#violates((open, tried) => checkTried(open, this.#rows(), tried));
    }
    if (this.#left_wrongly !== undefined) throw new Violation(this.#left_wrongly);
    checkAlways(this.#state());
    if (this.#people !== undefined) checkPrivate(this.#bytes(), this.#people);
    checkPace("create", network.starts_ms.create, externalApplication.cap_per_s);
    checkPace("update", network.starts_ms.update, UPDATE_CAP);
    checkPace("ask", network.starts_ms.ask, talents.caps.cap_per_s);
    // For people, rows and updates, each perhaps after a failure.
    checkPace("token", network.starts_ms.token, 6);
    checkPace("list", network.starts_ms.list, externalApplication.find.cap_per_s);
    await this.#rest(plan);
  }

  #mend(rows: readonly number[]): void {
    for (const index of rows) {
      this.#contents[index] = mended(this.#contents[index] as Payload, this.#plan.habits.talents);
      this.#tell(`${this.#contents[index]?.external_id} was mended`);
    }
  }

  /** Gives how it ended. */
  async #live(plan: RunPlan, machine: Machine, network: Network): Promise<string> {
    if (plan.siege !== undefined) prepare(this.#path, plan.siege);
    const ledger = this.#open();
    let intruder: Promise<void> | undefined;
    let end = "";
    try {
      this.#inspector ??= new Inspector(this.#path);
      if (plan.siege !== undefined) {
        const { siege } = plan;
        this.#world.after(siege.at_ms, () => {
          if (!machine.alive) return;
          this.#tell(`the ledger: ${siege.what}`);
          if (siege.what !== "another run") return befall(this.#path, siege);
          intruder = this.#intrude(plan);
          // How it ended is heard below: until then it may have failed beside the first.
          intruder.catch(() => undefined);
        });
      }
      const life = this.#life(plan, machine, network, ledger);
      end = await this.#world.drive(Promise.race([life, machine.died]));
      this.#tell(`run ${this.#runs} is over: ${end}`);
    } finally {
      // Whatever is still asleep in there never wakes up.
      machine.alive = false;
      if (this.#runs === 1) this.#points = machine.points;
      const dies = machine.has_died && plan.accidents.loses_power;
      if (!dies) this.#latest_ms = ledger.runs.latestEntry();
      ledger.close();
      if (dies) this.#losePower();
    }
    if (intruder !== undefined) await this.#world.drive(intruder);
    if (!end.startsWith("ledger_gone")) return end;
    // What is saved is synced.
    this.#disk.catchUp();
    this.#inspector.close();
    obey(this.#path, end);
    this.#inspector = new Inspector(this.#path);
    return end;
  }

  #open(): Ledger {
    try {
      return openLedger(this.#path);
    } catch (error) {
      if (error instanceof ExitError) throw new Violation(`the ledger is lost: ${error.message}`);
      throw error;
    }
  }

  /** Another run on the same ledger, which has got round the lock. */
  async #intrude(plan: RunPlan): Promise<void> {
    const watcher = {
      left: (payload: Payload) => this.#leaves(payload),
      overwrites: (remote_id: string) => this.#overwrites(remote_id),
      tell: this.#tell,
    };
    const network = new Network(plan.weather, this.#world, this.#feishu, this.#chance.fork(), watcher);
    const peace = { dies_at: undefined, loses_power: false, disk: undefined };
    const machine = new Machine(this.#world, this.#disk, peace, () => undefined);
    const ledger = openLedger(this.#path);
    try {
      const calm = { ...plan, siege: undefined, clock: [], stopped_at_ms: undefined, limit: undefined };
      this.#tell(`the other run is over: ${await this.#life(calm, machine, network, ledger)}`);
    } finally {
      machine.alive = false;
      this.#latest_ms = ledger.runs.latestEntry();
      ledger.close();
    }
  }

  #life(plan: RunPlan, machine: Machine, network: Network, ledger: Ledger): Promise<string> {
    return run({
      plan,
      machine,
      network,
      ledger,
      world: this.#world,
      feishu: this.#feishu,
      mutant: this.#mutant,
      export_path: this.#export_path,
      rows: this.#contents,
      people: this.#people,
      random: this.#chance.number,
      tell: this.#tell,
    });
  }

  #losePower(): void {
    this.#inspector?.close();
    if (this.#disk.losePower()) this.#tell("what was not synced is lost with the power");
    const ledger = openLedger(this.#path);
    this.#latest_ms = ledger.runs.latestEntry();
    ledger.close();
    this.#inspector = new Inspector(this.#path);
  }

  async #rest({ gap_ms, wall_error_ms, set_back_ms }: RunPlan): Promise<void> {
    const live_ms = Math.min(gap_ms, LIVE_GAP_MS);
    await this.#world.pass(live_ms);
    if (gap_ms > live_ms) this.#network?.actNow();
    this.#world.suspend(gap_ms - live_ms);
    if (wall_error_ms !== undefined) this.#world.wall_error_ms = wall_error_ms;
    if (set_back_ms === undefined || this.#latest_ms === 0) return;
    this.#world.wall_error_ms = this.#latest_ms - set_back_ms - this.#world.true_ms();
  }
}
