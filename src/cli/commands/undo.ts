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
import { counted, inWords, number } from "../numbers.js";
import type { Output } from "../output.js";
import { choosePlace, type FeishuPlace } from "../place.js";
import type { CommandResult } from "../result.js";
import { bindPlace, openSession } from "../session.js";
import { tick } from "../ticker.js";
import { nothingToUndo, type UndoneFacts, undoResult } from "../undo-result.js";
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
    const undone: UndoneFacts = { records, deleted: 0, already_gone: 0, failed: 0, left: records };
    const result = await doWork({ command: "undo", argv, ledger, output, log_file: logFile, verbose }, async (work) => {
      await confirm({ work, remove, choice, records, flags, output });
      if (work.brake.pulled) return EXIT.unfinished;
      Object.assign(undone, await deleteAll({ work, place, target, remove, choice, records, flags, output }));
      undone.left = records - undone.deleted - undone.already_gone - undone.failed;
      return exitOf(undone);
    });
    return undoResult({ result, undone, failures: ledger.deletions.failures(choice), ledger, flags, target, argv });
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
      `${counted(named, "record that a person has named stays", "records that a person has named stay")}: --key KEY deletes it`,
    );
  }
  const last = choice.run_id === undefined ? "" : `, sent by run ${choice.run_id},`;
  const what = `${counted(taken, "record", "records")} in Feishu Hire${last} will be deleted for good, in about`;
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

async function deleteAll(undoing: Undoing & { place: FeishuPlace; target: Target }): Promise<Undone> {
  const { work, place, target, remove, choice, records, flags, output } = undoing;
  const { ledger, brake, run_id } = work;
  const { limit } = flags;
  ledger.deletions.plan(choice, limit ?? records, run_id, systemClock.now_ms());
  const last_request_ms = ledger.deletions.lastRequest();
  const connection = connectRemoval(place, target, remove, { ...flags, rate: flags.rate, timeout: flags.timeout, last_request_ms });
  const forget = heedDuration(work, flags.maxDuration);
  const started = work.requests.sent;
  const stopTicking = tick(output, () => `${number(work.requests.sent - started)} deletions sent, ${number(records)} records`);
  const common = { clock: systemClock, random: Math.random, brake, observe: work.observe };
  const max_outage_ms = flags.maxOutage ?? MAX_OUTAGE_MS;
  try {
    return await undoRecords({
      ...common,
      deletions: ledger.deletions,
      target,
      remove,
      choice,
      request: connection.request,
      resend: flags.resend === true,
      limit,
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
    forget();
    await connection.close();
  }
}
