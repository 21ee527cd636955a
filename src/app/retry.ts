import { inStatuses } from "../engine/sending/select.js";
import type { Ledger } from "../ledger/open.js";
import type { QueuedRow } from "../ledger/rows/queue.js";
import type { Clock } from "../model/clock.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { Status } from "../model/status.js";
import { cutShort } from "../model/text.js";
import type { Target } from "../targets/target.js";
import type { AppContext } from "./context.js";
import { type FeishuPlace, refuseRate } from "./feishu.js";
import type { SendLimits } from "./limits.js";
import { refuseOtherParentsOf } from "./parents.js";
import { type RunEnd, withRun } from "./run-context.js";
import { sendQueued } from "./send.js";
import { bindPlace, targetOfLedger } from "./session.js";

/** Rows of a ledger that are to be sent again, from the ledger alone. */
export interface RetryRequest {
  /** Open, and held by this process alone: see `withLedger`. */
  readonly ledger: Ledger;
  /** As the user calls it, for messages. */
  readonly ledger_name: string;
  readonly place: FeishuPlace;
  readonly limits?: SendLimits;
  /** Of `failed`, `rejected` and `in_doubt`; only where no keys are given. */
  readonly statuses: readonly Status[];
  /** Only rows that Feishu has refused with this number. */
  readonly code?: number | undefined;
  readonly keys?: readonly string[] | undefined;
  /** What the user typed, for the ledger. */
  readonly argv?: readonly string[];
}

export interface RetryResult extends RunEnd {
  readonly target: Target;
}

/**
 * Sends rows again that were not accepted. Throws an ExitError: exit 2 for an empty ledger, a key that is no row's or
 * whose row is not to be sent again, and a rate above the cap; 9 for another place or app.
 */
export async function retryRows(request: RetryRequest, app: AppContext): Promise<RetryResult> {
  const { ledger, place, limits = {}, statuses, code, keys } = request;
  const target = targetOfLedger(ledger, request.ledger_name);
  refuseRate(limits.rate, target, place.base_url, "requests", target.title);
  refuseOtherParentsOf(ledger, place);
  bindPlace(ledger, place);
  const end = await withRun(ledger, app, { command: "retry", argv: request.argv }, async (run) => {
    const rows = () =>
      keys === undefined
        ? inStatuses(ledger.queue, run.clock, statuses, code)
        : rowsOfKeys(ledger, run.clock, keys)[Symbol.iterator]();
    await sendQueued(run, { place, target, limits, rows });
  });
  return { ...end, target };
}

/** Why rows are not sent again. */
export const NOT_SENT_AGAIN: Readonly<Partial<Record<Status, string>>> = {
  done: "it is imported already",
  skipped: "it was skipped",
  invalid: "correct its content first (hire-import failures)",
};

function rowsOfKeys(ledger: Ledger, clock: Clock, keys: readonly string[]): QueuedRow[] {
  return keys.map((key) => {
    const row = ledger.queue.byKey(key);
    const name = cutShort(key);
    if (row === undefined) {
      throw new ExitError({
        exit: EXIT.usage,
        kind: "no_such_key",
        message: `No row with the key ${name} in the ledger`,
        hint: "Keys are case-sensitive. A row can be found by its line, too: hire-import explain --line 52",
      });
    }
    const why = NOT_SENT_AGAIN[row.status];
    if (why !== undefined) {
      throw new ExitError({
        exit: EXIT.usage,
        kind: "not_retriable",
        message: `the row ${name} is ${row.status} and is not sent: ${why}`,
        hint: "choose rows that are failed, rejected, in_doubt or pending",
      });
    }
    refuseEarly(row, name, clock.now_ms());
    return row;
  });
}

/** Feishu still knows the key of a record that was deleted and would make no new one, or may still act. */
function refuseEarly({ not_before_ms }: QueuedRow, name: string, now_ms: number): void {
  if (not_before_ms === null || not_before_ms <= now_ms) return;
  const when = new Date(not_before_ms).toISOString();
  throw new ExitError({
    exit: EXIT.usage,
    kind: "not_retriable",
    message: `${name} is not to be sent before ${when}: Feishu still knows its key, or may still act`,
    hint: "run sends it once that is over",
  });
}
