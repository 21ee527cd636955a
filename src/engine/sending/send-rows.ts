import type { Ledger } from "../../ledger/open.js";
import type { QueuedRow } from "../../ledger/rows/queue.js";
import type { Requests } from "../../ledger/runs/runs.js";
import type { Clock } from "../../model/clock.js";
import type { Failure } from "../../model/failure.js";
import type { Payload } from "../../model/payload.js";
import type { Send } from "../../model/reply.js";
import type { Target } from "../../targets/target.js";
import type { Brake } from "../calls/brake.js";
import { ErrorBudget, type MaxErrors } from "../calls/error-budget.js";
import { type HeardTime, IdempotencyWindow } from "../calls/idempotency-window.js";
import type { ListContext } from "../calls/list-records.js";
import { Outage } from "../calls/outage.js";
import { runPool } from "../calls/worker-pool.js";
import type { Observer } from "../events.js";
import { LookFirst } from "./look-first.js";
import { sendRow } from "./send-row.js";
import { mayAct_ms, sendStateOf } from "./send-state.js";
import { Settler } from "./settle.js";
import { SubjectLock } from "./subject-lock.js";

export interface SendRowsOptions {
  readonly ledger: Ledger;
  readonly target: Target;
  readonly run_id: number;
  /** The ledger's latest entry before this run: a wall clock that stands before it was set back. */
  readonly latest_entry_ms: number;
  readonly rows: Iterator<QueuedRow>;
  readonly send: Send;
  /** Sends one request of the target's `find`, paced by that one's own cap. */
  readonly read: ListContext["send"];
  /** See `Ages`. */
  readonly heard_time?: () => HeardTime | undefined;
  readonly clock: Clock;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
  readonly brake: Brake;
  readonly observe: Observer;
  /** Counted up as requests leave. */
  readonly requests: Requests;
  /** Where the files of rows lie that are files. */
  readonly folders?: readonly string[];
  readonly concurrency: number;
  readonly limit: number | undefined;
  readonly max_errors: MaxErrors;
  /** Attempts of a row in this call before it is given up for now. */
  readonly max_attempts: number;
  readonly first_contact_ms: number;
  readonly max_outage_ms: number;
  /** Why a payload must not leave as it is: a parent that it names is not there any more. */
  readonly outdated?: ((payload: Payload) => Failure | undefined) | undefined;
}

/** Sends the rows. False where `limit` was reached before their end; why it stopped otherwise is in `brake.reason`. */
export function sendRows(options: SendRowsOptions): Promise<boolean> {
  const { ledger, target, clock, brake, max_errors, latest_entry_ms, requests } = options;
  const window_h = "hours" in target.idempotency ? target.idempotency.hours : undefined;
  const parts = {
    ...options,
    began_ms: clock.monotonic_ms(),
    queue: ledger.queue,
    attempts: ledger.attempts,
    parents: ledger.parents,
    outdated: options.outdated ?? (() => undefined),
    unsynced: ledger.unsynced,
    settlements: ledger.settlements,
    subjects: new SubjectLock(),
    folders: options.folders ?? [],
    outage: new Outage(options),
    window: new IdempotencyWindow(clock, window_h, latest_entry_ms, options.heard_time),
    budget: new ErrorBudget(max_errors, brake, target.codes),
  };
  const asked = () => {
    requests.reads += 1;
  };
  const earlierMayAct_ms = (row_id: number) => {
    const row = ledger.queue.byId(row_id);
    return row === undefined ? 0 : mayAct_ms(clock, parts.window, sendStateOf(row, parts.began_ms));
  };
  const { find } = target;
  const settler =
    "none" in find ? undefined : new Settler({ ...parts, find, send: options.read, asked, earlierMayAct_ms });
  const look_first =
    "none" in find || find.first !== true ? undefined : new LookFirst({ ...parts, find, send: options.read, asked });
  return runPool({
    ...parts,
    items: options.rows,
    carry: (row, depart) => sendRow({ ...parts, settler, look_first, depart }, row),
  });
}
