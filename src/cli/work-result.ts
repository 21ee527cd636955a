import { resolve } from "node:path";
import type { RunEnd } from "../app/run-context.js";
import type { StopReason } from "../engine/calls/brake.js";
import type { Ledger } from "../ledger/open.js";
import type { Requests } from "../ledger/runs.js";
import { EXIT, type Exit } from "../model/exit.js";
import type { ExitError } from "../model/exit-error.js";
import { rowsOf } from "../model/status.js";
import { NEEDS_YES } from "./confirm.js";
import { seconds as inSeconds, type LedgerFacts, ledgerFacts } from "./facts.js";
import type { CommonFlags } from "./flags.js";
import { commandLine, failuresFile, ledgerFlag, lineWith, mappingFlagOf, runFlags, sameLine } from "./next.js";
import { counted, inWords, number } from "./numbers.js";
import type { CommandResult } from "./result.js";
import { printSummary } from "./summary.js";

/** What a call that worked on a ledger came to, and what the ledger holds after it. */
export interface WorkResult extends LedgerFacts {
  readonly exit: Exit;
  readonly requests: Requests;
  /** Doubts that this call has settled. */
  readonly settled: ReturnType<Ledger["settlements"]["countsOf"]>;
  readonly seconds: number;
  readonly reason: StopReason | undefined;
  /** What ended it, where it did not come to its end by itself. */
  readonly stop: ExitError | undefined;
}

export function workFacts({ exit, requests, run_id, took_ms, reason, stop }: RunEnd, ledger: Ledger): WorkResult {
  const settled = ledger.settlements.countsOf(run_id);
  return { ...ledgerFacts(ledger), exit, requests, settled, seconds: inSeconds(took_ms), reason, stop };
}

type Named = Pick<CommonFlags, "ledger" | "mapping">;

export interface WorkResultParts {
  readonly result: WorkResult;
  readonly ledger: Ledger;
  /** As the user wrote them. */
  readonly flags: Named;
  readonly target: string;
  readonly argv: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
  /** What else it has done, for people. */
  readonly lines?: readonly string[];
  /** What to do next, where the command knows better. */
  readonly next?: string | undefined;
}

const CORRECT = "run with --update-changed overwrites their records";

/** What `run` and `retry` end with. */
export function workResult(parts: WorkResultParts): CommandResult {
  const { result, ledger, flags, target, argv, more = {}, lines: own_lines = [] } = parts;
  const { exit, rows, counts, problems, skips, waiting, requests, settled, seconds, reason, stop } = result;
  const { unread_exports, left_out_exports } = result;
  const changed = ledger.summary.changed();
  const stopped = reason !== undefined && "message" in reason ? reason : undefined;
  const facts = {
    target,
    ledger: flags.ledger,
    rows,
    counts,
    requests,
    problems,
    skips,
    settled,
    ...(waiting === undefined ? {} : { waiting }),
    ...(unread_exports === undefined ? {} : { unread_exports }),
    ...(left_out_exports === undefined ? {} : { left_out_exports }),
    changed,
    ...more,
    ...(stopped === undefined ? {} : { stopped: { why: stopped.why, message: stopped.message, hint: stopped.hint } }),
    seconds,
  };
  return {
    exit,
    facts,
    stop,
    next: parts.next ?? (stop?.kind === NEEDS_YES ? lineWith(argv, "--yes") : nextLine(exit, ledger, flags, argv)),
    print: (output) => {
      printSummary(output, result);
      for (const line of own_lines) output.result(line);
      if (changed.count > 0) {
        const lines = changed.lines.slice(0, 5).join(", ") + (changed.count > 5 ? " …" : "");
        const rows_changed = counted(changed.count, "done row has", "done rows have");
        output.result(`${rows_changed} other content now (line ${lines}): not sent again; ${CORRECT}`);
      }
      for (const { how, verdict, count } of settled) {
        const by = how === "read" ? "by reading what Feishu holds" : "by a repeat";
        output.result(`${counted(count, "doubt", "doubts")} settled ${by}: ${verdict}`);
      }
      const parts = [
        counted(requests.sent, "request", "requests"),
        ...(requests.retried > 0 ? [`${number(requests.retried)} for rows that were sent before`] : []),
        ...(requests.throttled > 0 ? [`${number(requests.throttled)} throttled`] : []),
        ...(requests.reads > 0 ? [`${number(requests.reads)} to read what Feishu holds`] : []),
      ];
      output.result(`${parts.join(", ")}; ${inWords(seconds * 1000)}`);
      if (stopped !== undefined) output.problem(`stopped: ${stopped.message}`, stopped.hint);
    },
  };
}

/** What to do next, for an exit of a command that works on the ledger. */
function nextLine(exit: Exit, ledger: Ledger, flags: Named, argv: readonly string[]): string {
  if (exit === EXIT.ok) return commandLine(["status", ...ledgerFlag(flags.ledger)]);
  if (exit === EXIT.unfinished && leavesOut(argv, ledger)) return commandLine(runWords(ledger, flags));
  const mends = exit === EXIT.some_rows_failed || exit === EXIT.too_many_errors;
  if (!mends) return sameLine(argv);
  const file = failuresFile(ledger.sources.all().map(({ path }) => path));
  return commandLine(["failures", ...mappingFlagOf(ledger, flags.mapping), ...ledgerFlag(flags.ledger), "-o", file]);
}

/** What to do next for a ledger that nobody works on by this call. */
export function nextOfLedger(exit: Exit, ledger: Ledger, flags: Named, is_running: boolean): string {
  if (is_running) return commandLine(["status", ...ledgerFlag(flags.ledger), "--watch"]);
  return nextLine(exit, ledger, flags, ledger.runs.latestLine() ?? runWords(ledger, flags));
}

/** The same line would leave something unfinished as often as it is said. */
function leavesOut(argv: readonly string[], ledger: Ledger): boolean {
  // What `retry` was not asked for, it does not send the next time either.
  if (argv[0] === "retry") return true;
  const named = new Set(argv.flatMap((word) => [word, resolve(word)]));
  return [...ledger.summary.unasked(), ...ledger.given_exports.unread()].some(({ path }) => !named.has(path));
}

/** The words of a `run` that goes on with everything: those of the latest one, where they name all of it. */
export function runLine(ledger: Ledger, flags: Named): readonly string[] {
  const latest = ledger.runs.latestLine();
  return latest === undefined || leavesOut(latest, ledger) ? runWords(ledger, flags) : latest;
}

/** The words of a `run` of everything that the ledger knows. */
function runWords(ledger: Ledger, flags: Named): string[] {
  const known = ledger.sources.all().map(({ path }) => path);
  const left_out = new Set(ledger.given_exports.leftOut().map(({ path }) => path));
  const unread = ledger.given_exports.unread().map(({ path }) => path);
  const paths = Array.from(new Set([...known, ...unread])).filter((path) => !left_out.has(path));
  return ["run", ...paths, ...runFlags(ledger, flags)];
}

/** What ended a command after its ledger was opened, and before it did any work. */
export function stoppedResult(stop: ExitError, ledger: Ledger, name: string): CommandResult {
  const counts = ledger.summary.counts();
  const requests = { sent: 0, retried: 0, throttled: 0, reads: 0 };
  return {
    exit: stop.exit,
    facts: { ledger: name, rows: rowsOf(counts), counts, requests },
    stop,
    print: () => undefined,
  };
}
