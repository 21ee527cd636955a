import { writeFileSync } from "node:fs";
import type { AppContext, AppEvent } from "../../src/app/context.js";
import { type Connect, type FeishuPlace, feishuOf } from "../../src/app/feishu.js";
import type { SendLimits } from "../../src/app/limits.js";
import { retryRows } from "../../src/app/retry.js";
import { runImport } from "../../src/app/run.js";
import type { RunEnd } from "../../src/app/run-context.js";
import { csvLine } from "../../src/csv/file/write.js";
import { Brake } from "../../src/engine/calls/brake.js";
import { type OpenedExport, openExports } from "../../src/engine/staging/exports.js";
import { createTokens } from "../../src/feishu/token.js";
import { asMachineError } from "../../src/ledger/file/machine-errors.js";
import type { Ledger } from "../../src/ledger/open.js";
import { loadMapping, type RowMapper } from "../../src/mapping/index.js";
import { pacePerSecond } from "../../src/model/cap.js";
import { ExitError } from "../../src/model/exit-error.js";
import type { Payload } from "../../src/model/payload.js";
import { TARGETS } from "../../src/targets/index.js";
import type { FakeFeishu } from "./fake-feishu.js";
import { Violation } from "./invariants.js";
import { Crash, type Machine } from "./machine.js";
import type { Mutant } from "./mutants.js";
import type { Network } from "./network.js";
import { nobodys, type People, personOf } from "./people.js";
import type { RunPlan } from "./plan.js";
import { createVirtualPacer } from "./virtual-pacer.js";
import type { World } from "./world.js";

const RUN_MAX_MS = 48 * 3_600_000;

/** The ledger is another run's, or is gone. */
const TAKEN: readonly string[] = ["locked", "ledger_gone", "ledger_overwritten"];

/** What one call of `run` is made of. */
export interface ProcessOptions {
  readonly plan: RunPlan;
  readonly world: World;
  readonly machine: Machine;
  readonly network: Network;
  readonly feishu: FakeFeishu;
  /** As it is opened, behind the machine's accidents. */
  readonly ledger: Ledger;
  readonly mutant: Mutant;
  /** Where the export stands. */
  readonly export_path: string;
  /** The export's rows. */
  readonly rows: readonly Payload[];
  /** Who they are about, where Feishu is to be asked for their talents. */
  readonly people: People | undefined;
  readonly random: () => number;
  readonly tell: (line: string) => void;
}

/** What the program meets beside its ledger and its exports. */
export type Surroundings = Pick<ProcessOptions, "machine" | "mutant" | "random" | "tell"> & {
  readonly network: Pick<Network, "transport">;
};

/** One call of the program's own `run`, and of its `retry` before it. Says how it ended; one that dies never does. */
export async function run(options: ProcessOptions): Promise<string> {
  const { machine, mutant, plan } = options;
  const ledger = mutant.ledger(machine.ledger(options.ledger));
  const app = contextOf(options);
  watch(options, app.brake);
  try {
    const limits: SendLimits = {
      concurrency: plan.concurrency,
      limit: plan.limit,
      max_errors: "off",
      max_attempts: plan.max_attempts,
    };
    if (plan.retries_rejected && ledger.setup.get() !== undefined) {
      const statuses = ["rejected"] as const;
      const end = await retryRows({ ledger, ledger_name: "the ledger", place: PLACE, limits, statuses }, app);
      if (end.stop !== undefined || app.brake.pulled) return wordsOf(end);
    }
    const mapping = loadMapping(mappingPath(options), TARGETS);
    const exports = await openExports(mapping, [exportOf(options)]);
    const request = {
      ledger,
      mapping,
      exports: exports.map((each) => withMapper(each, options)),
      place: PLACE,
      limits,
    };
    return wordsOf(await runImport({ ...request, update_changed: plan.updates_changed }, app));
  } catch (error) {
    if (error instanceof Crash) return machine.died;
    // Before the run has begun, such as by a full disk.
    const stop = asMachineError(error);
    if (!(stop instanceof ExitError)) throw error;
    return wordsOf({ stop, reason: undefined, exit: stop.exit });
  }
}

function wordsOf({ stop, reason, exit }: Pick<RunEnd, "stop" | "reason" | "exit">): string {
  if (stop === undefined) return reason?.why ?? `exit ${exit}`;
  return TAKEN.includes(stop.kind) ? `${stop.kind}: ${stop.hint ?? ""}` : stop.kind;
}

