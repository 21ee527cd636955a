import type { Undone } from "../engine/undo.js";
import type { DeletionProblem } from "../ledger/deletions.js";
import type { Ledger } from "../ledger/open.js";
import type { Target } from "../targets/target.js";
import { EXIT } from "../words/exit.js";
import { cutShort, printable } from "../words/text.js";
import { NEEDS_CONFIRM, NOT_CONFIRMED } from "./confirm.js";
import { rowsOf } from "./facts.js";
import type { CommonFlags } from "./flags.js";
import { commandLine, ledgerFlag, sameLine } from "./next.js";
import { counted, inWords, number } from "./numbers.js";
import type { Output } from "./output.js";
import type { CommandResult } from "./result.js";
import type { WorkResult } from "./work.js";

export interface UndoResultParts {
  readonly result: WorkResult;
  readonly undone: Undone;
  /** All that were chosen. */
  readonly records: number;
  readonly failures: readonly DeletionProblem[];
  readonly ledger: Ledger;
  readonly flags: { readonly ledger: string; readonly limit?: number };
  readonly target: Target;
  readonly argv: readonly string[];
}

/** Records that have not come to an end. */
export function leftOf({ deleted, already_gone, failed }: Undone, records: number): number {
  return records - deleted - already_gone - failed;
}

export function undoResult(parts: UndoResultParts): CommandResult {
  const { result, undone, records, failures, flags, target } = parts;
  const { exit, rows, counts, requests, seconds, reason, stop } = result;
  const left = leftOf(undone, records);
  const stopped = reason !== undefined && "message" in reason ? reason : undefined;
  return {
    exit,
    facts: {
      target: target.name,
      ledger: flags.ledger,
      rows,
      counts,
      requests,
      undone: { records, ...undone, left },
      failures,
      ...(stopped === undefined ? {} : { stopped: { why: stopped.why, message: stopped.message, hint: stopped.hint } }),
      seconds,
    },
    stop,
    next: nextOf(parts),
    print: (output) => {
      if (stop?.exit === EXIT.usage) return;
      print(output, undone, left, failures);
      output.result(`${counted(requests.sent, "request", "requests")} in ${inWords(seconds * 1000)}`);
      if (stopped !== undefined) output.problem(`stopped: ${stopped.message}`, stopped.hint);
    },
  };
}

function nextOf({ result, records, flags, argv }: UndoResultParts): string | undefined {
  const { exit, stop } = result;
  const { limit = records } = flags;
  if (stop?.kind === NEEDS_CONFIRM) return commandLine([...argv, "--confirm", String(Math.min(records, limit))]);
  if (stop?.kind === NOT_CONFIRMED) return undefined;
  return exit === EXIT.ok ? commandLine(["status", ...ledgerFlag(flags.ledger)]) : sameLine(argv);
}

function print(output: Output, undone: Undone, left: number, failures: readonly DeletionProblem[]): void {
  const { paint } = output;
  const say = (color: (text: string) => string, what: string, count: number) => {
    if (count > 0) output.result(`  ${color(what.padEnd(12))} ${number(count).padStart(10)}`);
  };
  say(paint.green, "deleted", undone.deleted);
  say(paint.green, "already gone", undone.already_gone);
  say(paint.red, "failed", undone.failed);
  say(paint.yellow, "left", left);
  for (const { code, message, hint, count, keys } of failures) {
    output.result(printable(`${number(count).padStart(7)}  ${message}${code === null ? "" : ` [${code}]`}`));
    const more = count > keys.length ? ` and ${number(count - keys.length)} more` : "";
    output.result(printable(`         ${keys.map((key) => cutShort(key)).join(", ")}${more}`));
    output.result(`         ${paint.dim(printable(`→ ${hint}`))}`);
  }
}

/** No word of success: nothing was done. */
export function nothingToUndo(ledger: Ledger, flags: Pick<CommonFlags, "ledger">): CommandResult {
  const counts = ledger.report.counts();
  return {
    exit: EXIT.ok,
    facts: {
      target: ledger.setup.get()?.target ?? null,
      ledger: flags.ledger,
      rows: rowsOf(counts),
      counts,
      requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
      undone: { records: 0, deleted: 0, already_gone: 0, failed: 0, left: 0 },
      failures: [],
      seconds: 0,
    },
    next: commandLine(["status", ...ledgerFlag(flags.ledger)]),
    print: (output) => {
      output.result("there is nothing to undo: no row that was chosen has a record in Feishu Hire");
      if (counts.in_doubt > 0) {
        output.result(`${counted(counts.in_doubt, "row is", "rows are")} in doubt and may have one: run settles them`);
      }
    },
  };
}
