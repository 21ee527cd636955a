import { resolve } from "node:path";
import { Outage } from "../../engine/outage.js";
import { type Undone, undo as undoRecords } from "../../engine/undo.js";
import { Verdicts } from "../../engine/verdicts.js";
import type { DeletionChoice } from "../../ledger/deletions.js";
import { asMachineStop } from "../../ledger/machine-errors.js";
import { type Ledger, readLedger } from "../../ledger/open.js";
import { targetNamed } from "../../targets/index.js";
import type { Remove, Target } from "../../targets/target.js";
import { EXIT, type Exit } from "../../words/exit.js";
import { Stop } from "../../words/stop.js";
import { cutShort } from "../../words/text.js";
import { systemClock } from "../clock.js";
import { confirmRecords } from "../confirm.js";
import { connectRemoval, refuseRemovalRate } from "../connect-removal.js";
import { findRows } from "../find-rows.js";
import type { SendingFlags } from "../flags.js";
import { limitDuration } from "../max-duration.js";
import { counted, inWords, number } from "../numbers.js";
import type { Output } from "../output.js";
import { choosePlace, type FeishuPlace } from "../place.js";
import type { CommandResult } from "../result.js";
import { bindPlace, openSession } from "../session.js";
import { tick } from "../ticker.js";
import { leftOf, nothingToUndo, undoResult } from "../undo-result.js";
import { doWork, type Work } from "../work.js";
import { stoppedResult } from "../work-result.js";
import { refuseOverwrite } from "../write-file.js";

const MAX_ATTEMPTS = 5;
const FIRST_CONTACT_MS = 60_000;
const MAX_OUTAGE_MS = 15 * 60_000;

export interface UndoFlags extends SendingFlags {
  readonly run?: number;
  readonly key?: readonly string[];
  readonly confirm?: number;
  readonly resend?: boolean;
}

/** `undo`: deletes again what this ledger created. */
export async function undo(flags: UndoFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  const path = resolve(flags.ledger);
  // Says at once where there is no ledger, before one is made.
  readLedger(path).close();
  const openPlace = choosePlace(flags);
  const session = openSession(path);
  const { ledger } = session;
  let opened: FeishuPlace | undefined;
  try {
    const { target, remove } = removable(ledger, flags.ledger);
    const choice = choiceOf(ledger, flags);
    const { logFile, verbose } = flags;
    refuseOverwrite("--log-file", logFile, { ...flags, exports: ledger.sources.all().map((source) => source.path) });
    const place = await openPlace();
    opened = place;
    refuseRemovalRate(remove, flags.rate, place.base_url);
    bindPlace(ledger, place);
    const records = ledger.deletions.count(choice);
    if (records === 0) return nothingToUndo(ledger, flags);
    const undone: Undone = { deleted: 0, already_gone: 0, failed: 0 };
    const result = await doWork({ command: "undo", argv, ledger, output, log_file: logFile, verbose }, async (work) => {
      await confirm({ work, remove, choice, records, flags, output });
      if (work.brake.pulled) return EXIT.unfinished;
      await deleteAll({ work, place, target, remove, choice, records, flags, output, undone });
      return exitOf(undone, records);
    });
    return undoResult({
      result,
      undone,
      failures: ledger.deletions.failures(choice),
      records,
      ledger,
      flags,
      target,
      argv,
    });
  } catch (error) {
    const stop = asMachineStop(error);
    if (!(stop instanceof Stop)) throw error;
    return stoppedResult(stop, ledger, flags);
  } finally {
    await opened?.close();
    session.close();
  }
}

interface Undoing {
  readonly work: Work;
  readonly remove: Remove;
  readonly choice: DeletionChoice;
  /** All that were chosen. */
  readonly records: number;
  readonly flags: UndoFlags;
  readonly output: Output;
}