export const PLACE: FeishuPlace = {
  base_url: new URL("https://open.feishu.cn"),
  name: "https://open.feishu.cn",
  app_id: "cli_a",
  app_secret: "secret",
  close: async () => undefined,
};

/** Everything around the program, simulated. */
export function contextOf(options: Surroundings): AppContext {
  const { machine, mutant, random, tell } = options;
  const clock = mutant.clock(machine.clock());
  return {
    clock,
    random,
    version: "1.0.0",
    process_id: 1,
    brake: new Brake(),
    observe: (event) => tell(inWords(event)),
    confirm: async () => undefined,
    connect: connectOf(options, clock),
  };
}

/** The program's own clients over a simulated network, paced by the virtual clock. */
function connectOf({ machine, network, mutant }: Surroundings, clock: AppContext["clock"]): Connect {
  return async ({ app_id, app_secret }, { codes }) => {
    const transport = network.transport(machine);
    return mutant.feishu(
      feishuOf({
        transport,
        createTokens: (onServerTime) =>
          mutant.tokens(createTokens({ transport, app_id, app_secret, clock, onServerTime })),
        createPacer: ({ cap }) => createVirtualPacer(clock, pacePerSecond(cap) * mutant.cap_factor),
        codes,
        clock,
        close: async () => undefined,
      }),
    );
  };
}

/** The export as it stands now; what its rows hold is in one cell. */
function exportOf({ export_path, rows }: ProcessOptions): string {
  const lines = rows.map((payload) => csvLine([String(payload.external_id), JSON.stringify(payload)]));
  writeFileSync(export_path, csvLine(["external_id", "content"]) + lines.join(""));
  return export_path;
}

function mappingPath({ export_path, people }: ProcessOptions): string {
  const path = export_path.replace(/\.csv$/, ".yaml");
  const talent_id = people === undefined ? "content" : "{ resolve: { email: content } }";
  const fields = `  external_id: external_id\n  talent_id: ${talent_id}\n  job_title: content\n`;
  writeFileSync(path, `target: external-application\nfields:\n${fields}`);
  return path;
}

/** The mapping's tests are elsewhere: what a row holds is taken from its cell as it stands. */
function withMapper(opened: OpenedExport, { people }: ProcessOptions): OpenedExport {
  const mapper: RowMapper = {
    map: ([key = "", content = ""], line = 0) => {
      const payload = JSON.parse(content) as Payload;
      const identity = people?.rows[line - 2];
      if (identity === undefined) return { kind: "payload", key, payload };
      const wanted = { field: "talent_id", person: personOf(identity) };
      return { kind: "unresolved", key, payload: nobodys(payload), wanted };
    },
    looksLikeTotal: () => false,
    unmapped: () => [],
    warnings: () => [],
    columns_used: ["external_id", "content"],
  };
  return { ...opened, mapper, bind: () => mapper };
}

function inWords(event: AppEvent): string {
  if (event.event === "update") return `  ${event.key}: ${event.state} (${event.verdict})`;
  if (event.event !== "attempt" && event.event !== "settled") return `  ${event.event}`;
  const { key, from, status, verdict } = event;
  return `  ${key}: ${from} -> ${status} (${event.event === "settled" ? "read: " : ""}${verdict})`;
}

/** What happens to the machine and to Feishu while the run lives. */
function watch({ plan, world, machine, network, feishu, tell }: ProcessOptions, brake: Brake): void {
  const at = (at_ms: number, happen: () => void): void =>
    world.after(at_ms, () => {
      if (machine.alive) happen();
    });
  at(RUN_MAX_MS, () => {
    throw new Violation("the run does not come to an end");
  });
  if (plan.stopped_at_ms !== undefined) at(plan.stopped_at_ms, () => brake.pull({ why: "sigint" }));
  for (const die_ms of plan.weather.tokens_die_ms) at(die_ms, () => feishu.killTokens());
  for (const { at_ms, suspended_ms, wall_error_ms } of plan.clock) {
    at(at_ms, () => {
      if (suspended_ms > 0) network.actNow();
      world.suspend(suspended_ms);
      if (wall_error_ms !== undefined) world.wall_error_ms = wall_error_ms;
      tell(`the machine sleeps ${hours(suspended_ms)} h; the wall clock is ${hours(world.wall_error_ms)} h off`);
    });
  }
}

export function hours(time_ms: number): number {
  return Math.round(time_ms / 360_000) / 10;
}
