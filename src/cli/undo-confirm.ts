import type { Target } from "../targets/target.js";
import { confirmRecords, givenBefore } from "./confirm.js";
import { pacePerSecond } from "./connect-change.js";
import { counted, inWords, number } from "./numbers.js";
import type { Output } from "./output.js";
import { sharesOf, type UndoFlags, type UndoPlan } from "../app/undo.js";
import { previewLines } from "./update-preview.js";
import type { Work } from "../app/run-context.js";

interface UndoConfirmOptions {
  readonly work: Work;
  readonly target: Target;
  readonly plan: UndoPlan;
  readonly flags: UndoFlags;
  readonly output: Output;
}

/** Says what is to be undone and how long that takes; goes on only where somebody gives the number of records. */
export async function confirmUndo(options: UndoConfirmOptions): Promise<void> {
  const { work, target, plan, flags, output } = options;
  const { deletions, updates } = work.ledger;
  tellWhatStays(options);
  const shares = sharesOf(plan, flags.limit);
  const plans = [
    ...(plan.to_delete === 0 ? [] : deletions.plansOf(plan.deletions)),
    ...(plan.updates === undefined ? [] : updates.plansOf(plan.updates)),
  ];
  await confirmRecords({
    what: [...deletionWords(options, shares.delete), ...takeBackWords(options, shares.take_back)].join("; "),
    details: shares.take_back === 0 ? [] : previewLines(target.fields, plan.to_take_back),
    nothing: "nothing was deleted",
    records: shares.delete + shares.take_back,
    given_before: givenBefore(plans, (run_id) => deletions.plannedBy(run_id) + updates.plannedBy(run_id)),
    confirm: flags.confirm,
    silent: flags.yes === true,
    output,
    brake: work.brake,
  });
}

function deletionWords({ target: { remove }, flags: { rate, run } }: UndoConfirmOptions, count: number): string[] {
  if (count === 0 || "none" in remove) return [];
  const records = counted(count, "record", "records");
  const sent_by = run === undefined ? "" : ` that run ${run} sent`;
  const pace_per_s = rate ?? pacePerSecond(remove);
  const pace = `${inWords((count / pace_per_s) * 1000)} (${number(Math.round(pace_per_s * 60))} a minute)`;
  return [`${records} in Feishu Hire${sent_by} are to be deleted for good, in about ${pace}`];
}

function takeBackWords({ target: { update }, flags: { rate, run } }: UndoConfirmOptions, count: number): string[] {
  if (count === 0 || "none" in update) return [];
  const pace_per_s = rate ?? pacePerSecond(update);
  const pace = `${inWords((count / pace_per_s) * 1000)} (${number(pace_per_s)} a second)`;
  const records = `${counted(count, "record", "records")} that run ${run} updated`;
  return [`${records} are to hold again what they held before, in about ${pace}`];
}

function tellWhatStays({ work: { ledger }, plan: { deletions }, output }: UndoConfirmOptions): void {
  const { run_id, row_ids } = deletions;
  const in_doubt = ledger.summary.counts().in_doubt;
  if (in_doubt > 0) {
    output.note(`${counted(in_doubt, "row is", "rows are")} in doubt: what they may have made stays; run settles them`);
  }
  const named = row_ids === undefined ? ledger.deletions.namedByPerson() : 0;
  if (named > 0) {
    const words = counted(named, "record that a person named stays", "records that a person named stay");
    output.note(`${words}: --key KEY deletes it`);
  }
  const since = run_id === undefined ? 0 : ledger.updates.updatedSince(run_id);
  if (since > 0) {
    const words = counted(since, "record was", "records were");
    output.note(`${words} updated again by a later run, which has to be undone first: explain KEY tells which`);
  }
}
