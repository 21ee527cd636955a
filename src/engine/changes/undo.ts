import type { Deletion, DeletionChoice, Deletions, RowToDelete } from "../../ledger/rows/deletions.js";
import { axesOf, type Failure } from "../../model/failure.js";
import type { Payload } from "../../model/payload.js";
import type { Reply } from "../../model/reply.js";
import type { Find, Remove, Target } from "../../targets/target.js";
import { because, inEnglish } from "../../texts/because.js";
import type { ErrorBudget } from "../calls/error-budget.js";
import type { ListContext } from "../calls/list-records.js";
import { recordExists } from "../calls/record-exists.js";
import { type RetryOptions, retryUntilDecided } from "../calls/retry-until-decided.js";
import { type Depart, runPool } from "../calls/worker-pool.js";
import type { Observer } from "../events.js";

const HOUR_MS = 3_600_000;
const PAGE_ROWS = 200;
/** Before a record counts as still there. */
const READINGS = 2;

const UNDONE: Failure = because("undone", { id: "undone" });

export interface UndoOptions extends ListContext, RetryOptions {
  readonly find: Find;
  readonly deletions: Deletions;
  readonly target: Target;
  readonly remove: Remove;
  readonly choice: DeletionChoice;
  /** The rows are to be sent again, once their keys are free. */
  readonly resend: boolean;
  /** Records to delete at most. */
  readonly limit: number | undefined;
  /** Counted up as records come to their end. */
  readonly undone: Undone;
  readonly budget: ErrorBudget;
  readonly observe: Observer;
}

export interface Undone {
  deleted: number;
  already_gone: number;
  failed: number;
}

type End = { readonly state: "deleted" | "already_gone" } | { readonly state: "failed"; readonly failure: Failure };

/** Deletes the records that were planned, one after the other: at 20 a minute nothing is gained by more at once. */
export async function undo(options: UndoOptions): Promise<void> {
  await runPool({
    ...options,
    send: options.request,
    items: rowsOf(options),
    concurrency: 1,
    under_way_max: 1,
    carry: (row, depart) => remove(options, row, depart),
  });
}

function* rowsOf({ deletions, choice }: UndoOptions): Generator<RowToDelete, undefined> {
  let after_id = 0;
  for (;;) {
    const page = deletions.next(choice, after_id, PAGE_ROWS);
    yield* page;
    if (page.length < PAGE_ROWS) return;
    after_id = page.at(-1)?.row_id ?? after_id;
  }
}

/** Deletes one record, unless the run stops before. */
async function remove(options: UndoOptions, row: RowToDelete, depart: Depart): Promise<void> {
  const { deletions } = options;
  const reply = await retryUntilDecided(options, depart, {
    what: options.remove.request(row.remote_id, JSON.parse(row.payload) as Payload),
    intend: (now_ms) => deletions.begin(row.remote_id, now_ms),
  });
  if (reply === undefined) return;
  if (reply.ok) return conclude(options, row, reply, { state: "deleted" });
  const { failure } = reply;
  return axesOf(failure).ends === "run"
    ? conclude(options, row, reply, { state: "failed", failure })
    : settle(options, row, reply, failure);
}

/** Feishu has no code for a record that is not there, and a lost answer says nothing: what the list shows decides. */
async function settle(options: UndoOptions, row: RowToDelete, reply: Reply, failure: Failure): Promise<void> {
  const { remote_id } = row;
  const payloads = [JSON.parse(row.payload) as Payload, ...(JSON.parse(row.may_hold) as Payload[])];
  const found = await recordExists(options, { remote_id, payloads }, READINGS);
  if (found === undefined) return;
  // It was there until Feishu said that it had done what it was asked.
  const state = failure.kind === "empty_answer" ? "deleted" : "already_gone";
  if (found === false) return conclude(options, row, reply, { state });
  return conclude(options, row, reply, { state: "failed", failure: found === true ? failure : unread(failure) });
}

function unread(failure: Failure): Failure {
  return { ...failure, ...inEnglish({ id: "deletion_unclear", cause: failure.reason }) };
}

function conclude(options: UndoOptions, row: RowToDelete, reply: Reply, end: End): void {
  const { deletions, clock, budget, observe, target, resend, undone } = options;
  const { row_id, remote_id, key, line } = row;
  const deletion: Deletion = { row_id, remote_id, log_id: reply.log_id ?? null, now_ms: clock.now_ms() };
  if (end.state === "failed") {
    deletions.failed(deletion, end.failure);
    budget.error("rejected", end.failure);
  } else {
    const { idempotency } = target;
    const key_life_ms = "hours" in idempotency ? idempotency.hours * HOUR_MS : 0;
    const after = resend ? ({ status: "pending", failure: null } as const) : SKIPPED;
    deletions.gone(deletion, end.state, { ...after, key_life_ms });
    budget.done();
  }
  const verdict = reply.ok ? "accepted" : reply.failure.kind;
  const { http_status = null, code = null, took_ms } = reply;
  const facts = { http_status, code, log_id: deletion.log_id, took_ms };
  observe({ event: "deletion", key, line, state: end.state, verdict, ...facts });
  undone[end.state] += 1;
}

const SKIPPED = { status: "skipped", failure: UNDONE } as const;
