import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type CheckResult, checkImport } from "../../../app/check.js";
import { exitOfAccess } from "../../../app/exit-code.js";
import { type OpenedExport, openExports } from "../../../engine/staging/exports.js";
import { type Ledger, openScratchLedger } from "../../../ledger/open.js";
import { NO_REQUESTS } from "../../../ledger/runs/runs.js";
import { type LineProblem, type Mapping, readMapping, stopOnProblems } from "../../../mapping/index.js";
import { EXIT, type Exit } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import type { Said } from "../../../model/said.js";
import { TARGETS } from "../../../targets/index.js";
import type { MappingProblems } from "../../../texts/en/mappings.js";
import { systemClock } from "../../clock.js";
import { withCommandContext } from "../../command-context.js";
import type { CommandResult } from "../../command-result.js";
import { contentsFacts, contentsLines, readingWarnings } from "../../contents.js";
import { ledgerFacts, seconds } from "../../facts.js";
import { findingFacts, printFindings } from "../../findings.js";
import { type AskingFlags, readLimitsOf } from "../../flags.js";
import { commandLine, ledgerFlag, lineWith, mappingFlag, placeFlags } from "../../next.js";
import { atPlaceToRead } from "../../on-ledger.js";
import { openToRead } from "../../open-to-read.js";
import type { Output } from "../../output.js";
import { choosePlace } from "../../place.js";
import { writeProblems } from "../../problems-file.js";
import { readingFacts, readingLines } from "../../readings.js";
import { restoredFacts, restoredLines } from "../../restored.js";
import { spoolStdin } from "../../spool.js";
import { printSummary } from "../../summary.js";
import { estimateLine } from "../../talent-lines.js";
import { temporaryFolder } from "../../temporary.js";
import { timeLines } from "../../time-readings.js";
import { printWarnings, rowWarnings } from "../../warnings.js";
import { refuseOverwrite } from "../../write-file.js";
import { lookupFacts, lookupLines } from "./lookups.js";
import { previewOf, printPreview } from "./preview.js";
import { printUnmapped } from "./unmapped.js";

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
  const { mapping, problems } = readMapping(flags.mapping, TARGETS);
  if (problems.length > 0) stopOnProblems(mapping.path, [...problems, ...(await columnProblems(mapping, paths))]);
  // Without credentials nothing needs to be read.
  if (flags.online === true) choosePlace({ ...flags, reads_only: true });
  const exports = await openExports(mapping, paths, await spoolStdin(paths));
  refuseOverwrite("--problems", flags.problems, { ...flags, exports: exports.map(({ path }) => path) });
  const scratch = openScratch(temporaryFolder("check"), flags.ledger, mapping, output);
  const request = { scratch, mapping, exports, limits: readLimitsOf(flags) };
  const result = await withCommandContext(output, { ...flags, silent: true }, (app) =>
    flags.online === true
      ? atPlaceToRead(flags, (place) => checkImport({ ...request, place }, app))
      : checkImport(request, app),
  );
  if (flags.problems !== undefined)
    await writeProblems(flags.problems, scratch.summary.eachProblem(result.pass), output.texts);
  const found = foundOf(result, scratch, exports, mapping);
  scratch.close();
  const { exit } = result;
  const is_let_in = result.online === undefined || exitOfAccess(result.online.findings) === EXIT.ok;
  return {
    exit,
    facts: {
      target: mapping.target.name,
      ledger: flags.ledger,
      ...factsOf(found),
      requests: NO_REQUESTS,
      seconds: seconds(systemClock.monotonic_ms() - started_ms),
    },
    next: is_let_in ? nextOf(exit, paths, flags, argv) : commandLine(argv),
    print: (out) => {
      print(out, mapping, found);
      printOutlook(out, flags, found);
    },
  };
}

type Found = ReturnType<typeof foundOf>;

function foundOf(result: CheckResult, scratch: Ledger, [first]: readonly OpenedExport[], mapping: Mapping) {
  const { staged, pass } = result;
  const ledger = ledgerFacts(scratch, { pass });
  return {
    ...result,
    ledger,
    preview: previewOf(scratch.summary.toSendAtEnds(pass), mapping),
    contents: contentsFacts(staged.contents),
    doubts: [...readingWarnings(staged.contents, first?.lookups), ...rowWarnings(staged.exports)],
    lookups: lookupFacts(first?.lookups, ledger),
  };
}

function factsOf({ ledger, staged, online, talents, calls, expected_seconds, ...found }: Found) {
  return {
    ...ledger,
    new: found.new_rows,
    changed: found.changed,
    calls,
    expected_seconds,
    ...(talents === undefined ? {} : { talents }),
    unmapped: staged.unmapped,
    preview: found.preview,
    lookups: found.lookups,
    ...(online === undefined ? {} : { preflight: findingFacts(online.findings) }),
    warnings: [...found.doubts, ...(online?.warnings ?? [])],
    ...found.contents,
    restored: restoredFacts(staged.restored),
    exports: readingFacts(found.exports),
  };
}

function print(out: Output, mapping: Mapping, { ledger, exports, staged, online, talents, ...found }: Found): void {
  const { texts } = out;
  for (const line of [...readingLines(exports, texts), ...timeLines(exports, texts.readings)]) out.result(line);
  for (const line of restoredLines(staged.restored, texts.readings)) out.result(line);
  printPreview(out, found.preview, mapping);
  printSummary(out, ledger);
  for (const line of contentsLines(found.contents, texts.contents)) out.result(out.paint.dim(`  ${line}`));
  printUnmapped(out, staged.unmapped, mapping);
  for (const line of lookupLines(found.lookups, ledger.rows, texts)) out.result(line);
  printWarnings(out, found.doubts);
  if (online !== undefined) {
    printFindings(out, online.findings);
    printWarnings(out, online.warnings);
  }
  if (talents !== undefined) out.result(estimateLine(talents, texts));
}

/** What a run would do now. */
function printOutlook(output: Output, flags: CheckFlags, { new_rows, calls, expected_seconds }: Found): void {
  const { check: t } = output.texts;
  output.result(t.outlook(new_rows, flags.ledger, calls, expected_seconds * 1000));
  if (flags.problems !== undefined) output.result(t.problems_in(flags.problems));
}

/** What the fields that can be read name and no export has, so that all of a mapping can be corrected at once. */
async function columnProblems(mapping: Mapping, paths: readonly string[]): Promise<readonly LineProblem[]> {
  try {
    await openExports(mapping, paths, await spoolStdin(paths));
    return [];
  } catch (error) {
    const said = error instanceof ExitError ? error.said : undefined;
    return said?.id === "mapping_problems" ? (said as Said & MappingProblems).problems : [];
  }
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
  output.note(output.texts.check.other_ledger(path));
  return false;
}

function nextOf(exit: Exit, paths: readonly string[], flags: CheckFlags, argv: readonly string[]): string {
  if (exit !== EXIT.ok && flags.problems === undefined) return lineWith(argv, "--problems", "problems.csv");
  const kept = [...mappingFlag(flags.mapping), ...ledgerFlag(flags.ledger), ...placeFlags(flags)];
  return commandLine(["run", ...kept, "--limit", "10"], paths);
}
