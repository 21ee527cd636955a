import { undo as deleteRecords, type Undone } from "../engine/changes/undo.js";
import type { Updated } from "../engine/changes/update.js";
import type { Ledger } from "../ledger/open.js";
import type { DeletionChoice, DeletionProblem } from "../ledger/rows/deletions.js";
import { pacePerSecond } from "../model/cap.js";
import { EXIT, type Exit } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { cutShort } from "../model/text.js";
import type { Target } from "../targets/target.js";
import type { Sentence } from "../texts/catalogue.js";
import { saying } from "../texts/saying.js";
import type { AppContext } from "./context.js";
import { type FeishuPlace, refuseRate } from "./feishu.js";
import type { SendLimits } from "./limits.js";
import { givenBefore } from "./question.js";
import { type RunContext, type RunEnd, withRun } from "./run-context.js";
import { bindPlace, findRows, targetOfLedger } from "./session.js";
import { planUndo, sharesOf, type UndoPlan, type UndoShares } from "./undo-plan.js";
import { sendUpdates } from "./update.js";
import { withWriteClient } from "./write-client.js";

/** What is to be undone: all that this ledger created, or what one run did, or some rows. */
export interface UndoRequest {
  /** Open, and held by this process alone: see `withLedger`. */
  readonly ledger: Ledger;
  /** As the user calls it, for messages. */
  readonly ledger_name: string;
  readonly place: FeishuPlace;
  readonly limits?: SendLimits;
  /** Only what this run created, and what it has updated. */
  readonly run?: number | undefined;
  readonly keys?: readonly string[] | undefined;
  /** What was deleted is to be sent again. */
  readonly resend?: boolean;
  /** What the user typed, for the ledger. */
  readonly argv?: readonly string[];
}

/** `left`: what was chosen and has not come to an end. */
export interface UndoCounts {
  readonly records: number;
  readonly deleted: number;
  readonly already_gone: number;
  readonly taken_back: number;
  readonly failed: number;
  readonly left: number;
}

export interface UndoResult {
  readonly target: Target;
  readonly plan: UndoPlan;
  readonly undone: UndoCounts;
  readonly failures: readonly DeletionProblem[];
  /** Undefined where nothing was chosen, so that there was nothing to do. */
  readonly end: RunEnd | undefined;
}

interface Tally {
  readonly deleted: Undone;
  readonly taken_back: Updated & { planned: number };
}

/**
 * Deletes again what this ledger created, and takes back what a run has updated, once `confirm` has agreed. Throws an
 * ExitError: exit 2 for an empty ledger, what cannot be undone, and a rate above the cap; 9 for another place or app.
 */
export async function undoImport(request: UndoRequest, app: AppContext): Promise<UndoResult> {
  const { ledger, place, limits = {} } = request;
  const target = deletable(targetOfLedger(ledger, request.ledger_name));
  const plan = planUndo(ledger, target, choiceOf(ledger, request));
  refuseRates(target, plan, limits.rate, place.base_url);
  bindPlace(ledger, place);
  const tally: Tally = {
    deleted: { deleted: 0, already_gone: 0, failed: 0 },
    taken_back: { planned: 0, updated: 0, failed: 0 },
  };
  const undone = () => countsOf(plan, tally);
  if (undone().records === 0) return { target, plan, undone: undone(), failures: [], end: undefined };
  const end = await withRun(ledger, app, { command: "undo", argv: request.argv }, async (run) => {
    tellWhatStays(run, plan);
    const shares = sharesOf(plan, limits.limit);
    await run.confirm({
      question: "undo",
      target,
      plan,
      shares,
      rate: limits.rate,
      given_before: confirmedBefore(ledger, plan),
    });
    if (run.brake.pulled) return EXIT.unfinished;
    await undoRecords(run, { request, target, plan, shares, tally });
    return exitOf(undone());
  });
  return { target, plan, undone: undone(), failures: failuresOf(ledger, plan, end.run_id), end };
}

/** Throws an ExitError (exit 2) where records of the target cannot be deleted. */
export function deletable(target: Target): Target {
  const { remove, title } = target;
  if (!("none" in remove)) return target;
  throw cannotUndo(saying("target_not_deletable", { title, why: remove.none }));
}

function choiceOf(ledger: Ledger, { run: run_id, keys }: UndoRequest): DeletionChoice {
  if (keys === undefined) return { run_id };
  const row_ids = keys.map((key) => {
    const [row] = findRows(ledger, key);
    if (row.status === "done") return row.id;
    throw cannotUndo(saying("row_not_undone", { key: cutShort(key), status: row.status }));
  });
  return { run_id, row_ids };
}

