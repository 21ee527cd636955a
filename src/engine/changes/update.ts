import type { Ledger } from "../../ledger/open.js";
import type { PlannedUpdate, UpdateAnswer } from "../../ledger/rows/updates.js";
import { axesOf, type Failure } from "../../model/failure.js";
import { MAY_ACT_MS, READ_AFTER_MS } from "../../model/late.js";
import type { Payload } from "../../model/payload.js";
import type { Reply } from "../../model/reply.js";
import type { Find, Target, Update } from "../../targets/target.js";
import { because, inEnglish } from "../../texts/because.js";
import type { ErrorBudget } from "../calls/error-budget.js";
import type { IdempotencyWindow } from "../calls/idempotency-window.js";
import { type ListContext, listRecords } from "../calls/list-records.js";
import { recordExists } from "../calls/record-exists.js";
import { refusedUs } from "../calls/refused-us.js";
import { type RetryOptions, retryUntilDecided } from "../calls/retry-until-decided.js";
import { type Depart, runPool } from "../calls/worker-pool.js";
import type { Observer } from "../events.js";

const PAGE_ROWS = 200;
/** What was answered with an error, Feishu may still do for so long after the call. */
const OVER_AFTER_MS = 3_000;

const GONE: Failure = because("record_gone", { id: "record_gone" });
const NOT_SENT = { http_status: null, code: null, log_id: null, took_ms: 0 } as const;

export interface UpdateOptions extends ListContext, RetryOptions {
  readonly find: Find;
  readonly ledger: Pick<Ledger, "updates" | "unsynced">;
  readonly target: Target;
  readonly update: Update;
  readonly run_id: number;
  /** When this call began, on the monotonic clock: the calls before it were over. */
  readonly began_ms: number;
  readonly window: IdempotencyWindow;
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** Counted up as records come to their end. */
  readonly updated: Updated;
  readonly budget: ErrorBudget;
  readonly observe: Observer;
}

export interface Updated {
  updated: number;
  failed: number;
}

/** Sends the updates that this call has planned. Each record is updated by one request at a time. */
export async function updateRecords(options: UpdateOptions): Promise<void> {
  await runPool({
    ...options,
    send: options.request,
    items: planned(options),
    limit: undefined,
    carry: (update, depart) => updateOne(options, update, depart),
  });
}

function* planned({ ledger, run_id }: UpdateOptions): Generator<PlannedUpdate, undefined> {
  let after_id = 0;
  for (;;) {
    const page = ledger.updates.next(run_id, after_id, PAGE_ROWS);
    yield* page;
    if (page.length < PAGE_ROWS) return;
    after_id = page.at(-1)?.id ?? after_id;
  }
}

/**
 * What was sent last for a record must be what it holds. While Feishu may still do what an earlier call has asked for
 * and nobody has answered, nothing else is sent for it.
 */
async function updateOne(options: UpdateOptions, planned: PlannedUpdate, depart: Depart): Promise<void> {
  const { clock, brake, observe, ledger, budget, updated } = options;
  const { key, line } = planned;
  const obstacle = await obstacleTo(options, planned);
  if (obstacle !== undefined) {
    ledger.updates.failed(planned, obstacle, clock.now_ms());
    const { retry, ends } = axesOf(obstacle);
    if (ends === "run") brake.pull({ why: "stopped", stop: refusedUs(obstacle) });
    budget.error(retry === "no" ? "rejected" : "failed", obstacle);
    updated.failed += 1;
    observe({ event: "update", key, line, state: "failed", verdict: obstacle.kind, ...NOT_SENT });
    return;
  }
  const rivalMayAct_ms = () => mayStillAct_ms(options, planned);
  for (let wait_ms = rivalMayAct_ms(); !brake.pulled; wait_ms = rivalMayAct_ms()) {
    if (wait_ms > OVER_AFTER_MS) observe({ event: "may_still_act", key, line, wait_ms });
    await clock.sleep(Math.max(wait_ms, 0), brake.signal);
    // Looked at again when it is its turn: only then Feishu's clock has been heard.
    if (await overwrite(options, planned, depart, () => rivalMayAct_ms() <= 0)) return;
  }
}

