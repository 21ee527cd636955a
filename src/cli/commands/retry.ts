import { inStatuses } from "../../engine/sending/select.js";
import { ledgerPath } from "../../ledger/file-name.js";
import { asMachineError } from "../../ledger/machine-errors.js";
import { type Ledger, readLedger } from "../../ledger/open.js";
import type { QueuedRow } from "../../ledger/queue.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Status } from "../../model/status.js";
import { cutShort } from "../../model/text.js";
import { targetNamed } from "../../targets/index.js";
import { systemClock } from "../clock.js";
import { refuseRate } from "../../app/feishu.js";
import { askConsent } from "../consent.js";
import type { SendingFlags } from "../flags.js";
import type { Output } from "../output.js";
import { choosePlace, type FeishuPlace } from "../place.js";
import type { CommandResult } from "../result.js";
import { sendQueued } from "../../app/limits.js";
import { bindPlace, openSession } from "../../app/session.js";
import { doWork } from "../../app/run-context.js";
import { stoppedResult, workResult } from "../work-result.js";
import { refuseOverwrite } from "../write-file.js";

export interface RetryFlags extends SendingFlags {
  readonly only?: string;
  readonly code?: number;
  readonly key?: readonly string[];
}

const RETRIABLE: readonly Status[] = ["failed", "rejected", "in_doubt"];

/** `retry`: sends again from the ledger alone. */
export async function retry(flags: RetryFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  const path = ledgerPath(flags.ledger);
  // Says at once where there is nothing to retry from, before a ledger is made.
  readLedger(path).close();
  const statuses = statusesOf(flags);
  const openPlace = choosePlace(flags);
  const session = openSession(path);
  const { ledger } = session;
  let opened: FeishuPlace | undefined;
  try {
    const setup = ledger.setup.get();
    const target = setup === undefined ? undefined : targetNamed(setup.target);
    if (setup === undefined || target === undefined) throw nothingStaged(flags.ledger);
    const { logFile, verbose } = flags;
    refuseOverwrite("--log-file", logFile, { ...flags, exports: ledger.sources.all().map((source) => source.path) });
    const place = await openPlace();
    opened = place;
    refuseRate(target, flags.rate, place.base_url);
    bindPlace(ledger, place);
    const result = await doWork(
      { command: "retry", argv, ledger, output, log_file: logFile, verbose },
      async (work) => {
        const rows = () =>
          flags.key === undefined
            ? inStatuses(ledger.queue, systemClock, statuses, flags.code)
            : keyed(ledger, flags.key)[Symbol.iterator]();
        const { limit, yes } = flags;
        await askConsent({ target, rows: rows(), limit, yes, output, brake: work.brake });
        if (!work.brake.pulled) await sendQueued(work, place, target, rows(), flags);
      },
    );
    return workResult({ result, ledger, flags, target: setup.target, argv });
  } catch (error) {
    const stop = asMachineError(error);
    if (!(stop instanceof ExitError)) throw error;
    return stoppedResult(stop, ledger, flags);
  } finally {
    await opened?.close();
    session.close();
  }
}

function statusesOf({ only, code }: RetryFlags): readonly Status[] {
  // A number of Feishu's that names rows: they are the rejected ones, too.
  if (only === undefined) return code === undefined ? ["failed"] : ["failed", "rejected"];
  const words = only.split(",").map((word) => word.trim());
  for (const word of words) {
    if (RETRIABLE.includes(word as Status)) continue;
    const message =
      word === "done" || word === "skipped" || word === "invalid"
        ? `rows that are ${word} are not sent again: ${WHY_NOT[word]}`
        : `--only ${cutShort(word)} is no status that can be retried`;
    throw new ExitError({
      exit: EXIT.usage,
      kind: "not_retriable",
      message,
      hint: "--only takes failed, rejected and in_doubt",
    });
  }
  return words as Status[];
}

const WHY_NOT: Readonly<Record<string, string>> = {
  done: "Feishu holds it",
  skipped: "it is not to be sent",
  invalid: "its content must be mended first (hire-import failures)",
};

function keyed(ledger: Ledger, keys: readonly string[]): QueuedRow[] {
  return keys.map((key) => {
    const row = ledger.queue.byKey(key);
    const name = cutShort(key);
    if (row === undefined) {
      throw new ExitError({
        exit: EXIT.usage,
        kind: "no_such_key",
        message: `the ledger has no row with the key ${name}`,
        hint: "keys are case-sensitive; hire-import status shows what the ledger holds",
      });
    }
    const why = WHY_NOT[row.status];
    if (why !== undefined) {
      throw new ExitError({
        exit: EXIT.usage,
        kind: "not_retriable",
        message: `the row ${name} is ${row.status} and is not sent: ${why}`,
        hint: "choose rows that are failed, rejected, in_doubt or pending",
      });
    }
    refuseEarly(row, name);
    return row;
  });
}

/** Feishu still knows the key of a record that was deleted and would make no new one, or may still act. */
function refuseEarly({ not_before_ms }: QueuedRow, name: string): void {
  if (not_before_ms === null || not_before_ms <= systemClock.now_ms()) return;
  const when = new Date(not_before_ms).toISOString();
  throw new ExitError({
    exit: EXIT.usage,
    kind: "not_retriable",
    message: `${name} is not to be sent before ${when}: Feishu still knows its key, or may still act`,
    hint: "run sends it once that is over",
  });
}

function nothingStaged(ledger: string): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "empty_ledger",
    message: `nothing was staged in ${ledger} yet`,
    hint: "start with hire-import run EXPORT",
  });
}
