import { Outage } from "../engine/outage.js";
import { undo as deleteRecords } from "../engine/undo.js";
import { Verdicts } from "../engine/verdicts.js";
import type { Target } from "../targets/target.js";
import { systemClock } from "./clock.js";
import { connectChange, pacePerSecond } from "./connect-change.js";
import { limitDuration } from "./max-duration.js";
import { inWords, number } from "./numbers.js";
import type { Output } from "./output.js";
import type { FeishuPlace } from "./place.js";
import { FIRST_CONTACT_MS, MAX_ATTEMPTS, MAX_OUTAGE_MS } from "./send-rows.js";
import { sendUpdates } from "./send-updates.js";
import { tick } from "./ticker.js";
import { sharesOf, type UndoFlags, type UndoPlan, type UndoTally } from "./undo-plan.js";
import type { Work } from "./work.js";

export interface Undoing {
  readonly work: Work;
  readonly place: FeishuPlace;
  readonly target: Target;
  readonly plan: UndoPlan;
  readonly flags: UndoFlags;
  readonly output: Output;
  /** Counted up as records come to their end. */
  readonly tally: UndoTally;
}

/** Undoes what was confirmed, within the call's limits: what a run has updated first, which is quick. */
export async function undoRecords(undoing: Undoing): Promise<void> {
  const { work, plan, flags } = undoing;
  const { ledger, run_id, brake } = work;
  const shares = sharesOf(plan, flags.limit);
  const now_ms = systemClock.now_ms();
  // Both before anything leaves: what is confirmed in one number is planned as one.
  ledger.transaction(() => {
    if (plan.updates !== undefined) ledger.updates.plan(plan.updates, shares.take_back, run_id, now_ms);
    ledger.deletions.plan(plan.deletions, shares.delete, run_id, now_ms);
  });
  if (shares.take_back > 0) await takeBack(undoing, shares.take_back);
  if (shares.delete > 0 && !brake.pulled) await deleteAll(undoing, shares.delete);
}

async function takeBack(undoing: Undoing, planned: number): Promise<void> {
  const { target, tally } = undoing;
  const { update } = target;
  if ("none" in update) throw new Error(`records of ${target.name} were updated, and cannot be`);
  await sendUpdates({ ...undoing, update, planned, updated: tally.taken_back });
}

async function deleteAll({ work, place, target, plan, flags, output, tally }: Undoing, taken: number): Promise<void> {
  const { ledger, brake, observe, requests } = work;
  const { remove, find } = target;
  if ("none" in remove) throw new Error(`records of ${target.name} cannot be deleted`);
  const { rate, timeout, maxOutage = MAX_OUTAGE_MS } = flags;
  const last_request_ms = ledger.deletions.lastRequest();
  const connection = connectChange(place, target, remove, { rate, timeout, last_request_ms });
  const end = limitDuration(brake, flags.maxDuration);
  const pace_per_s = rate ?? pacePerSecond(remove);
  const stopTicking = tick(output, () => {
    const { deleted, already_gone, failed } = tally.deleted;
    const left = taken - deleted - already_gone - failed;
    return `${number(taken - left)} of ${number(taken)} | ${inWords((left / pace_per_s) * 1000)} left`;
  });
  const common = { clock: systemClock, random: Math.random, brake, observe };
  try {
    await deleteRecords({
      ...common,
      deletions: ledger.deletions,
      target,
      remove,
      choice: plan.deletions,
      request: connection.request,
      resend: flags.resend === true,
      limit: taken,
      undone: tally.deleted,
      requests,
      find,
      send: connection.read,
      max_attempts: flags.maxAttempts ?? MAX_ATTEMPTS,
      outage: new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms: maxOutage }),
      verdicts: new Verdicts(flags.maxErrors, brake),
      asked: () => {
        requests.reads += 1;
      },
    });
  } finally {
    stopTicking();
    end();
    await connection.close();
  }
}
