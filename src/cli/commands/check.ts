import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Brake } from "../../engine/brake.js";
import { openExports } from "../../engine/exports.js";
import { stage } from "../../engine/stage.js";
import { type Ledger, openScratchLedger, readLedger } from "../../ledger/open.js";
import { loadMapping, type Mapping, type UnmappedValue } from "../../mapping/index.js";
import { TARGETS, targetOf } from "../../targets/index.js";
import { EXIT, type Exit } from "../../words/exit.js";
import type { Counts } from "../../words/status.js";
import { printable } from "../../words/text.js";
import { systemClock } from "../clock.js";
import { ledgerFacts, notRowsFacts, seconds } from "../facts.js";
import type { AskingFlags } from "../flags.js";
import { forecast, printWarnings } from "../forecast.js";
import { commandLine, ledgerFlag, mappingFlag } from "../next.js";
import { inWords, number } from "../numbers.js";
import type { Output } from "../output.js";
import { writeProblems } from "../problems-file.js";
import { createProgress } from "../progress.js";
import { readingFacts, readingLines } from "../readings.js";
import type { CommandResult } from "../result.js";
import { spoolStdin } from "../spool.js";
import { printNotRows, printSummary } from "../summary.js";
import { VERSION } from "../version.js";
import { refuseOverwrite } from "../write-file.js";

/** What a run reaches of the cap when nobody throttles it. */
const CAP_SHARE = 0.98;
const UNMAPPED_SHOWN = 20;

const ALL_ANEW = { version: VERSION, reuse: false, clock: systemClock, brake: new Brake() };

export interface CheckFlags extends AskingFlags {
  readonly problems?: string;
  readonly online?: boolean;
}

/** `check EXPORT…`: act one by the same code as `run`, into a ledger that is thrown away. */
export async function check(
  paths: readonly string[],
  flags: CheckFlags,
  output: Output,
  argv: readonly string[],
): Promise<CommandResult> {
  const started_ms = systemClock.monotonic_ms();
  const mapping = loadMapping(flags.mapping, TARGETS);
  const exports = await openExports(mapping, paths, await spoolStdin(paths));
  refuseOverwrite("--problems", flags.problems, { ...flags, exports: exports.map(({ path }) => path) });
  const folder = mkdtempSync(join(tmpdir(), "hire-import-check-"));
  const progress = createProgress(output);
  try {
    const scratch = openScratch(folder, flags.ledger, mapping, output);
    const pass = scratch.runs.begin("check", VERSION, process.pid, systemClock.now_ms());
    const rows_before = scratch.report.lastRow();
    const staged = await stage({ ...ALL_ANEW, ledger: scratch, mapping, exports, pass, observe: progress.observe });
    progress.close();
    const facts = ledgerFacts(scratch, { pass });
    const new_rows = scratch.report.metSince(pass, rows_before);
    if (flags.problems !== undefined) writeProblems(flags.problems, scratch.report.eachProblem(pass));
    const target = targetOf(mapping.target);
    const toSend = () => scratch.report.eachToSend(pass);
    const warnings = flags.online === true ? await forecast(target, toSend, flags, output) : undefined;
    const calls = callsOf(facts.counts);
    const exit = exitOf(facts.counts);
    const next = nextOf(exit, paths, flags, argv);
    const { unmapped } = staged;
    const not_rows = notRowsFacts(staged.not_rows);
    const expected_seconds = Math.ceil(calls / (target.cap_per_s * CAP_SHARE));
    const result = {
      exit,
      facts: {
        target: mapping.target.name,
        ledger: flags.ledger,
        ...facts,
        new: new_rows,
        changed: scratch.report.changed({ pass }),
        calls,
        expected_seconds,
        unmapped,
        ...(warnings === undefined ? {} : { warnings }),
        not_rows,
        exports: readingFacts(exports),
        requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
        seconds: seconds(systemClock.monotonic_ms() - started_ms),
      },
      next,
      print: (out: Output) => {
        for (const line of readingLines(exports)) out.result(line);
        printSummary(out, facts);
        printNotRows(out, not_rows);
        printUnmapped(out, unmapped);
        printWarnings(out, warnings ?? []);
        printOutlook(out, flags, { new_rows, calls, expected_seconds });
      },
    };
    scratch.close();
    return result;
  } finally {
    progress.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Outlook {
  readonly new_rows: number;
  readonly calls: number;
  readonly expected_seconds: number;
}

/** What a run would do now. */
function printOutlook(output: Output, flags: CheckFlags, { new_rows, calls, expected_seconds }: Outlook): void {
  const new_to = `${number(new_rows)} rows are new to ${flags.ledger}`;
  output.result(`${new_to}; a run sends ${number(calls)} requests in about ${inWords(expected_seconds * 1000)}`);
  if (flags.problems !== undefined) output.result(`every problem, row by row: ${flags.problems}`);
}

/** A copy of the user's ledger where it is of this kind; else an empty one. */
function openScratch(folder: string, ledger_flag: string, mapping: Mapping, output: Output): Ledger {
  const path = resolve(ledger_flag);
  const scratch_path = join(folder, "check.db");
  const usable = existsSync(path) && isOurs(path, mapping, output);
  const scratch = openScratchLedger(scratch_path, usable ? path : undefined);
  if (scratch.setup.get() === undefined) {
    scratch.setup.create(mapping.target.name, mapping.key_rule, systemClock.now_ms());
  }
  return scratch;
}

function isOurs(path: string, mapping: Mapping, output: Output): boolean {
  const ledger = readLedger(path);
  const setup = ledger.setup.get();
  ledger.close();
  if (setup === undefined) return true;
  if (setup.target === mapping.target.name && setup.key_rule === mapping.key_rule) return true;
  output.note(
    `${path} belongs to another target or key rule: a run with it would be refused; it is left out of this check`,
  );
  return false;
}

function callsOf({ pending, failed, in_doubt, sending }: Counts): number {
  return pending + failed + in_doubt + sending;
}

function exitOf({ invalid, rejected }: Counts): Exit {
  return invalid + rejected > 0 ? EXIT.some_rows_failed : EXIT.ok;
}

function nextOf(exit: Exit, paths: readonly string[], flags: CheckFlags, argv: readonly string[]): string {
  if (exit !== EXIT.ok && flags.problems === undefined) return commandLine([...argv, "--problems", "problems.csv"]);
  return commandLine(["run", ...paths, ...mappingFlag(flags.mapping), ...ledgerFlag(flags.ledger), "--limit", "10"]);
}

function printUnmapped(output: Output, unmapped: readonly UnmappedValue[]): void {
  if (unmapped.length === 0) return;
  output.result("values that no `values` of the mapping list:");
  for (const { field, column, value, count } of unmapped.slice(0, UNMAPPED_SHOWN)) {
    output.result(printable(`${number(count).padStart(7)}  ${field} (column ${column}): ${value ?? "other values"}`));
  }
  if (unmapped.length > UNMAPPED_SHOWN)
    output.result(`  … and ${unmapped.length - UNMAPPED_SHOWN} more (all with --json)`);
  output.result("");
}
