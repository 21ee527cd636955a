import type { RunEnd } from "../../../app/run-context.js";
import type { UndoCounts, UndoResult } from "../../../app/undo.js";
import type { UndoPlan } from "../../../app/undo-plan.js";
import type { Ledger } from "../../../ledger/open.js";
import type { DeletionProblem } from "../../../ledger/rows/deletions.js";
import { NO_REQUESTS } from "../../../ledger/runs/runs.js";
import { EXIT } from "../../../model/exit.js";
import { rowsOf } from "../../../model/status.js";
import { cutShort, printable } from "../../../model/text.js";
import { padded, widthOf } from "../../../model/width.js";
import type { CommandResult } from "../../command-result.js";
import { NEEDS_CONFIRM, NOT_CONFIRMED } from "../../confirm.js";
import { commandLine, confirmedLine, ledgerFlag, sameLine } from "../../next.js";
import { number } from "../../numbers.js";
import type { Output } from "../../output.js";
import { stoppedFacts, workFacts } from "../../work-facts.js";

interface UndoFlags {
  readonly ledger: string;
  readonly limit?: number;
}

/** What `undo` ends with. */
export function undoResult(
  result: UndoResult,
  ledger: Ledger,
  flags: UndoFlags,
  argv: readonly string[],
): CommandResult {
  const { target, plan, undone, failures, end } = result;
  if (end === undefined) return nothingToUndo(ledger, flags, plan);
  const { exit, rows, counts, requests, seconds, reason, stop } = workFacts(end, ledger);
  const { stopped } = stoppedFacts(reason);
  return {
    exit,
    facts: {
      target: target.name,
      ledger: flags.ledger,
      rows,
      counts,
      requests,
      undone,
      failures,
      ...(stopped === undefined ? {} : { stopped }),
      seconds,
    },
    stop,
    next: nextOf(end, undone, flags, argv),
    print: (output) => {
      if (stop?.exit === EXIT.usage) return;
      const { texts } = output;
      print(output, undone, failures);
      output.result(texts.afterwards.requests(requests.sent, seconds * 1000));
      if (reason === undefined || !("message" in reason)) return;
      const { message, hint } = texts.tell(reason);
      output.problem(texts.terminal.stopped(message), hint);
    },
  };
}

function nextOf(
  { exit, stop }: RunEnd,
  { records }: UndoCounts,
  { ledger, limit = records }: UndoFlags,
  argv: readonly string[],
): string | undefined {
  if (stop?.kind === NOT_CONFIRMED) return undefined;
  if (stop?.kind === NEEDS_CONFIRM) return confirmedLine(argv, Math.min(records, limit));
  return exit === EXIT.ok ? commandLine(["status", ...ledgerFlag(ledger)]) : sameLine(argv);
}

function print(output: Output, undone: UndoCounts, failures: readonly DeletionProblem[]): void {
  const { paint, texts } = output;
  const t = texts.afterwards.undone;
  const width = Math.max(12, ...Object.values(t).map(widthOf));
  const say = (color: (text: string) => string, what: string, count: number) => {
    if (count > 0) output.result(`  ${color(padded(what, width))} ${number(count).padStart(10)}`);
  };
  say(paint.green, t.deleted, undone.deleted);
  say(paint.green, t.already_gone, undone.already_gone);
  say(paint.green, t.taken_back, undone.taken_back);
  say(paint.red, t.failed, undone.failed);
  say(paint.yellow, t.left, undone.left);
  for (const failure of failures) {
    const { code, count, keys } = failure;
    const { message, hint } = texts.say(failure);
    output.result(printable(`${number(count).padStart(7)}  ${message}${code === null ? "" : ` [${code}]`}`));
    const more = count > keys.length ? texts.terminal.and_more(count - keys.length) : "";
    output.result(printable(`         ${keys.map((key) => cutShort(key)).join(texts.comma)}${more}`));
    output.result(`         ${paint.dim(printable(`→ ${hint}`))}`);
  }
}

/** No word of success: nothing was done. */
function nothingToUndo(ledger: Ledger, flags: UndoFlags, { deletions: { run_id } }: UndoPlan): CommandResult {
  const since = run_id === undefined ? 0 : ledger.updates.updatedSince(run_id);
  const counts = ledger.summary.counts();
  return {
    exit: EXIT.ok,
    facts: {
      target: ledger.setup.get()?.target ?? null,
      ledger: flags.ledger,
      rows: rowsOf(counts),
      counts,
      requests: NO_REQUESTS,
      undone: { records: 0, deleted: 0, already_gone: 0, taken_back: 0, failed: 0, left: 0 } satisfies UndoCounts,
      failures: [],
      seconds: 0,
    },
    next: commandLine(["status", ...ledgerFlag(flags.ledger)]),
    print: (output) => {
      const { afterwards: t } = output.texts;
      output.result(t.nothing_to_undo);
      if (counts.in_doubt > 0) output.text(t.may_have_records(counts.in_doubt));
      if (since > 0) output.result(t.undo_later_first(since));
    },
  };
}
