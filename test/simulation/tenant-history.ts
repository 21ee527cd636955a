import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runImport } from "../../src/app/run.js";
import { openExports } from "../../src/engine/staging/exports.js";
import { asMachineError } from "../../src/ledger/file/machine-errors.js";
import { openLedger } from "../../src/ledger/open.js";
import { loadMapping } from "../../src/mapping/index.js";
import { ExitError } from "../../src/model/exit-error.js";
import { TARGETS } from "../../src/targets/index.js";
import { Chance } from "./chance.js";
import { Disk } from "./disk.js";
import { asRecords, FakeTenant } from "./fake-tenant.js";
import { Inspector, type RowView } from "./inspector.js";
import { Violation } from "./invariants.js";
import { Crash, Machine } from "./machine.js";
import { FAITHFUL, type Mutant } from "./mutants.js";
import { Network } from "./network.js";
import { contextOf, PLACE } from "./process.js";
import { checkTenant, checkTenantRest } from "./tenant-invariants.js";
import { CALM_LIFE, type Life, type TenantPlan, tenantPlanOf } from "./tenant-plan.js";
import { toItsEnd } from "./to-its-end.js";
import { World } from "./world.js";

/** The steps of a history, in the order in which their rows hang on one another. */
export const STEPS = ["cvs", "candidates", "applications", "interviews", "notes"] as const;
export type Step = (typeof STEPS)[number];
export type Rows = Readonly<Record<Step, readonly RowView[]>>;

const MAPPINGS: Readonly<Record<Step, string>> = {
  cvs: "target: attachment\nfields: { external_id: id, file: file }\n",
  candidates: `target: talent
fields:
  external_id: id
  name: id
  email: email
  mobile: mobile
  resume_attachment_id: { column: cv, lookup: { ledger: cvs.db } }
`,
  applications: `target: external-application
fields:
  external_id: id
  job_title: id
  talent_id: { column: candidate, lookup: { ledger: candidates.db } }
`,
  interviews: `target: external-interview
fields:
  external_id: id
  external_application_id: { column: parent, lookup: { ledger: applications.db } }
  begin_time: { column: at, format: epoch-ms }
`,
  notes: `target: note
fields:
  external_id: id
  talent_id: { column: parent, lookup: { ledger: candidates.db } }
  content: id
`,
};

const CALM_LIVES = 6;

export interface TenantEnded {
  readonly violation: string | undefined;
  readonly story: readonly string[];
  readonly crashes: number;
  /** Moments at which the first life could have ended. */
  readonly points: number;
}

export interface TenantOptions {
  readonly plan?: (planned: TenantPlan) => TenantPlan;
  readonly mutant?: Mutant;
}

/** Plays the one history of a seed: files, candidates and applications, each step with the program's own `run`. */
export function playTenant(seed: number, options: TenantOptions = {}): Promise<TenantEnded> {
  return toItsEnd(new TenantHistory(seed, options), options.mutant ?? FAITHFUL);
}

class TenantHistory {
  readonly #world = new World();
  readonly #chance: Chance;
  readonly #plan: TenantPlan;
  readonly #mutant: Mutant;
  readonly #feishu: FakeTenant;
  readonly #folder: string;
  readonly #story: string[] = [];
  #network: Network | undefined;
  #lives = 0;
  #crashes = 0;
  #points = 0;
  #left = 0;

