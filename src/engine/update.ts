import type { Ledger } from "../ledger/open.js";
import type { PlannedUpdate, UpdateAnswer } from "../ledger/updates.js";
import type { Find, Target, Update } from "../targets/target.js";
import { axesOf, type Failure } from "../words/failure.js";
import type { Reply } from "../words/reply.js";
import type { Payload } from "../words/target-shape.js";
import type { Observer } from "./events.js";
import { type Insisting, insist } from "./insist.js";
import type { Reader } from "./read-all.js";
import { stillThere } from "./still-there.js";
import type { Verdicts } from "./verdicts.js";
import { type Depart, runPool } from "./worker-pool.js";

const PAGE_ROWS = 200;
/**
 * What was sent last for a record must be what it holds. What an earlier call had under way when it was cut off, Feishu
 * may still do for so long.
 */
const OVER_AFTER_MS = 3_000;

const GONE: Failure = {
  kind: "record_gone",
  message: "the record is no longer in Feishu Hire: somebody has deleted it",
  hint: "hire-import undo --key KEY --resend notes that, and a later run creates it anew",
};

/** Other words than for a row that was refused when it was new. */
const MEND = { hint: "mend the row or the mapping, then run the same line again" };

export interface UpdateOptions extends Reader, Insisting {
  readonly find: Find;
  readonly ledger: Pick<Ledger, "updates" | "unsynced">;
  readonly target: Target;
  readonly update: Update;
  readonly run_id: number;
  /** When this call began, on the monotonic clock: the calls before it were over. */
  readonly began_ms: number;
  /** Requests in flight at most. */
  readonly concurrency: number;
  /** Counted up as records come to their end. */
  readonly updated: Updated;
  readonly verdicts: Verdicts;
  readonly observe: Observer;
}

export interface Updated {
  updated: number;
  failed: number;
}

/** Sends the updates that this call has planned. Each record is updated by one request at a time. */
export async function updateRecords(options: UpdateOptions): Promise<void> {
  const { ledger, clock, brake, began_ms } = options;
  const was_sent = ledger.updates.lastStart() > 0;
  if (was_sent) await clock.sleep(Math.max(began_ms + OVER_AFTER_MS - clock.monotonic_ms(), 0), brake.signal);
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

async function updateOne(options: UpdateOptions, planned: PlannedUpdate, depart: Depart): Promise<void> {
  const { ledger, run_id, clock, update, verdicts } = options;
  const { updates, unsynced } = ledger;
  let attempt_id = 0;
  let may_hold = planned.may_hold === 1;
  const answerOf = (reply: Reply): UpdateAnswer => ({ attempt_id, ...factsOf(reply), now_ms: clock.now_ms() });
  const reply = await insist(options, depart, {
    what: update.request(planned.remote_id, JSON.parse(planned.after) as Payload),
    intend: (now_ms) => {
      attempt_id = updates.intend(planned, run_id, now_ms);
    },
    failed: (refusal) => {
      may_hold ||= axesOf(refusal.failure).may_have_acted;
      unsynced(() => updates.answered(planned, answerOf(refusal), may_hold));
    },
  });
  if (reply === undefined) return;
  if (reply.ok) {
    // Lost in a power cut, it is sent once more, which does no harm.
    unsynced(() => updates.updated(planned, answerOf(reply)));
    verdicts.done();
    return tell(options, planned, reply, "updated");
  }
  const failure = await explained(options, planned, reply.failure);
  if (failure === undefined) return;
  updates.failed(planned, failure, clock.now_ms());
  verdicts.error(axesOf(failure).retry === "no" ? "rejected" : "failed", failure);
  tell(options, planned, reply, "failed");
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
  const found = await stillThere(options, { remote_id, payloads }, 1);
  if (found === undefined) return undefined;
  return { ...failure, ...(found === false ? GONE : MEND) };
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
