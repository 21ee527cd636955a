import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Brake } from "../../engine/calls/brake.js";
import { type OpenedExport, openExports } from "../../engine/staging/exports.js";
import { profileExports } from "../../engine/staging/profile-exports.js";
import { stage } from "../../engine/staging/stage.js";
import { type Ledger, openScratchLedger } from "../../ledger/open.js";
import { loadMapping, type Mapping } from "../../mapping/index.js";
import { EXIT, type Exit } from "../../model/exit.js";
import type { Counts } from "../../model/status.js";
import { TARGETS, targetOf } from "../../targets/index.js";
import { checkTalents } from "../../app/estimate-talents.js";
import { systemClock } from "../clock.js";
import { contentsFacts, contentsLines, readingWarnings } from "../contents.js";
import { firstOf } from "../../app/exit-code.js";
import { ledgerFacts, seconds } from "../facts.js";
import type { AskingFlags } from "../flags.js";
import { printWarnings } from "../../app/forecast.js";
import { lookupFacts, lookupLines } from "../lookups.js";
import { commandLine, ledgerFlag, lineWith, mappingFlag, placeFlags } from "../next.js";
import { counted, inWords } from "../numbers.js";
import { askOnline, OFFLINE } from "../../app/online-checks.js";
import type { Output } from "../output.js";
import { choosePlace } from "../place.js";
import { writeProblems } from "../problems-file.js";
import { createProgress, type Progress } from "../progress.js";
import { readingFacts, readingLines } from "../readings.js";
import { restoredFacts, restoredLines } from "../restored.js";
import type { CommandResult } from "../result.js";
import { openToRead } from "../../app/session.js";
import { spoolStdin } from "../spool.js";
import { printSummary } from "../summary.js";
import { temporaryFolder } from "../temporary.js";
import { timeLines } from "../time-readings.js";
import { printUnmapped } from "../unmapped.js";
import { VERSION } from "../version.js";
import { doubtFacts } from "../warnings.js";
import { refuseOverwrite } from "../write-file.js";

