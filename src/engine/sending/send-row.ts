import type { Parents } from "../../ledger/rows/parents.js";
import type { Queue, QueuedRow } from "../../ledger/rows/queue.js";
import type { Failure } from "../../model/failure.js";
import type { Payload } from "../../model/payload.js";
import type { Target } from "../../targets/target.js";
import { because } from "../../texts/because.js";
import { backoff } from "../calls/backoff.js";
import type { Depart } from "../calls/worker-pool.js";
import { type AttemptContext, attempt } from "./attempt.js";
import type { Decision } from "./decide.js";
import type { LookFirst } from "./look-first.js";
import { mayAct_ms, mayRepeat, type SendState, sendStateOf } from "./send-state.js";
import type { Settler } from "./settle.js";
import type { SubjectLock } from "./subject-lock.js";

/** What carrying a row needs. */
export interface SendContext extends AttemptContext {
  readonly queue: Queue;
  /** Undefined where nothing can be read, nor needs to be. */
  readonly settler: Settler | undefined;
  readonly parents: Parents;
  /** Why a payload must not leave as it is. */
  readonly outdated: (payload: Payload) => Failure | undefined;
  readonly subjects: SubjectLock;
  /** Where the target asks Feishu before it sends. */
  readonly look_first: LookFirst | undefined;
  readonly random: () => number;
  /** When this call began to send, on the monotonic clock. */
  readonly began_ms: number;
  readonly depart: Depart;
}

/** Takes a row on until it has an outcome, or until the run stops. Every step is in the ledger before the next. */
export async function sendRow(context: SendContext, row: QueuedRow): Promise<void> {
  const { look_first, target, queue } = context;
  const state = sendStateOf(row, context.began_ms);
  if (look_first === undefined) return carry(context, state);
  const names = namesOf(target, state.payload);
  await look_first.alone(names, async () => {
    await carry(context, state);
    const { status, remote_id } = queue.outcomeOf(row.id);
    if (status === "done" && remote_id !== null) look_first.learn(names, remote_id);
  });
}

const namesOf = ({ find }: Target, payload: Payload): readonly string[] =>
  "none" in find ? [] : (find.names?.(payload) ?? []);

const isNameless = ({ find }: Target, payload: Payload): boolean =>
  !("none" in find) && find.names?.(payload).length === 0;

async function carry(context: SendContext, begun: SendState): Promise<void> {
  const { brake, outage, clock, random, look_first, target } = context;
  let state = begun;
  while (!brake.pulled) {
    if (state.doubt === null && isOutdated(context, state)) return;
    if (look_first !== undefined && state.doubt === null) {
      if (!(await look_first.isAbsent(state, namesOf(target, state.payload)))) return;
    }
    const decision = state.must_settle ? undefined : await sendOnce(context, state);
    if (decision === undefined) {
      // Its key had grown old when its turn came, or a repeat has proved nothing.
      if (brake.pulled) return;
      const again = await settleByReading(context, state);
      if (again === undefined) return;
      state = again;
      continue;
    }
    if (decision.again === "no") return;
    if (decision.again === "settle") {
      state.must_settle = true;
      state.tries += 1;
    }
    if (decision.again === "later" && !outage.down) {
      state.tries += 1;
      await clock.sleep(backoff(state.tries, random), brake.signal);
    }
  }
}

/**
 * What is sent for the first time is looked at once more: its parent may have been undone, or be another record, since
 * the row was staged. A repeat has to be what left before.
 */
function isOutdated({ outdated, parents, clock }: SendContext, { row, payload }: SendState): boolean {
  const failure = outdated(payload);
  if (failure !== undefined) parents.refuse(row.id, failure, clock.now_ms());
  return failure !== undefined;
}

/** One request at most, kept apart from readings of its subject where these could take its record for another's. */
function sendOnce(context: SendContext, state: SendState): Promise<Decision | undefined> {
  const { subjects, target, depart } = context;
  const once = () => depart(attempt(context, state));
  const { find } = target;
  return "none" in find || find.known_by === "identity" ? once() : subjects.shared(find.subject(state.payload), once);
}

/** What becomes of a row in doubt by what Feishu holds. The state to go on with; undefined where it has ended. */
async function settleByReading(context: SendContext, state: SendState): Promise<SendState | undefined> {
  const { settler, queue, budget, max_attempts, clock, window } = context;
  const { row, payload, tries, doubt, ended_ms, refusal } = state;
  // What was refused is gone where somebody has corrected it since.
  const is_final = refusal !== null && row.is_changed === 0;
  const give_up = is_final ? refusal : tries >= max_attempts ? doubt : null;
  if (settler === undefined) throw new Error(`row ${row.id} cannot be settled by reading`);
  if (doubt === null) throw new Error(`row ${row.id} is not in doubt`);
  if (isNameless(context.target, payload)) return leaveToAPerson(context, row);
  const settled = await settler.settle({
    row,
    payload,
    ended_ms,
    doubt,
    give_up,
    is_refused: refusal !== null,
    mayAct_ms: () => mayAct_ms(clock, window, state),
    isProtected: () => mayRepeat(window, state),
  });
  if (settled === "stopped") return undefined;
  if (settled === "unproven" && tries < max_attempts) return { ...state, must_settle: false, was_read: true };
  if (settled === "done") budget.done();
  else if (settled === "in_doubt" || settled === "unproven") budget.inDoubt();
  else if (give_up !== null) budget.error(is_final ? "rejected" : "failed", give_up);
  if (settled !== "absent" || give_up !== null) return undefined;
  // It may have new content by now: what left before is no longer held.
  const fresh = queue.byId(row.id);
  if (fresh === undefined) throw new Error(`row ${row.id} is gone from the ledger`);
  return { ...sendStateOf(fresh, clock.monotonic_ms()), tries, unanswered: null };
}

const NOTHING_TO_ASK_BY: Failure = because("no_verdict", { id: "nothing_to_ask_by" });

/** Sent again it might be there twice. */
function leaveToAPerson({ settlements, run_id, clock, budget }: SendContext, row: QueuedRow): undefined {
  const known = { row_id: row.id, run_id, remote_id: null, evidence: {}, now_ms: clock.now_ms() };
  settlements.settle({ ...known, how: "read", verdict: "in_doubt", failure: NOTHING_TO_ASK_BY });
  budget.inDoubt();
  return undefined;
}
