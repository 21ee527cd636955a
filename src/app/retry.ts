import { inStatuses } from "../engine/sending/select.js";
import type { Ledger } from "../ledger/open.js";
import type { QueuedRow } from "../ledger/rows/queue.js";
import type { Clock } from "../model/clock.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { localTime } from "../model/local-time.js";
import type { Status } from "../model/status.js";
import { cutShort } from "../model/text.js";
import type { Target } from "../targets/target.js";
import { saying } from "../texts/saying.js";
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

/** What a retry never sends: it is imported, left out, or not to be sent as it is. */
const NOT_SENT_AGAIN: readonly Status[] = ["done", "skipped", "invalid"];

function rowsOfKeys(ledger: Ledger, clock: Clock, keys: readonly string[]): QueuedRow[] {
  return keys.map((key) => {
    const row = ledger.queue.byKey(key);
    const name = cutShort(key);
    if (row === undefined) {
      throw new ExitError({
        exit: EXIT.usage,
        kind: "no_such_key",
        ...saying("no_such_key_to_retry", { key: name }),
      });
    }
    if (NOT_SENT_AGAIN.includes(row.status)) {
      throw new ExitError({
        exit: EXIT.usage,
        kind: "not_retriable",
        ...saying("not_retriable", { key: name, status: row.status }),
      });
    }
    refuseEarly(row, name, clock.now_ms());
    return row;
  });
}

/** Feishu still knows the key of a record that was deleted and would make no new one, or may still act. */
function refuseEarly({ not_before_ms }: QueuedRow, name: string, now_ms: number): void {
  if (not_before_ms === null || not_before_ms <= now_ms) return;
  const when = localTime(not_before_ms);
  throw new ExitError({
    exit: EXIT.usage,
    kind: "not_retriable",
    ...saying("not_sent_before", { key: name, when }),
  });
}
