import { createHash } from "node:crypto";
import { Brake } from "../../src/engine/calls/brake.js";
import { ErrorBudget } from "../../src/engine/calls/error-budget.js";
import { type HeardTime, IdempotencyWindow } from "../../src/engine/calls/idempotency-window.js";
import { Outage } from "../../src/engine/calls/outage.js";
import { type UpdateOptions, updateRecords } from "../../src/engine/changes/update.js";
import type { EngineEvent } from "../../src/engine/events.js";
import { inStatuses } from "../../src/engine/sending/select.js";
import { type SendRowsOptions, sendRows } from "../../src/engine/sending/send-rows.js";
import { RowUpserter } from "../../src/engine/staging/upsert.js";
import { fromAnswers } from "../../src/engine/talents/apply.js";
import { TalentResolver } from "../../src/engine/talents/resolve.js";
import { createFeishuClient } from "../../src/feishu/client.js";
import { COMMON_CODES, codeTable, mergeCodes } from "../../src/feishu/codes.js";
import { createTokens } from "../../src/feishu/token.js";
import type { Ledger } from "../../src/ledger/open.js";
import type { Clock } from "../../src/model/clock.js";
import { ExitError } from "../../src/model/exit-error.js";
import type { Payload } from "../../src/model/payload.js";
import type { Status } from "../../src/model/status.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { talents } from "../../src/targets/talents.js";
import type { Update } from "../../src/targets/target.js";
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
const CODES = mergeCodes(COMMON_CODES, codeTable(externalApplication.codes), codeTable(talents.codes));

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
  /** The export's rows; undefined where they were staged before. */
  readonly news: readonly Payload[] | undefined;
  /** Who they are about, where Feishu is to be asked for their talents. */
  readonly people: People | undefined;
  /** `whole`: of no row is it left open whose it is. */
  readonly onStaged: (whole: boolean) => void;
  readonly random: () => number;
  readonly tell: (line: string) => void;
}

/** One call of `run`, as the command does it. Says how it ended; one that dies never does. */
export async function run(options: ProcessOptions): Promise<string> {
  const { machine, news, onStaged, mutant } = options;
  const ledger = mutant.ledger(machine.ledger(options.ledger));
  const clock = machine.clock();
  const brake = new Brake();
  try {
    const latest_entry_ms = ledger.runs.latestEntry();
    const run_id = ledger.runs.begin("run", "1.0.0", 1, clock.now_ms());
    ledger.attempts.markInterrupted(clock.now_ms());
    watch(options, brake);
    const own = { ...options, ledger };
    const call = { clock, brake, run_id, latest_entry_ms };
    if (news !== undefined) {
      await askForPeople(own, call);
      onStaged(stage(own, news, call));
    }
    if (brake.pulled) return brake.reason?.why ?? "stopped";
    if (options.plan.updates_changed) ledger.updates.plan({ kind: "changed" }, 1_000, run_id, clock.now_ms());
    const began_ms = clock.monotonic_ms();
    const is_all = await sendRows(mutant.run(rowsToRun(own, call)));
    if (!brake.pulled) await updateRecords(mutant.update(recordsToUpdate(own, { ...call, began_ms })));
    ledger.insist();
    ledger.runs.end(run_id, 0, { sent: 0, retried: 0, throttled: 0, reads: 0 }, clock.now_ms());
    return brake.reason?.why ?? (is_all ? "all" : "limit");
  } catch (error) {
    if (error instanceof Crash) return machine.died;
    if ((error as { code?: string }).code === "SQLITE_FULL") return "the disk is full";
    if (error instanceof ExitError && TAKEN.includes(error.kind)) return `${error.kind}: ${error.hint ?? ""}`;
    throw error;
  }
}

/** Act zero, without the files: Feishu is asked for everybody whose talent is not known. */
async function askForPeople(options: ProcessOptions, { clock, brake, run_id }: Call): Promise<void> {
  const { plan, ledger, people, mutant, random, tell } = options;
  if (people === undefined) return;
  const asking = clients(options, clock).client(talents.caps.cap_per_s);
  const observe = (event: EngineEvent) => tell(inWords(event));
  const resolver = new TalentResolver(
    mutant.ask({
      ledger,
      run_id,
      clock,
      brake,
      random,
      observe,
      outage: new Outage({ clock, random, brake, observe, first_contact_ms: 60_000, max_outage_ms: 15 * 60_000 }),
      max_attempts: plan.max_attempts,
      max_errors: "off",
      send: (request, signal) => asking.ask(request, signal),
      asked: () => undefined,
    }),
  );
  ledger.transaction(() => {
    for (const identity of people.rows) resolver.add(personOf(identity));
  });
  await resolver.room();
  await resolver.end();
}

