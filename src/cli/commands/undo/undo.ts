import { targetOfLedger } from "../../../app/session.js";
import { deletable, undoImport } from "../../../app/undo.js";
import { withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { limitsOf, type SendingFlags } from "../../flags.js";
import { atPlace, onLedger, refuseMissingLedger } from "../../on-ledger.js";
import type { Output } from "../../output.js";
import { choosePlace } from "../../place.js";
import { refuseOverwrite } from "../../write-file.js";
import { undoResult } from "./result.js";

export interface UndoFlags extends SendingFlags {
  readonly run?: number;
  readonly key?: readonly string[];
  readonly confirm?: number;
  readonly resend?: boolean;
}

/** `undo`: deletes again what this ledger created, and takes back what a run has updated. */
export async function undo(flags: UndoFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  refuseMissingLedger(flags.ledger);
  const openPlace = choosePlace(flags);
  return onLedger(flags.ledger, async (ledger) => {
    deletable(targetOfLedger(ledger, flags.ledger));
    refuseOverwrite("--log-file", flags.logFile, { ...flags, exports: ledger.sources.all().map(({ path }) => path) });
    return atPlace(openPlace, async (place) => {
      const { run, key: keys, resend = false } = flags;
      const choice = { ledger, ledger_name: flags.ledger, run, keys, resend };
      const result = await withCommandContext(output, flags, (app) =>
        undoImport({ ...choice, place, limits: limitsOf(flags), argv }, app),
      );
      return undoResult(result, ledger, flags, argv);
    });
  });
}
