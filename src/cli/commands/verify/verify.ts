import { targetOfLedger } from "../../../app/session.js";
import { verifyImport } from "../../../app/verify.js";
import type { Ledger } from "../../../ledger/open.js";
import { withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { limitsOf, type SendingFlags } from "../../flags.js";
import { atPlace, onLedger, refuseMissingLedger } from "../../on-ledger.js";
import type { Output } from "../../output.js";
import { choosePlace } from "../../place.js";
import { refuseOverwrite } from "../../write-file.js";
import { nothingToVerify, verifyResult, writeVerification } from "./result.js";

export interface VerifyFlags extends SendingFlags {
  readonly sample?: number;
  readonly seed?: number;
  readonly again?: boolean;
  readonly output?: string;
}

/** `verify`: reads back what the ledger calls done, and compares it with what was sent. */
export async function verify(flags: VerifyFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  refuseMissingLedger(flags.ledger);
  const openPlace = choosePlace({ ...flags, reads_only: true });
  return onLedger(flags.ledger, async (ledger) => {
    targetOfLedger(ledger, flags.ledger);
    refuseFiles(ledger, flags);
    if (ledger.summary.counts().done === 0) return nothingToVerify(ledger, flags);
    return atPlace(openPlace, async (place) => {
      const { sample, seed, again = false } = flags;
      const choice = { ledger, ledger_name: flags.ledger, sample, seed, again };
      const result = await withCommandContext(output, flags, (app) =>
        verifyImport({ ...choice, place, limits: limitsOf(flags), argv }, app),
      );
      if (flags.output !== undefined) {
        await writeVerification(flags.output, ledger.verifications.lines(result.verification_id));
      }
      return verifyResult({ result, ledger, flags, argv });
    });
  });
}

function refuseFiles(ledger: Ledger, flags: VerifyFlags): void {
  const kept = { ...flags, exports: ledger.sources.all().map(({ path }) => path) };
  refuseOverwrite("-o", flags.output, kept);
  refuseOverwrite("--log-file", flags.logFile, kept);
}