  constructor(seed: number, { plan = (planned) => planned, mutant = FAITHFUL }: TenantOptions) {
    const chance = new Chance(seed);
    this.#plan = plan(tenantPlanOf(chance.fork()));
    this.#chance = chance.fork();
    this.#mutant = mutant;
    this.#feishu = new FakeTenant({ ...this.#plan.habits, talents: [...this.#plan.habits.talents] }, chance.fork());
    this.#folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "hire-import-tenant-"));
    for (const keys of this.#plan.there) this.#feishu.settle(keys, this.#world.true_ms() - 3_600_000);
    this.#write();
  }

  async play(): Promise<void> {
    for (const life of this.#plan.stormy) await this.#live(life);
    let before_calm = "";
    for (let calm = 0; calm < CALM_LIVES && before_calm !== this.#standing(); calm++) {
      before_calm = this.#standing();
      await this.#live(CALM_LIFE);
    }
    checkTenantRest(this.#plan, this.#feishu, this.#rows());
    const before = this.#left;
    await this.#live(CALM_LIFE);
    if (this.#left > before) throw new Violation(`a finished history, repeated, sends ${this.#left - before} requests`);
  }

  ended(violation: string | undefined): TenantEnded {
    const holdings = this.#feishu.records.map(
      ({ id, external_id, fields }) => `Feishu holds ${id} of ${external_id ?? "somebody"} ${JSON.stringify(fields)}`,
    );
    const rows = Object.values(this.#rows()).flat();
    const told = rows.map(({ key, status, remote_id, failure }) => `${key} is ${status} ${remote_id} ${failure}`);
    const story = violation === undefined ? this.#story : [...this.#story, ...holdings, ...told];
    return { violation, story, crashes: this.#crashes, points: this.#points };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  /** Where each row has come to. */
  #standing(): string {
    return JSON.stringify(this.#rows(), [...STEPS, "status", "remote_id"]);
  }

  #write(): void {
    const { cvs, candidates, applications, interviews, notes } = this.#plan;
    const csv = (head: string, lines: readonly string[]) => `${[head, ...lines].join("\n")}\n`;
    for (const key of cvs) writeFileSync(this.#path(`${key}.pdf`), `CV ${key}`);
    const people = candidates.map(({ key, keys, cv = "" }) => [key, keys.email, keys.mobile, cv].join());
    const texts = {
      cvs: csv(
        "id,file",
        cvs.map((key) => `${key},${key}.pdf`),
      ),
      candidates: csv("id,email,mobile,cv", people),
      applications: csv(
        "id,candidate",
        applications.map(({ key, candidate }) => `${key},${candidate}`),
      ),
      // Each at a time of its own: by it alone they differ.
      interviews: csv(
        "id,parent,at",
        interviews.map(({ key, parent }, n) => `${key},${parent},${1_700_000_000_000 + n * 3_600_000}`),
      ),
      notes: csv(
        "id,parent",
        notes.map(({ key, parent }) => `${key},${parent}`),
      ),
    };
    for (const step of STEPS) {
      writeFileSync(this.#path(`${step}.csv`), texts[step]);
      writeFileSync(this.#path(`${step}.yaml`), MAPPINGS[step]);
    }
  }

  #rows(): Rows {
    const rowsOf = (step: Step) => {
      if (!existsSync(this.#path(`${step}.db`))) return [];
      const inspector = new Inspector(this.#path(`${step}.db`));
      try {
        return inspector.rows();
      } finally {
        inspector.close();
      }
    };
    return Object.fromEntries(STEPS.map((step) => [step, rowsOf(step)] as const)) as Record<Step, RowView[]>;
  }

  readonly #tell = (line: string): void => {
    this.#story.push(`${new Date(this.#world.true_ms()).toISOString().slice(5, 23)}  ${line}`);
  };

  /** All steps in order by one process, which may die in any of them; then time passes. */
  async #live(life: Life): Promise<void> {
    this.#lives += 1;
    this.#tell(`life ${this.#lives} begins`);
    const left = () => {
      this.#left += 1;
    };
    const watcher = { left, overwrites: left, tell: this.#tell };
    const network = new Network(life.weather, this.#world, this.#feishu, this.#chance.fork(), watcher, this.#network);
    this.#network = network;
    const machine = new Machine(this.#world, new Disk(this.#path("none")), life.accidents, (where) => {
      this.#crashes += 1;
      this.#tell(`the process dies ${where}`);
      network.forsake();
    });
    for (const step of STEPS.filter((each) => this.#plan[each].length > 0)) {
      const end = await this.#step(step, life, machine, network);
      this.#tell(`${step}: ${end}`);
      if (!machine.alive) break;
    }
    machine.alive = false;
    if (this.#lives === 1) this.#points = machine.points;
    checkTenant(this.#plan, this.#feishu, this.#rows());
    await this.#world.pass(Math.min(life.gap_ms, 60_000));
    if (life.gap_ms > 60_000) {
      network.actNow();
      this.#world.suspend(life.gap_ms - 60_000);
    }
  }

  async #step(step: Step, { concurrency, limit }: Life, machine: Machine, network: Network): Promise<string> {
    const real = openLedger(this.#path(`${step}.db`));
    const mutant = this.#mutant;
    const app = contextOf({
      machine,
      mutant,
      random: this.#chance.number,
      tell: this.#tell,
      network: asRecords(network),
    });
    const work = async (): Promise<string> => {
      try {
        const mapping = loadMapping(this.#path(`${step}.yaml`), TARGETS);
        const exports = await openExports(mapping, [this.#path(`${step}.csv`)]);
        const ledger = mutant.ledger(machine.ledger(real));
        const limits = { concurrency, limit, max_errors: "off", max_attempts: 5 } as const;
        const { stop, exit } = await runImport({ ledger, mapping, exports, place: PLACE, limits }, app);
        return stop?.kind ?? `exit ${exit}`;
      } catch (error) {
        if (error instanceof Crash) return machine.died;
        const stop = asMachineError(error);
        if (!(stop instanceof ExitError)) throw error;
        return stop.kind;
      }
    };
    try {
      return await this.#world.drive(Promise.race([work(), machine.died]));
    } finally {
      real.close();
    }
  }
}
