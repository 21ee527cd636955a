import { NOT_SENT_AGAIN, retryRows } from "../../app/retry.js";
import { targetOfLedger } from "../../app/session.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Status } from "../../model/status.js";
import { cutShort } from "../../model/text.js";
import { withCommandContext } from "../command-context.js";
import { limitsOf, type SendingFlags } from "../flags.js";
import { atPlace, onLedger, refuseMissingLedger } from "../on-ledger.js";
import type { Output } from "../output.js";
import { choosePlace } from "../place.js";
import type { CommandResult } from "../result.js";
import { workFacts, workResult } from "../work-result.js";
import { refuseOverwrite } from "../write-file.js";

export interface RetryFlags extends SendingFlags {
  readonly only?: string;
  readonly code?: number;
  readonly key?: readonly string[];
}

const RETRIABLE: readonly Status[] = ["failed", "rejected", "in_doubt"];

/** `retry`: sends again from the ledger alone. */
export async function retry(flags: RetryFlags, output: Output, argv: readonly string[]): Promise<CommandResult> {
  refuseMissingLedger(flags.ledger);
  const { code, key: keys } = flags;
  const statuses = statusesOf(flags);
  const openPlace = choosePlace(flags);
  return onLedger(flags.ledger, async (ledger) => {
    targetOfLedger(ledger, flags.ledger);
    refuseOverwrite("--log-file", flags.logFile, { ...flags, exports: ledger.sources.all().map(({ path }) => path) });
    return atPlace(openPlace, async (place) => {
      const rows = { ledger, ledger_name: flags.ledger, statuses, code, keys };
      const result = await withCommandContext(output, flags, (app) =>
        retryRows({ ...rows, place, limits: limitsOf(flags), argv }, app),
      );
      return workResult({ result: workFacts(result, ledger), ledger, flags, target: result.target.name, argv });
    });
  });
}

function statusesOf({ only, code }: RetryFlags): readonly Status[] {
  // A number of Feishu's that names rows: they are the rejected ones, too.
  if (only === undefined) return code === undefined ? ["failed"] : ["failed", "rejected"];
  const words = only.split(",").map((word) => word.trim());
  for (const word of words) {
    if (RETRIABLE.includes(word as Status)) continue;
    const why = NOT_SENT_AGAIN[word as Status];
    throw new ExitError({
      exit: EXIT.usage,
      kind: "not_retriable",
      message:
        why === undefined
          ? `--only ${cutShort(word)} is no status that can be retried`
          : `rows that are ${word} are not sent again: ${why}`,
      hint: "--only takes failed, rejected and in_doubt",
    });
  }
  return words as Status[];
}
