import type { Ledger } from "../ledger/open.js";
import { EXIT, type Exit } from "../words/exit.js";
import { commandLine, failuresFile, ledgerFlag, sameLine } from "./next.js";
import { inWords, number } from "./numbers.js";
import type { CommandResult } from "./result.js";
import { printSummary } from "./summary.js";
import type { WorkResult } from "./work.js";

export interface WorkResultParts {
  readonly result: WorkResult;
  readonly ledger: Ledger;
  /** As the user wrote it. */
  readonly ledger_flag: string;
  readonly target: string;
  readonly argv: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What `run` and `retry` end with. */
export function workResult({ result, ledger, ledger_flag, target, argv, more = {} }: WorkResultParts): CommandResult {
  const { exit, rows, counts, problems, skips, requests, seconds, reason, stop } = result;
  const changed = ledger.report.changed();
  const stopped = reason !== undefined && "message" in reason ? reason : undefined;
  const facts = {
    target,
    ledger: ledger_flag,
    rows,
    counts,
    requests,
    problems,
    skips,
    changed,
    ...more,
    ...(stopped === undefined ? {} : { stopped: { why: stopped.why, message: stopped.message, hint: stopped.hint } }),
    seconds,
  };
  return {
    exit,
    facts,
    stop,
    next: nextLine(exit, ledger, ledger_flag, argv),
    print: (output) => {
      printSummary(output, result);
      if (changed.count > 0) {
        const lines = changed.lines.slice(0, 5).join(", ");
        output.result(
          `${number(changed.count)} rows are done and have another content now (lines ${lines}…): not sent again`,
        );
      }
      const retried = requests.retried > 0 ? `, ${number(requests.retried)} of them repeats` : "";
      const throttled = requests.throttled > 0 ? `, ${number(requests.throttled)} throttled` : "";
      output.result(`${number(requests.sent)} requests${retried}${throttled} in ${inWords(seconds * 1000)}`);
      if (stopped !== undefined) output.problem(`stopped: ${stopped.message}`, stopped.hint);
    },
  };
}

/** What to do next, for an exit of a command that works on the ledger. */
export function nextLine(exit: Exit, ledger: Ledger, ledger_flag: string, argv: readonly string[]): string {
  if (exit === EXIT.ok) return commandLine(["status", ...ledgerFlag(ledger_flag)]);
  const mends = exit === EXIT.some_rows_failed || exit === EXIT.too_many_errors;
  if (!mends) return sameLine(argv);
  const file = failuresFile(ledger.sources.all().map(({ path }) => path));
  return commandLine(["failures", ...ledgerFlag(ledger_flag), "-o", file]);
}
