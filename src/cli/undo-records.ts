import { undo as deleteRecords } from "../engine/changes/undo.js";
import type { Target } from "../targets/target.js";
import { changing } from "../app/write-client.js";
import { systemClock } from "./clock.js";
import { pacePerSecond } from "./connect-change.js";
import { inWords, number } from "./numbers.js";
import type { Output } from "./output.js";
import type { FeishuPlace } from "./place.js";
import { sendUpdates } from "./send-updates.js";
import { sharesOf, type UndoFlags, type UndoPlan, type UndoTally } from "../app/undo.js";
import type { Work } from "../app/run-context.js";

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

async function deleteAll(undoing: Undoing, taken: number): Promise<void> {
  const { work, target, plan, flags, tally } = undoing;
  const { deletions } = work.ledger;
  const { remove } = target;
  if ("none" in remove) throw new Error(`records of ${target.name} cannot be deleted`);
  const pace_per_s = flags.rate ?? pacePerSecond(remove);
  await changing(
    {
      ...undoing,
      cap: remove,
      last_request_ms: deletions.lastRequest(),
      max_duration_ms: flags.maxDuration,
      state: () => {
        const { deleted, already_gone, failed } = tally.deleted;
        const left = taken - deleted - already_gone - failed;
        return `${number(taken - left)} of ${number(taken)} | ${inWords((left / pace_per_s) * 1000)} left`;
      },
    },
    (parts) =>
      deleteRecords({
        ...parts,
        deletions,
        target,
        remove,
        choice: plan.deletions,
        resend: flags.resend === true,
        limit: taken,
        undone: tally.deleted,
      }),
  );
}