/** What a run reaches of the cap when nobody throttles it. */
const CAP_SHARE = 0.98;

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
  // Without credentials nothing needs to be read.
  if (flags.online === true) choosePlace({ ...flags, reads_only: true });
  const exports = await openExports(mapping, paths, await spoolStdin(paths));
  refuseOverwrite("--problems", flags.problems, { ...flags, exports: exports.map(({ path }) => path) });
  const folder = temporaryFolder("check");
  const progress = createProgress(output);
  try {
    const scratch = openScratch(folder, flags.ledger, mapping, output);
    const found = await lookAt({ mapping, exports, flags, scratch, progress });
    scratch.close();
    const { facts, online } = found;
    const exit = firstOf(online.exit, exitOf(facts.counts));
    return {
      exit,
      facts: {
        target: mapping.target.name,
        ledger: flags.ledger,
        ...factsOf(found),
        requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
        seconds: seconds(systemClock.monotonic_ms() - started_ms),
      },
      next: online.exit === EXIT.ok ? nextOf(exit, paths, flags, argv) : commandLine(argv),
      print: (out) => {
        print(out, mapping, found);
        printOutlook(out, flags, found);
      },
    };
  } finally {
    progress.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Looking {
  readonly mapping: Mapping;
  readonly exports: readonly OpenedExport[];
  readonly flags: CheckFlags;
  readonly scratch: Ledger;
  readonly progress: Progress;
}

type Found = Awaited<ReturnType<typeof lookAt>>;

async function lookAt({ mapping, exports, flags, scratch, progress }: Looking) {
  const pass = scratch.runs.begin("check", VERSION, process.pid, systemClock.now_ms());
  const rows_before = scratch.summary.lastRow();
  const options = { ...ALL_ANEW, ledger: scratch, mapping, pass, observe: progress.observe };
  const profiled = await profileExports({ ...options, exports });
  const people = await checkTalents({ mapping, scratch, pass, exports: profiled, flags });
  const staged = await stage({ ...options, exports: profiled, ...people.staging });
  progress.close();
  const facts = ledgerFacts(scratch, { pass });
  if (flags.problems !== undefined) await writeProblems(flags.problems, scratch.summary.eachProblem(pass));
  const target = targetOf(mapping.target);
  const toSend = () => scratch.summary.eachToSend(pass);
  const online = flags.online === true ? await askOnline(target, mapping, toSend, flags) : OFFLINE;
  const talents = people.result();
  const calls = callsOf(facts.counts);
  return {
    facts,
    profiled,
    staged,
    online,
    talents,
    calls,
    expected_seconds: Math.ceil(calls / (target.cap_per_s * CAP_SHARE)) + talents.seconds,
    new_rows: scratch.summary.metSince(pass, rows_before),
    changed: scratch.summary.changed({ pass }),
    contents: contentsFacts(staged.contents),
    doubts: [...readingWarnings(staged.contents, exports[0]?.lookups), ...doubtFacts(staged.exports)],
    lookups: lookupFacts(exports[0]?.lookups, facts),
  };
}

function factsOf({ facts, staged, online, talents, calls, expected_seconds, ...found }: Found) {
  return {
    ...facts,
    new: found.new_rows,
    changed: found.changed,
    calls,
    expected_seconds,
    ...talents.facts,
    unmapped: staged.unmapped,
    lookups: found.lookups,
    ...online.facts,
    warnings: [...found.doubts, ...(online.facts.warnings ?? [])],
    ...found.contents,
    restored: restoredFacts(staged.restored),
    exports: readingFacts(found.profiled),
  };
}

function print(out: Output, mapping: Mapping, { facts, profiled, staged, online, talents, ...found }: Found): void {
  for (const line of [...readingLines(profiled), ...timeLines(profiled)]) out.result(line);
  for (const line of restoredLines(staged.restored)) out.result(line);
  printSummary(out, facts);
  for (const line of contentsLines(found.contents)) out.result(out.paint.dim(`  ${line}`));
  printUnmapped(out, staged.unmapped, mapping);
  for (const line of lookupLines(found.lookups, facts.rows)) out.result(line);
  printWarnings(out, found.doubts);
  online.print(out);
  talents.print(out);
}

/** What a run would do now. */
function printOutlook(output: Output, flags: CheckFlags, { new_rows, calls, expected_seconds }: Found): void {
  const new_to = `${counted(new_rows, "row is", "rows are")} new to ${flags.ledger}`;
  output.result(
    `${new_to}; a run sends ${counted(calls, "request", "requests")} in about ${inWords(expected_seconds * 1000)}`,
  );
  if (flags.problems !== undefined) output.result(`every problem, row by row: ${flags.problems}`);
}

/** A copy of the user's ledger where it is of this kind; else an empty one. */
function openScratch(folder: string, ledger_flag: string, mapping: Mapping, output: Output): Ledger {
  const path = resolve(ledger_flag);
  const scratch_path = join(folder, "check.db");
  const usable = existsSync(path) && isOurs(path, mapping, output);
  const scratch = openScratchLedger(scratch_path, usable ? path : undefined, () => temporaryFolder("archive"));
  if (scratch.setup.get() === undefined) {
    scratch.setup.create(mapping.target.name, mapping.key_rule, systemClock.now_ms());
  }
  return scratch;
}

function isOurs(path: string, mapping: Mapping, output: Output): boolean {
  const ledger = openToRead(path);
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
  if (exit !== EXIT.ok && flags.problems === undefined) return lineWith(argv, "--problems", "problems.csv");
  const kept = [...mappingFlag(flags.mapping), ...ledgerFlag(flags.ledger), ...placeFlags(flags)];
  return commandLine(["run", ...kept, "--limit", "10"], paths);
}
