import type { Queue, QueuedRow } from "../../ledger/queue.js";
import { backoff } from "../calls/backoff.js";
import type { Depart } from "../calls/worker-pool.js";
import { type Attempter, attempt } from "./attempt.js";
import type { Decision } from "./decide.js";
import { begin, type Journey, mayAct_ms, mayRepeat } from "./send-state.js";
import type { Settler } from "./settle.js";
import type { Subjects } from "./subject-lock.js";

/** What carrying a row needs. */
export interface Carrier extends Attempter {
  readonly queue: Queue;
  readonly settler: Settler;
  readonly subjects: Subjects;
  readonly random: () => number;
  /** When this call began to send, on the monotonic clock. */
  readonly began_ms: number;
  readonly depart: Depart;
}

/** Carries a row until it has an outcome, or until the run stops. Every step is in the ledger before the next. */
export async function carry(carrier: Carrier, row: QueuedRow): Promise<void> {
  const { brake, outage, clock, random } = carrier;
  let journey = begin(row, carrier.began_ms);
  while (!brake.pulled) {
    const decision = journey.must_settle ? undefined : await sendOnce(carrier, journey);
    if (decision === undefined) {
      // Its key had grown old when its turn came, or a repeat has proved nothing.
      if (brake.pulled) return;
      const again = await settleByReading(carrier, journey);
      if (again === undefined) return;
      journey = again;
      continue;
    }
    if (decision.again === "no") return;
    if (decision.again === "settle") {
      journey.must_settle = true;
      journey.tries += 1;
    }
    if (decision.again === "later" && !outage.down) {
      journey.tries += 1;
      await clock.sleep(backoff(journey.tries, random), brake.signal);
    }
  }
}

/** One request at most, kept apart from readings of its subject where these could take its record for another's. */
function sendOnce(carrier: Carrier, journey: Journey): Promise<Decision | undefined> {
  const { subjects, target, depart } = carrier;
  const once = () => depart(attempt(carrier, journey));
  const { find } = target;
  return find.known_by === "identity" ? once() : subjects.beside(find.subject(journey.payload), once);
}

/** What becomes of a row in doubt by what Feishu holds. The journey to go on with; undefined where it has ended. */
async function settleByReading(carrier: Carrier, journey: Journey): Promise<Journey | undefined> {
  const { settler, queue, budget, max_attempts, clock, window } = carrier;
  const { row, payload, tries, doubt, ended_ms, refusal } = journey;
  // What was refused is gone where somebody has corrected it since.
  const is_final = refusal !== null && row.is_changed === 0;
  const give_up = is_final ? refusal : tries >= max_attempts ? doubt : null;
  if (doubt === null) throw new Error(`row ${row.id} is not in doubt`);
  const settled = await settler.settle({
    row,
    payload,
    ended_ms,
    doubt,
    give_up,
    is_refused: refusal !== null,
    mayAct_ms: () => mayAct_ms(clock, window, journey),
    isProtected: () => mayRepeat(window, journey),
  });
  if (settled === "stopped") return undefined;
  if (settled === "unproven" && tries < max_attempts) return { ...journey, must_settle: false, was_read: true };
  if (settled === "done") budget.done();
  else if (settled === "in_doubt" || settled === "unproven") budget.inDoubt();
  else if (give_up !== null) budget.error(is_final ? "rejected" : "failed", give_up);
  if (settled !== "absent" || give_up !== null) return undefined;
  // It may have new content by now: what left before is no longer held.
  const fresh = queue.byId(row.id);
  if (fresh === undefined) throw new Error(`row ${row.id} is gone from the ledger`);
  return { ...begin(fresh, clock.monotonic_ms()), tries, unanswered: null };
}
