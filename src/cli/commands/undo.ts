import type { DeletionChoice } from "../../ledger/deletions.js";
import { ledgerPath } from "../../ledger/file-name.js";
import { asMachineError } from "../../ledger/machine-errors.js";
import { type Ledger, readLedger } from "../../ledger/open.js";
import { EXIT, type Exit } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { cutShort } from "../../model/text.js";
import { targetNamed } from "../../targets/index.js";
import type { Target } from "../../targets/target.js";
import { refuseChangeRate } from "../connect-change.js";
import { findRows } from "../find-rows.js";
import type { Output } from "../output.js";
import { choosePlace, type FeishuPlace } from "../place.js";
import type { CommandResult } from "../result.js";
import { bindPlace, openSession } from "../../app/session.js";
import { confirmUndo } from "../undo-confirm.js";
import { planUndo, type UndoFlags, type UndoPlan, type UndoTally, undoneFacts } from "../../app/undo.js";
import { undoRecords } from "../undo-records.js";
import { nothingToUndo, undoFailures, undoResult } from "../undo-result.js";
import { doWork } from "../../app/run-context.js";
import { stoppedResult } from "../work-result.js";
import { refuseOverwrite } from "../write-file.js";

/** `undo`: deletes again what this ledger created, and takes back what a run has updated. */
export async function undo(flags: UndoFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  const path = ledgerPath(flags.ledger);
  // Says at once where there is no ledger, before one is made.
  readLedger(path).close();
  const openPlace = choosePlace(flags);
  const session = openSession(path);
  const { ledger } = session;
  let opened: FeishuPlace | undefined;
  try {
    const target = undoable(ledger, flags);
    const choice = choiceOf(ledger, flags);
    const { logFile, verbose } = flags;
    refuseOverwrite("--log-file", logFile, { ...flags, exports: ledger.sources.all().map((source) => source.path) });
    const place = await openPlace();
    opened = place;
    const plan = planUndo(ledger, target, choice);
    refuseRates(target, plan, flags.rate, place.base_url);
    bindPlace(ledger, place);
    const tally: UndoTally = {
      deleted: { deleted: 0, already_gone: 0, failed: 0 },
      taken_back: { updated: 0, failed: 0 },
    };
    if (undoneFacts(plan, tally).records === 0) return nothingToUndo(ledger, flags, plan);
    let run_id = 0;
    const result = await doWork({ command: "undo", argv, ledger, output, log_file: logFile, verbose }, async (work) => {
      run_id = work.run_id;
      await confirmUndo({ work, target, plan, flags, output });
      if (work.brake.pulled) return EXIT.unfinished;
      await undoRecords({ work, place, target, plan, flags, output, tally });
      return exitOf(undoneFacts(plan, tally));
    });
    const failures = undoFailures(ledger, plan, run_id);
    return undoResult({ result, undone: undoneFacts(plan, tally), failures, flags, target, argv });
  } catch (error) {
    const stop = asMachineError(error);
    if (!(stop instanceof ExitError)) throw error;
    return stoppedResult(stop, ledger, flags);
  } finally {
    await opened?.close();
    session.close();
  }
}

function exitOf({ left, failed }: ReturnType<typeof undoneFacts>): Exit {
  if (left > 0) return EXIT.unfinished;
  return failed > 0 ? EXIT.some_rows_failed : EXIT.ok;
}

function undoable(ledger: Ledger, flags: UndoFlags): Target {
  const target = targetNamed(ledger.setup.get()?.target ?? "");
  if (target === undefined) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "empty_ledger",
      message: `nothing was staged in ${flags.ledger} yet`,
      hint: "start with hire-import run EXPORT",
    });
  }
  const { remove, title } = target;
  if ("none" in remove)
    throw cannotUndo(`${title} cannot be deleted: ${remove.none}`, "undo them in Feishu Hire itself");
  return target;
}

function refuseRates(
  { remove, update }: Target,
  { to_delete, to_take_back }: UndoPlan,
  rate: number | undefined,
  base_url: URL,
): void {
  if (to_delete > 0 && !("none" in remove)) refuseChangeRate(remove, "deletions", rate, base_url);
  if (to_take_back.records > 0 && !("none" in update)) refuseChangeRate(update, "updates", rate, base_url);
}

function choiceOf(ledger: Ledger, { run: run_id, key: keys }: UndoFlags): DeletionChoice {
  if (keys === undefined) return { run_id };
  const row_ids = keys.map((key) => {
    const [row] = findRows(ledger, key);
    if (row.status === "done") return row.id;
    const why = WHY_NOT[row.status] ?? "Feishu does not hold it by this ledger";
    throw cannotUndo(`the row ${cutShort(key)} is ${row.status}: ${why}`, "choose rows that are done");
  });
  return { run_id, row_ids };
}

const WHY_NOT: Readonly<Record<string, string>> = {
  in_doubt: "run it again first, so that it is known whether Feishu holds it",
  skipped: "it was not sent, or its record was deleted already (hire-import explain KEY)",
};

function cannotUndo(message: string, hint: string): ExitError {
  return new ExitError({ exit: EXIT.usage, kind: "cannot_undo", message, hint });
}
