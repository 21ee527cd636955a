import { exitOfLedger } from "../../../app/exit-code.js";
import { retryRows } from "../../../app/retry.js";
import { targetOfLedger } from "../../../app/session.js";
import type { Ledger } from "../../../ledger/open.js";
import { NO_REQUESTS } from "../../../ledger/runs/runs.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import type { Status } from "../../../model/status.js";
import { cutShort } from "../../../model/text.js";
import { saying } from "../../../texts/saying.js";
import { withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { ledgerFacts } from "../../facts.js";
import { limitsOf, type SendingFlags } from "../../flags.js";
import { lineWith, withoutFlags } from "../../next.js";
import { atPlace, onLedger, refuseMissingLedger } from "../../on-ledger.js";
import type { Output } from "../../output.js";
import { choosePlace } from "../../place.js";
import { workFacts } from "../../work-facts.js";
import { nextOfLedger, workResult } from "../../work-result.js";
import { refuseOverwrite } from "../../write-file.js";

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
    const nothing = nothingToRetry(ledger, statuses, flags, argv);
    if (nothing !== undefined) return nothing;
    return atPlace(openPlace, async (place) => {
      const rows = { ledger, ledger_name: flags.ledger, statuses, code, keys };
      const result = await withCommandContext(output, flags, (app) =>
        retryRows({ ...rows, place, limits: limitsOf(flags), argv }, app),
      );
      return workResult({ result: workFacts(result, ledger), ledger, flags, target: result.target, argv });
    });
  });
}

/** Statuses that a retry sends when it is asked to. */
const ON_REQUEST: readonly Status[] = ["rejected", "in_doubt"];

/** Where no row is chosen nothing is asked of Feishu, and what else could be sent again is named. */
function nothingToRetry(
  ledger: Ledger,
  statuses: readonly Status[],
  flags: RetryFlags,
  argv: readonly string[],
): CommandResult | undefined {
  const { key, code } = flags;
  const facts = ledgerFacts(ledger);
  const { counts } = facts;
  // Rows that were being sent when a run was cut off are in doubt as soon as somebody looks.
  if (key !== undefined || code !== undefined || counts.sending > 0) return undefined;
  if (statuses.some((status) => counts[status] > 0)) return undefined;
  const others = ON_REQUEST.filter((status) => counts[status] > 0);
  const exit = exitOfLedger(ledger);
  return {
    exit,
    facts: { target: ledger.setup.get()?.target, ledger: flags.ledger, ...facts, requests: NO_REQUESTS, seconds: 0 },
    next:
      others.length === 0
        ? nextOfLedger(exit, ledger, flags, false)
        : lineWith(withoutFlags(argv, "only"), "--only", others.join(",")),
    print: (output) => {
      const { afterwards: t } = output.texts;
      output.result(t.nothing_to_retry(statuses));
      for (const status of others) output.result(`  ${t.can_be_retried(counts[status], status)}`);
    },
  };
}

function statusesOf({ only, code }: RetryFlags): readonly Status[] {
  // A number of Feishu's that names rows: they are the rejected ones, too.
  if (only === undefined) return code === undefined ? ["failed"] : ["failed", "rejected"];
  const words = only.split(",").map((word) => word.trim());
  for (const word of words) {
    if (RETRIABLE.includes(word as Status)) continue;
    throw new ExitError({
      exit: EXIT.usage,
      kind: "not_retriable",
      ...saying("statuses_not_retriable", { word: cutShort(word) }),
    });
  }
  return words as Status[];
}
