import { resolve } from "node:path";
import type { Ledger } from "../ledger/open.js";
import { NO_REQUESTS } from "../ledger/runs/runs.js";
import { EXIT, type Exit } from "../model/exit.js";
import type { ExitError } from "../model/exit-error.js";
import { rowsOf } from "../model/status.js";
import { UNREADABLE_TARGETS } from "../model/unreadable.js";
import type { Target } from "../targets/target.js";
import type { CommandResult } from "./command-result.js";
import { NEEDS_YES } from "./confirm.js";
import type { CommonFlags } from "./flags.js";
import {
  commandLine,
  failuresFile,
  ledgerFlag,
  lineWith,
  mappingFlagOf,
  placeFlags,
  runFlags,
  sameLine,
} from "./next.js";
import { stoppedFacts, type WorkResult } from "./work-facts.js";
import { printWork, type WorkSummary, workSummary } from "./work-summary.js";

type Named = Pick<CommonFlags, "ledger" | "mapping">;

export interface WorkResultParts {
  readonly result: WorkResult;
  readonly ledger: Ledger;
  /** As the user wrote them. */
  readonly flags: Named & { readonly limit?: number };
  readonly target: Target;
  readonly argv: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
  /** What else it has done, for people. */
  readonly lines?: WorkSummary["lines"];
  /** What to do next, where the command knows better. */
  readonly next?: string | undefined;
}

/** What `run` and `retry` end with. */
export function workResult(parts: WorkResultParts): CommandResult {
  const { result, ledger, flags, target, argv, more = {}, lines: own_lines = () => [] } = parts;
  const { exit, rows, counts, problems, skips, waiting, requests, settled, seconds, reason, stop } = result;
  const { unread_exports, left_out_exports } = result;
  const changed = ledger.summary.changed();
  const facts = {
    target: target.name,
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
    ...(result.orphaned === undefined ? {} : { orphaned: result.orphaned }),
    ...(result.may_be_twice === undefined ? {} : { may_be_twice: result.may_be_twice }),
    ...more,
    ...stoppedFacts(reason),
    seconds,
  };
  const about = { limit: flags.limit, target, lines: own_lines };
  const told = workSummary({ result, ledger, ...about });
  return {
    exit,
    facts,
    stop,
    next: parts.next ?? (stop?.kind === NEEDS_YES ? lineWith(argv, "--yes") : nextLine(exit, ledger, flags, argv)),
    print: (output) => {
      // What was wrong with the call itself is told alone.
      if (stop?.exit !== EXIT.usage) printWork(output, told);
    },
  };
}

/** What to do next, for an exit of a command that works on the ledger; nothing where the command itself was wrong. */
function nextLine(exit: Exit, ledger: Ledger, flags: Named, argv: readonly string[]): string | undefined {
  if (exit === EXIT.usage) return undefined;
  if (exit === EXIT.ok) return signOff(ledger, flags);
  if (exit === EXIT.unfinished && leavesOut(argv, ledger)) return commandLine(runWords(ledger, flags));
  const mends = exit === EXIT.some_rows_failed || exit === EXIT.too_many_errors;
  if (!mends) return sameLine(argv);
  const file = failuresFile(
    ledger.sources.all().map(({ path }) => path),
    flags.ledger,
  );
  return commandLine(["failures", ...mappingFlagOf(ledger, flags.mapping), ...ledgerFlag(flags.ledger), "-o", file]);
}

/** The way to the end of an import of which nothing is left to send: what was imported is read back, then reported. */
function signOff(ledger: Ledger, flags: Pick<Named, "ledger">): string {
  const { place, target = "" } = ledger.setup.get() ?? {};
  const is_verified = UNREADABLE_TARGETS.has(target) || ledger.history.countVerified() === ledger.summary.counts().done;
  const sandbox = place === "sandbox";
  const words = is_verified ? ["report", "-o", "report.html"] : ["verify", ...placeFlags({ sandbox })];
  return commandLine([...words, ...ledgerFlag(flags.ledger)]);
}

/** What to do next for a ledger that nobody works on by this call. */
export function nextOfLedger(exit: Exit, ledger: Ledger, flags: Named, is_running: boolean): string | undefined {
  if (is_running) return commandLine(["status", ...ledgerFlag(flags.ledger), "--watch"]);
  return nextLine(exit, ledger, flags, ledger.runs.latestLine() ?? runWords(ledger, flags));
}

/** The same line would leave something unfinished as often as it is said. */
function leavesOut(argv: readonly string[], ledger: Ledger): boolean {
  // What `retry` was not asked for, it does not send the next time either.
  if (argv[0] === "retry") return true;
  const named = new Set(argv.flatMap((word) => [word, resolve(word)]));
  return [...ledger.summary.unasked(), ...ledger.summary.waitingForParents(), ...ledger.given_exports.unread()].some(
    ({ path }) => !named.has(path),
  );
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
  return {
    exit: stop.exit,
    facts: { ledger: name, rows: rowsOf(counts), counts, requests: NO_REQUESTS },
    stop,
    print: () => undefined,
  };
}
