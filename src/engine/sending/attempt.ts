import type { Ledger } from "../../ledger/open.js";
import type { Attempts } from "../../ledger/rows/attempts.js";
import type { Settlements } from "../../ledger/rows/settlements.js";
import type { Requests } from "../../ledger/runs/runs.js";
import type { Clock } from "../../model/clock.js";
import { isUnanswered } from "../../model/late.js";
import { hasLeft, type Reply } from "../../model/reply.js";
import type { Target } from "../../targets/target.js";
import type { Brake } from "../calls/brake.js";
import type { ErrorBudget } from "../calls/error-budget.js";
import type { IdempotencyWindow } from "../calls/idempotency-window.js";
import type { Outage } from "../calls/outage.js";
import { refusedUs } from "../calls/refused-us.js";
import type { Departure } from "../calls/worker-pool.js";
import type { Observer } from "../events.js";
import { type Decision, decide } from "./decide.js";
import { reassignRecord } from "./reassign.js";
import { mayRepeat, type SendState } from "./send-state.js";

/** What one attempt needs. */
export interface AttemptContext {
  readonly target: Target;
  readonly attempts: Attempts;
  readonly unsynced: Ledger["unsynced"];
  readonly run_id: number;
  readonly clock: Clock;
  readonly brake: Brake;
  readonly outage: Outage;
  readonly window: IdempotencyWindow;
  readonly budget: ErrorBudget;
  readonly settlements: Settlements;
  readonly requests: Requests;
  readonly observe: Observer;
  readonly max_attempts: number;
  /** Where the files of rows lie that are files. */
  readonly folders: readonly string[];
}

/** One request, and what its row comes to; both are in the ledger when it is over. */
export function attempt(context: AttemptContext, state: SendState): Departure<Decision> {
  let id = 0;
  let started_ms = 0;
  let left_ms = 0;
  return {
    // Judged at its turn, for that may have been long in coming: a laptop slept, a cap was met.
    pick: () => {
      if (!("harmless" in context.target.idempotency) && !mayRepeat(context.window, state)) return undefined;
      const leave = () => {
        started_ms = context.window.stamp();
        left_ms = context.clock.monotonic_ms();
        id = intend(context, state, started_ms);
      };
      const request = context.target.request(state.payload);
      const { upload } = request;
      return { request: upload ? { ...request, upload: { ...upload, folders: context.folders } } : request, leave };
    },
    answered: (reply) => conclude(context, state, { id, started_ms, left_ms, reply }),
  };
}

interface Attempted {
  readonly id: number;
  readonly started_ms: number;
  /** On the monotonic clock. */
  readonly left_ms: number;
  readonly reply: Reply;
}

function conclude(context: AttemptContext, state: SendState, attempted: Attempted): Decision {
  const { reply } = attempted;
  context.window.noteServerTime(reply.server_time_ms);
  if (hasLeft(reply)) {
    context.requests.sent += 1;
    if (state.attempts > 1) context.requests.retried += 1;
  }
  const is_harmless = "harmless" in context.target.idempotency;
  const remote_id = reply.ok ? remoteIdOf(context.target, reply.data) : undefined;
  const decision = decide({
    reply,
    remote_id,
    owner: ownerOf(context, state, remote_id),
    is_foreign_again: isForeignAgain(context.target, state, reply),
    doubt: is_harmless ? null : state.doubt,
    tries: state.tries + 1,
    max_attempts: context.max_attempts,
    was_read: state.was_read,
    is_unproven: !is_harmless && state.unanswered !== null,
    is_harmless,
  });
  record(context, state, attempted, decision);
  return decision;
}

function remoteIdOf({ remote_id }: Target, data: unknown): string | null | undefined {
  return "none" in remote_id ? null : remote_id.of(data);
}

/** Notes which record a foreign answer names. True: an earlier one to the same row named it, too. */
function isForeignAgain(target: Target, state: SendState, reply: Reply): boolean {
  if (reply.ok || reply.failure.kind !== "foreign_answer") return false;
  const foreign_id = remoteIdOf(target, reply.data) ?? null;
  const is_again = foreign_id !== null && foreign_id === state.foreign_id;
  state.foreign_id = foreign_id;
  return is_again;
}

/** Who else holds the id of an answer. */
function ownerOf(
  context: AttemptContext,
  { row, payload }: SendState,
  remote_id: string | null | undefined,
): "another_row" | "deleted" | undefined {
  if (remote_id === null || remote_id === undefined) return undefined;
  const { find } = context.target;
  // Where nothing can be read back, two rows with one id harm nobody: it may be the same file.
  if ("none" in find || find.is_shared === true) return undefined;
  const owner = context.settlements.ownerOf(remote_id, row.id);
  if (owner === undefined) return undefined;
  if (owner.kind === "deleted") return "deleted";
  return reassignRecord(context, owner, remote_id, payload) ? undefined : "another_row";
}

function intend(context: AttemptContext, state: SendState, now_ms: number): number {
  const number = state.attempts + 1;
  const { row, fingerprint } = state;
  const { run_id, window } = context;
  const intent = { row_id: row.id, run_id, number, fingerprint, now_ms, latest_ms: window.latest() };
  const id = context.attempts.begin(intent);
  state.attempts = number;
  return id;
}

function record(context: AttemptContext, state: SendState, attempted: Attempted, decision: Decision): void {
  const { row, status: from } = state;
  const { reply, id, started_ms } = attempted;
  const verdict = reply.ok ? "accepted" : reply.failure.kind;
  const in_doubt = decision.status === "in_doubt";
  if (in_doubt) state.doubt_since_ms ??= started_ms;
  const facts = { http_status: reply.http_status ?? null, code: reply.code ?? null, log_id: reply.log_id ?? null };
  const outcome = {
    status: decision.status,
    remote_id: decision.remote_id,
    failure: decision.failure,
    doubt_since_ms: in_doubt ? state.doubt_since_ms : null,
    verdict,
    ...facts,
  };
  // Its intent is on the disk: what a power cut takes of this is found as `sending`, and settled like a lost answer.
  context.unsynced(() => context.attempts.finish(id, row.id, outcome, context.clock.now_ms()));
  state.status = decision.status;
  state.ended_ms = context.clock.monotonic_ms();
  if (isUnanswered(reply)) state.unanswered = { before_ms: attempted.left_ms };
  state.refusal = decision.again === "settle" ? decision.refusal : null;
  state.doubt = in_doubt ? decision.failure : null;
  if (verdict === "throttled") context.requests.throttled += 1;
  const { key, line } = row;
  const { took_ms } = reply;
  const { status } = decision;
  context.observe({ event: "attempt", key, line, number: state.attempts, from, status, verdict, ...facts, took_ms });
  judge(context, decision);
}

function judge({ budget, brake }: AttemptContext, { status, failure, again, ends_run }: Decision): void {
  if (ends_run && failure !== null) brake.pull({ why: "stopped", stop: refusedUs(failure) });
  if (again !== "no") return;
  if (status === "done") budget.done();
  else if (status === "in_doubt") budget.inDoubt();
  else if ((status === "rejected" || status === "failed") && failure !== null) budget.error(status, failure);
}
