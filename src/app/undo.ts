import type { Undone } from "../engine/changes/undo.js";
import type { Updated } from "../engine/changes/update.js";
import type { DeletionChoice } from "../ledger/deletions.js";
import type { Ledger } from "../ledger/open.js";
import type { UpdateChoice } from "../ledger/updates.js";
import type { Target } from "../targets/target.js";
import type { SendingFlags } from "../cli/flags.js";
import { previewOf, type UpdatePreview } from "../cli/update-preview.js";

export interface UndoFlags extends SendingFlags {
  readonly run?: number;
  readonly key?: readonly string[];
  readonly confirm?: number;
  readonly resend?: boolean;
}

/** What a call of `undo` is about: all that was chosen. */
export interface UndoPlan {
  /** Records that are deleted: the ledger created them. */
  readonly deletions: DeletionChoice;
  readonly to_delete: number;
  /** Records that a run has updated, which get back what they held before; undefined where no run was named. */
  readonly updates: UpdateChoice | undefined;
  readonly to_take_back: UpdatePreview;
}

/** What has become of it. */
export interface UndoTally {
  readonly deleted: Undone;
  readonly taken_back: Updated;
}

export function planUndo(ledger: Ledger, target: Target, deletions: DeletionChoice): UndoPlan {
  const { run_id, row_ids } = deletions;
  const updates: UpdateChoice | undefined = run_id === undefined ? undefined : { kind: "taken_back", run_id, row_ids };
  const chosen = updates === undefined ? [] : ledger.updates.chosen(updates);
  return {
    deletions,
    to_delete: ledger.deletions.count(deletions),
    updates,
    to_take_back: previewOf(target.fields, chosen),
  };
}

/** How many of each kind this call takes on: what is quick comes first. */
export function sharesOf(plan: UndoPlan, limit = Number.POSITIVE_INFINITY): { take_back: number; delete: number } {
  const take_back = Math.min(plan.to_take_back.records, limit);
  return { take_back, delete: Math.min(plan.to_delete, limit - take_back) };
}

/** The facts of the JSON. `left`: what was chosen and has not come to an end. */
export function undoneFacts({ to_delete, to_take_back }: UndoPlan, { deleted: gone, taken_back }: UndoTally) {
  const records = to_delete + to_take_back.records;
  const { deleted, already_gone } = gone;
  const failed = gone.failed + taken_back.failed;
  const left = records - deleted - already_gone - taken_back.updated - failed;
  return { records, deleted, already_gone, taken_back: taken_back.updated, failed, left };
}
