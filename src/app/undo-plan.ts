import type { Ledger } from "../ledger/open.js";
import type { DeletionChoice } from "../ledger/rows/deletions.js";
import type { UpdateChoice } from "../ledger/rows/updates.js";
import type { Target } from "../targets/target.js";
import { previewOf, type UpdatePreview } from "./update-preview.js";

/** What a call of `undo` is about: all that was chosen. */
export interface UndoPlan {
  /** Records that are deleted: the ledger created them. */
  readonly deletions: DeletionChoice;
  readonly to_delete: number;
  /** Records that a run has updated, which get back what they held before; undefined where no run was named. */
  readonly updates: UpdateChoice | undefined;
  readonly to_take_back: UpdatePreview;
}

/** How many of each kind a call takes on. */
export interface UndoShares {
  readonly take_back: number;
  readonly delete: number;
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

/** What is quick comes first. */
export function sharesOf(plan: UndoPlan, limit = Number.POSITIVE_INFINITY): UndoShares {
  const take_back = Math.min(plan.to_take_back.records, limit);
  return { take_back, delete: Math.min(plan.to_delete, limit - take_back) };
}