/** Why a record is not to be overwritten, before anything is asked of it. */
async function obstacleTo(options: UpdateOptions, planned: PlannedUpdate): Promise<Failure | undefined> {
  const { update, find } = options;
  const [before, after] = [JSON.parse(planned.before) as Payload, JSON.parse(planned.after) as Payload];
  const field = update.fixed.find((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (field !== undefined) return { ...because("not_changeable", { id: "fixed_field" }), field };
  const why_not = update.cannot?.(after);
  if (why_not !== undefined) return because("not_changeable", { id: "not_changeable", why: why_not });
  if (update.wipes === undefined) return undefined;
  const reading = await listRecords(options, find.subject(before));
  if (reading === undefined) return undefined;
  if ("failure" in reading) return reading.failure;
  const record = reading.records.find(({ remote_id }) => remote_id === planned.remote_id);
  const loss = record && update.wipes(record, [before, after]);
  return loss === undefined ? undefined : because("would_wipe", { id: "would_wipe", loss });
}

function mayStillAct_ms(
  { clock, began_ms, window }: UpdateOptions,
  { rival_at_ms, rival_unsure }: PlannedUpdate,
): number {
  const here_ms = clock.monotonic_ms() - began_ms;
  const over_ms = rival_unsure === 1 ? OVER_AFTER_MS - here_ms : 0;
  return rival_at_ms === null
    ? over_ms
    : Math.max(over_ms, MAY_ACT_MS - Math.max(here_ms, window.since_ms(rival_at_ms)));
}

/** False: it has not come to an end, because the run stops or it may not leave yet. */
async function overwrite(
  options: UpdateOptions,
  planned: PlannedUpdate,
  depart: Depart,
  mayLeave: () => boolean,
): Promise<boolean> {
  const { ledger, run_id, clock, update, budget, window } = options;
  const { updates, unsynced } = ledger;
  let attempt_id = 0;
  let may_hold = planned.may_hold === 1;
  const answerOf = (reply: Reply): UpdateAnswer => ({ attempt_id, ...factsOf(reply), now_ms: clock.now_ms() });
  const reply = await retryUntilDecided(options, depart, {
    what: update.request(planned.remote_id, JSON.parse(planned.after) as Payload),
    mayLeave,
    intend: () => {
      attempt_id = updates.intend(planned, run_id, window.stamp(), window.latest());
    },
    failed: (refusal) => {
      may_hold ||= axesOf(refusal.failure).may_have_acted;
      unsynced(() => updates.answered(planned, answerOf(refusal), may_hold));
    },
  });
  if (reply === undefined) return false;
  window.noteServerTime(reply.server_time_ms);
  if (reply.ok || (reply.failure.kind === "empty_answer" && (await isHeld(options, planned)))) {
    // Lost in a power cut, it is sent once more, which does no harm.
    unsynced(() => updates.updated(planned, answerOf(reply)));
    budget.done();
    tell(options, planned, reply, "updated");
    return true;
  }
  const failure = await explained(options, planned, reply.failure);
  if (failure === undefined) return false;
  updates.failed(planned, failure, clock.now_ms());
  budget.error(axesOf(failure).retry === "no" ? "rejected" : "failed", failure);
  tell(options, planned, reply, "failed");
  return true;
}

/** After an answer that says nothing: whether the list shows the record with its new content. */
async function isHeld(options: UpdateOptions, { remote_id, after }: PlannedUpdate): Promise<boolean> {
  const { find, clock, brake } = options;
  const payload = JSON.parse(after) as Payload;
  await clock.sleep(READ_AFTER_MS, brake.signal);
  const reading = await listRecords(options, find.subject(payload));
  if (reading === undefined || "failure" in reading) return false;
  const record = reading.records.find((each) => each.remote_id === remote_id);
  return record !== undefined && find.differing(payload, record).length === 0;
}

/** Feishu has no code for a record that is not there: what the list shows tells. `undefined`: the run stops. */
async function explained(
  options: UpdateOptions,
  { remote_id, before, after }: PlannedUpdate,
  failure: Failure,
): Promise<Failure | undefined> {
  const { ends, may_have_acted, retry } = axesOf(failure);
  if (ends === "run" || may_have_acted || retry !== "no") return failure;
  const payloads = [JSON.parse(before) as Payload, JSON.parse(after) as Payload];
  const found = await recordExists(options, { remote_id, payloads }, 1);
  if (found === undefined) return undefined;
  if (found === false) return { ...failure, ...GONE };
  // Other words than for a row that was refused when it was new.
  return { ...failure, ...inEnglish({ id: "update_refused", cause: failure.reason }) };
}

function factsOf(reply: Reply) {
  const { http_status = null, code = null, log_id = null } = reply;
  return { verdict: reply.ok ? "accepted" : reply.failure.kind, http_status, code, log_id };
}

function tell(options: UpdateOptions, { key, line }: PlannedUpdate, reply: Reply, state: keyof Updated): void {
  const { observe, updated } = options;
  updated[state] += 1;
  observe({ event: "update", key, line, state, ...factsOf(reply), took_ms: reply.took_ms });
}
