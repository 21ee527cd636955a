import { createHash } from "node:crypto";
import { readFailure } from "../../ledger/file/failures.js";
import type { QueuedRow } from "../../ledger/rows/queue.js";
import type { Clock } from "../../model/clock.js";
import type { Failure } from "../../model/failure.js";
import { MAY_ACT_MS } from "../../model/late.js";
import type { Payload } from "../../model/payload.js";
import type { Status } from "../../model/status.js";
import type { IdempotencyWindow } from "../calls/idempotency-window.js";

/** A request that nobody has answered. */
interface Unanswered {
  /** It left at this moment or before it, on the monotonic clock. */
  readonly before_ms: number;
  /** When it left by the ledger, where that was in an earlier call. */
  readonly stamp_ms?: number;
}

/** A row on its way. Between two attempts the ledger holds just this. */
export interface SendState {
  readonly row: QueuedRow;
  readonly payload: Payload;
  readonly fingerprint: string;
  status: Status;
  attempts: number;
  doubt_since_ms: number | null;
  doubt: Failure | null;
  /** Attempts of this call that count. */
  tries: number;
  /** When its last attempt had certainly ended, on the monotonic clock. */
  ended_ms: number;
  /** Another repeat would prove nothing: what Feishu holds must be read. */
  must_settle: boolean;
  /** The last of its requests that nobody has answered, until its absence has proved that it did not act. */
  unanswered: Unanswered | null;
  /** What Feishu holds was read since the doubt began, and showed nothing of it. */
  was_read: boolean;
  /** The record that a foreign answer to it named. */
  foreign_id: string | null;
  /** Feishu's refusal, which is a verdict if what Feishu holds shows that no earlier request has acted. */
  refusal: Failure | null;
}

/** `ended_ms`: for the attempts of earlier calls, this call's beginning will do. */
export function sendStateOf(row: QueuedRow, ended_ms: number): SendState {
  const doubt = row.status === "in_doubt" && row.failure !== null ? readFailure(row.failure) : null;
  return {
    row,
    payload: JSON.parse(row.payload) as Payload,
    fingerprint: createHash("sha256").update(row.payload).digest("hex").slice(0, 32),
    status: row.status,
    attempts: row.attempts,
    doubt_since_ms: row.status === "in_doubt" ? row.doubt_since_ms : null,
    doubt,
    tries: 0,
    ended_ms,
    must_settle: false,
    unanswered: row.unanswered_at_ms === null ? null : { before_ms: ended_ms, stamp_ms: row.unanswered_at_ms },
    was_read: false,
    foreign_id: null,
    refusal: null,
  };
}

/** False where only reading can settle the row: its key has grown old. */
export function mayRepeat(window: IdempotencyWindow, { doubt_since_ms }: SendState): boolean {
  return doubt_since_ms === null || window.mayRepeat(doubt_since_ms);
}

/** How long a request of it that nobody has answered may still act, from now; negative: nothing can since then. */
export function mayAct_ms(clock: Clock, window: IdempotencyWindow, { unanswered }: SendState): number {
  if (unanswered === null) return Number.NEGATIVE_INFINITY;
  const { before_ms, stamp_ms } = unanswered;
  const here_ms = clock.monotonic_ms() - before_ms;
  return MAY_ACT_MS - (stamp_ms === undefined ? here_ms : Math.max(here_ms, window.since_ms(stamp_ms)));
}
