import { existsSync } from "node:fs";
import type { FeishuPlace } from "../app/feishu.js";
import { withLedger } from "../app/session.js";
import { ledgerPath } from "../ledger/file/file-name.js";
import { takeLock } from "../ledger/file/lock.js";
import { asMachineError } from "../ledger/file/machine-errors.js";
import { type Ledger, readLedger } from "../ledger/open.js";
import { ExitError } from "../model/exit-error.js";
import type { CommandResult } from "./command-result.js";
import type { AskingFlags } from "./flags.js";
import { choosePlace } from "./place.js";
import { stoppedResult } from "./work-result.js";

/**
 * Opens a ledger, works on it, closes it. What ends the work on purpose once the ledger is open is told with what the
 * ledger holds.
 */
export function onLedger(name: string, act: (ledger: Ledger) => Promise<CommandResult>): Promise<CommandResult> {
  return withLedger(name, async (ledger) => {
    try {
      return await act(ledger);
    } catch (error) {
      const stop = asMachineError(error);
      if (!(stop instanceof ExitError)) throw error;
      return stoppedResult(stop, ledger, name);
    }
  });
}

/** Says at once where there is no ledger, before one is made. */
export function refuseMissingLedger(name: string): void {
  readLedger(ledgerPath(name)).close();
}

/** Lets `act` use the place, and closes it: a sandbox lives as long as it is used. */
export async function atPlace<T>(
  open: () => Promise<FeishuPlace>,
  act: (place: FeishuPlace) => Promise<T>,
): Promise<T> {
  const place = await open();
  try {
    return await act(place);
  } finally {
    await place.close();
  }
}

/** Lets `act` read at the place that flags name, outside of any run. */
export async function atPlaceToRead<T>(flags: AskingFlags, act: (place: FeishuPlace) => Promise<T>): Promise<T> {
  const open = choosePlace({ ...flags, reads_only: true });
  // A sandbox's records belong to one process at a time.
  const ledger = ledgerPath(flags.ledger);
  const lock = flags.sandbox === true && existsSync(ledger) ? takeLock(ledger) : undefined;
  try {
    return await atPlace(open, act);
  } finally {
    lock?.release();
  }
}