async function confirm({ work, remove, choice, records, flags, output }: Undoing): Promise<void> {
  const { ledger, brake } = work;
  const { limit = records, rate = remove.cap_per_min / 60 } = flags;
  const taken = Math.min(records, limit);
  const in_doubt = ledger.report.counts().in_doubt;
  if (in_doubt > 0) {
    output.note(`${counted(in_doubt, "row is", "rows are")} in doubt: what they may have made stays; run settles them`);
  }
  const named = choice.row_ids === undefined ? ledger.deletions.namedByPerson() : 0;
  if (named > 0) {
    output.note(
      `${counted(named, "record that a person named stays", "records that a person named stay")}: --key KEY deletes it`,
    );
  }
  const sent_by = choice.run_id === undefined ? "" : ` that run ${choice.run_id} sent`;
  const what = `${counted(taken, "record", "records")} in Feishu Hire${sent_by} are to be deleted for good, in about`;
  await confirmRecords({
    what: `${what} ${inWords((taken / rate) * 1000)} (${number(Math.round(rate * 60))} a minute)`,
    records: taken,
    given_before: ledger.deletions.plannedBefore(choice),
    confirm: flags.confirm,
    silent: flags.yes === true,
    output,
    brake,
  });
}

interface Deleting extends Undoing {
  readonly place: FeishuPlace;
  readonly target: Target;
  readonly undone: Undone;
}

async function deleteAll(deleting: Deleting): Promise<void> {
  const { work, place, target, remove, choice, records, flags, output, undone } = deleting;
  const { ledger, brake, run_id } = work;
  const { limit } = flags;
  ledger.deletions.plan(choice, limit ?? records, run_id, systemClock.now_ms());
  const last_request_ms = ledger.deletions.lastRequest();
  const { rate, timeout } = flags;
  const connection = connectRemoval(place, target, remove, { rate, timeout, last_request_ms });
  const end = limitDuration(brake, flags.maxDuration);
  const pace_per_s = rate ?? remove.cap_per_min / 60;
  const taken = Math.min(records, limit ?? records);
  const stopTicking = tick(output, () => {
    const left = leftOf(undone, taken);
    return `${number(taken - left)} of ${number(taken)} | ${inWords((left / pace_per_s) * 1000)} left`;
  });
  const common = { clock: systemClock, random: Math.random, brake, observe: work.observe };
  const max_outage_ms = flags.maxOutage ?? MAX_OUTAGE_MS;
  try {
    await undoRecords({
      ...common,
      deletions: ledger.deletions,
      target,
      remove,
      choice,
      request: connection.request,
      resend: flags.resend === true,
      limit,
      undone,
      requests: work.requests,
      find: target.find,
      send: connection.read,
      max_attempts: flags.maxAttempts ?? MAX_ATTEMPTS,
      outage: new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms }),
      verdicts: new Verdicts(flags.maxErrors, brake),
      asked: () => {
        work.requests.reads += 1;
      },
    });
  } finally {
    stopTicking();
    end();
    await connection.close();
  }
}

function exitOf(undone: Undone, records: number): Exit {
  if (leftOf(undone, records) > 0) return EXIT.unfinished;
  return undone.failed > 0 ? EXIT.some_rows_failed : EXIT.ok;
}

function removable(ledger: Ledger, name: string): { target: Target; remove: Remove } {
  const target = targetNamed(ledger.setup.get()?.target ?? "");
  if (target === undefined) {
    throw new Stop({
      exit: EXIT.usage,
      kind: "empty_ledger",
      message: `nothing was staged in ${name} yet`,
      hint: "start with hire-import run EXPORT",
    });
  }
  const { remove, title } = target;
  if ("none" in remove)
    throw cannotUndo(`${title} cannot be deleted: ${remove.none}`, "undo them in Feishu Hire itself");
  return { target, remove };
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

function cannotUndo(message: string, hint: string): Stop {
  return new Stop({ exit: EXIT.usage, kind: "cannot_undo", message, hint });
}