/** Act one, without the files: every row is placed in the ledger by the real rules. True: it is known whose each is. */
function stage({ ledger, people }: ProcessOptions, rows: readonly Payload[], { run_id, clock }: Call): boolean {
  const { staging, sources } = ledger;
  const resolve = fromAnswers(ledger.talents);
  let whole = true;
  ledger.transaction(() => {
    const upserter = new RowUpserter(staging, new Set());
    const source_id = sources.begin({ path: "/export.csv", sha256: "00", size_bytes: 0, dialect: "{}", facts: null });
    upserter.beginSource(source_id);
    for (const [index, payload] of rows.entries()) {
      const record_hash = createHash("sha256").update(JSON.stringify(payload)).digest();
      const at = { source_id, line: index + 2, record_hash, pass: run_id, now_ms: clock.now_ms() };
      const key = String(payload.external_id);
      const identity = people?.rows[index];
      const wanted = identity && { field: "talent_id", person: personOf(identity) };
      const row = wanted && resolve({ kind: "unresolved", key, payload: nobodys(payload), wanted });
      if (row?.kind === "invalid") whole = false;
      upserter.upsert(at, row ?? { kind: "payload", key, payload });
    }
  });
  return whole;
}

type Call = Pick<SendRowsOptions, "clock" | "brake" | "run_id" | "latest_entry_ms">;

/** One client for each kind of request, each at the cap of its kind. */
function clients({ machine, network, mutant }: ProcessOptions, clock: Clock) {
  const transport = network.transport(machine);
  let heard: HeardTime | undefined;
  const onServerTime = (server_time_ms: number): void => {
    heard = { server_time_ms, monotonic_ms: clock.monotonic_ms() };
  };
  const tokens = mutant.tokens(createTokens({ transport, app_id: "cli_a", app_secret: "secret", clock, onServerTime }));
  const client = (cap_per_s: number) => {
    const pacer = createVirtualPacer(clock, cap_per_s * mutant.cap_factor);
    return createFeishuClient({ transport, tokens, pacer, codes: CODES });
  };
  return { client, heard_time: () => heard };
}

function rowsToRun(options: ProcessOptions, call: Call): SendRowsOptions {
  const { plan, ledger, random, tell } = options;
  const { clock } = call;
  const { client, heard_time } = clients(options, clock);
  const creator = client(externalApplication.cap_per_s);
  const reader = client(externalApplication.find.cap_per_s);
  const rejected: readonly Status[] = plan.retries_rejected ? ["rejected"] : [];
  return {
    ...call,
    ledger,
    target: externalApplication,
    rows: inStatuses(ledger.queue, clock, ["in_doubt", "failed", ...rejected, "pending"]),
    send: creator.send,
    read: (request, signal) => reader.ask(request, signal),
    heard_time,
    random,
    observe: (event) => tell(inWords(event)),
    requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
    concurrency: plan.concurrency,
    limit: plan.limit,
    max_errors: "off",
    max_attempts: plan.max_attempts,
    first_contact_ms: 60_000,
    max_outage_ms: 15 * 60_000,
  };
}

function recordsToUpdate(options: ProcessOptions, call: Call & Pick<UpdateOptions, "began_ms">): UpdateOptions {
  const { plan, ledger, random, tell } = options;
  const { clock, brake } = call;
  const update = externalApplication.update as Update;
  const { client, heard_time } = clients(options, clock);
  const writer = client(update.cap_per_s);
  const reader = client(externalApplication.find.cap_per_s);
  const observe = (event: EngineEvent) => tell(inWords(event));
  return {
    ...call,
    window: new IdempotencyWindow(clock, undefined, call.latest_entry_ms, heard_time),
    ledger,
    target: externalApplication,
    update,
    concurrency: plan.concurrency,
    updated: { updated: 0, failed: 0 },
    request: writer.send,
    find: externalApplication.find,
    send: (request, signal) => reader.ask(request, signal),
    asked: () => undefined,
    random,
    observe,
    outage: new Outage({ clock, random, brake, observe, first_contact_ms: 60_000, max_outage_ms: 15 * 60_000 }),
    budget: new ErrorBudget("off", brake),
    requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
    max_attempts: plan.max_attempts,
  };
}

function inWords(event: EngineEvent): string {
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