function cannotUndo(told: Sentence): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: "cannot_undo", ...told });
}

function refuseRates({ remove, update }: Target, plan: UndoPlan, rate: number | undefined, base_url: URL): void {
  if (plan.to_delete > 0 && !("none" in remove)) refuseRate(rate, remove, base_url, "deletions");
  if (plan.to_take_back.records > 0 && !("none" in update)) refuseRate(rate, update, base_url, "updates");
}

function confirmedBefore({ deletions, updates }: Ledger, plan: UndoPlan): number | undefined {
  const plans = [
    ...(plan.to_delete === 0 ? [] : deletions.plansOf(plan.deletions)),
    ...(plan.updates === undefined ? [] : updates.plansOf(plan.updates)),
  ];
  return givenBefore(plans, (run_id) => deletions.plannedBy(run_id) + updates.plannedBy(run_id));
}

function tellWhatStays({ ledger, observe }: RunContext, { deletions: { run_id, row_ids } }: UndoPlan): void {
  const stays = {
    in_doubt: ledger.summary.counts().in_doubt,
    named_not_deleted: row_ids === undefined ? ledger.deletions.namedByPerson() : 0,
    updated_since: run_id === undefined ? 0 : ledger.updates.updatedSince(run_id),
  };
  for (const why of ["in_doubt", "named_not_deleted", "updated_since"] as const) {
    if (stays[why] > 0) observe({ event: "stays", why, count: stays[why] });
  }
}

interface Undoing {
  readonly request: UndoRequest;
  readonly target: Target;
  readonly plan: UndoPlan;
  readonly shares: UndoShares;
  /** Counted up as records come to their end. */
  readonly tally: Tally;
}

/** Undoes what was confirmed, within the call's limits: what a run has updated first, which is quick. */
async function undoRecords(run: RunContext, undoing: Undoing): Promise<void> {
  const { ledger, run_id, clock, brake } = run;
  const { request, target, plan, shares, tally } = undoing;
  const { place, limits = {} } = request;
  const now_ms = clock.now_ms();
  // Both before anything leaves: what is confirmed in one number is planned as one.
  ledger.transaction(() => {
    if (plan.updates !== undefined) ledger.updates.plan(plan.updates, shares.take_back, run_id, now_ms);
    ledger.deletions.plan(plan.deletions, shares.delete, run_id, now_ms);
  });
  if (shares.take_back > 0) {
    tally.taken_back.planned = shares.take_back;
    await sendUpdates(run, { place, target, limits }, tally.taken_back);
  }
  if (shares.delete > 0 && !brake.pulled) await deleteAll(run, undoing);
}

async function deleteAll(run: RunContext, { request, target, plan, shares, tally }: Undoing): Promise<void> {
  const { deletions } = run.ledger;
  const { place, limits = {}, resend = false } = request;
  const { remove } = target;
  if ("none" in remove) throw new Error(`records of ${target.name} cannot be deleted`);
  run.observe({
    event: "changing",
    what: "deletions",
    work: {
      total: shares.delete,
      pace_per_s: limits.rate ?? pacePerSecond(remove),
      done: () => tally.deleted.deleted + tally.deleted.already_gone + tally.deleted.failed,
    },
  });
  await withWriteClient(
    run,
    { place, target, cap: remove, limits, last_request_ms: deletions.lastRequest() },
    (parts) =>
      deleteRecords({
        ...parts,
        deletions,
        target,
        remove,
        choice: plan.deletions,
        resend,
        limit: shares.delete,
        undone: tally.deleted,
      }),
  );
}

function countsOf({ to_delete, to_take_back }: UndoPlan, { deleted: gone, taken_back }: Tally): UndoCounts {
  const records = to_delete + to_take_back.records;
  const { deleted, already_gone } = gone;
  const failed = gone.failed + taken_back.failed;
  const left = records - deleted - already_gone - taken_back.updated - failed;
  return { records, deleted, already_gone, taken_back: taken_back.updated, failed, left };
}

function exitOf({ left, failed }: UndoCounts): Exit {
  if (left > 0) return EXIT.unfinished;
  return failed > 0 ? EXIT.some_rows_failed : EXIT.ok;
}

/** Why records of a plan could not be deleted, and why those that this call was to take back could not be. */
function failuresOf(ledger: Ledger, { deletions }: UndoPlan, run_id: number): DeletionProblem[] {
  const updates = ledger.update_counts.problems(run_id).map(({ examples, ...problem }) => {
    return { ...problem, keys: examples.map(({ key }) => key) };
  });
  return [...ledger.deletions.failures(deletions), ...updates];
}
