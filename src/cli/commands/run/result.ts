import type { ImportResult } from "../../../app/run.js";
import type { UpdateResult } from "../../../app/update.js";
import type { Ledger } from "../../../ledger/open.js";
import { EXIT } from "../../../model/exit.js";
import type { CommandResult } from "../../command-result.js";
import { NEEDS_CONFIRM } from "../../confirm.js";
import { NOTHING_READ, runContents } from "../../contents.js";
import { commandLine, confirmedLine, ledgerFlag } from "../../next.js";
import { readingFacts } from "../../readings.js";
import { restoredFacts } from "../../restored.js";
import { resolvedFacts } from "../../talent-lines.js";
import { type WorkResult, workFacts } from "../../work-facts.js";
import { workResult } from "../../work-result.js";

interface ImportFlags {
  readonly ledger: string;
  readonly mapping: string;
  readonly updateChanged?: boolean;
  readonly limit?: number;
}

/** What `run` ends with. */
export function importResult(
  imported: ImportResult,
  ledger: Ledger,
  flags: ImportFlags,
  argv: readonly string[],
): CommandResult {
  const { staged, exports, talents, update, target } = imported;
  const result = workFacts(imported, ledger);
  const contents = staged === undefined ? NOTHING_READ : runContents(staged, exports[0]?.lookups);
  const asks_first = "first" in target.find && target.find.first === true;
  const found = asks_first ? ledger.runs.foundBy(imported.run_id) : undefined;
  const { preview = null, planned, updated, failed } = update;
  const failed_key = ledger.update_counts.problems(imported.run_id)[0]?.examples[0]?.key;
  return workResult({
    result,
    ledger,
    flags,
    target,
    argv,
    more: {
      ...contents.facts,
      restored: staged === undefined ? [] : restoredFacts(staged.restored),
      exports: readingFacts(exports),
      ...resolvedFacts(talents),
      ...(found === undefined ? {} : { found }),
      updated: { planned, updated, failed },
      ...(flags.updateChanged === true ? { to_update: preview } : {}),
    },
    lines: (say) => [
      ...contents.lines(say),
      ...(found === undefined || found === 0 ? [] : [say.found(found)]),
      ...(planned === 0 ? [] : [say.updated({ updated, failed, left: planned - updated - failed })]),
    ],
    next: nextOfUpdates(result, update, failed_key, flags.ledger, argv),
  });
}

/** What to do next, where that is about updates. */
function nextOfUpdates(
  { exit, counts, stop }: WorkResult,
  { preview }: UpdateResult,
  failed_key: string | undefined,
  ledger: string,
  argv: readonly string[],
): string | undefined {
  if (stop?.kind === NEEDS_CONFIRM) return confirmedLine(argv, preview?.records ?? 0);
  // A failures file has no row that is done.
  const to_mend = counts.invalid + counts.rejected + counts.failed;
  if (exit !== EXIT.some_rows_failed || to_mend > 0 || failed_key === undefined) return undefined;
  return commandLine(["explain", ...ledgerFlag(ledger)], [failed_key]);
}
