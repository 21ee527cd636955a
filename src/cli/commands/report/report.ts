import { isLocked } from "../../../ledger/file/lock.js";
import type { Ledger } from "../../../ledger/open.js";
import { EXIT } from "../../../model/exit.js";
import { ExitError } from "../../../model/exit-error.js";
import { saying } from "../../../texts/saying.js";
import { systemClock } from "../../clock.js";
import type { CommandResult } from "../../command-result.js";
import type { CommonFlags } from "../../flags.js";
import { commandLine, failuresFile, ledgerFlag, lineWith, mappingFlagOf, sameLine, withoutFlags } from "../../next.js";
import { openToRead } from "../../open-to-read.js";
import type { Output } from "../../output.js";
import { writeResult } from "../../streams.js";
import { TEXTS, type Texts } from "../../texts/texts.js";
import { VERSION } from "../../version.js";
import { nextOfLedger, runLine } from "../../work-result.js";
import { refuseOverwrite, writeWhole } from "../../write-file.js";
import { readAssets } from "./assets.js";
import { gatherFacts, type ReportFacts } from "./facts.js";
import { pageOf } from "./page.js";
import { type Lines, type Todo, todosOf } from "./todo.js";
import { type Verdict, verdictOf } from "./verdict.js";

/** As the user wrote them. */
type Named = Pick<CommonFlags, "ledger" | "mapping">;

export interface ReportFlags extends CommonFlags {
  readonly output?: string;
}

/** What a ledger says on its page. */
export interface ReadReport {
  readonly facts: ReportFacts;
  readonly todos: readonly Todo[];
  readonly verdict: Verdict;
}

/** `report`: the whole import on one page that a project lead can read, print and sign. */
export async function report(flags: ReportFlags, output: Output): Promise<CommandResult> {
  const { output: file } = flags;
  if (file === undefined || (file === "-" && output.json)) throw needsFile(output.json);
  const ledger = openToRead(flags.ledger);
  try {
    refuseOverwrite("-o", file, { ...flags, exports: ledger.sources.all().map(({ path }) => path) });
    const { facts, todos } = readReport(ledger, flags, output.texts);
    const page = pageOf(facts, todos, readAssets(), output.texts.report);
    if (file === "-") {
      await writeResult([page]);
      return { exit: EXIT.ok, facts: {}, print: () => undefined };
    }
    await writeWhole(file, (write) => write(page));
    return told(facts, file, ledger, flags, output.texts);
  } finally {
    ledger.close();
  }
}

/** Reads all that the page says, as of one moment. */
export function readReport(ledger: Ledger, flags: Named, { say, report: t }: Texts): ReadReport {
  const is_running = isLocked(ledger.path);
  const circumstances = { version: VERSION, now_ms: systemClock.now_ms(), ledger: flags.ledger, is_running, say };
  const facts = ledger.snapshot(() => gatherFacts(ledger, circumstances));
  return { facts, todos: todosOf(facts, linesOf(ledger, flags), t), verdict: verdictOf(facts, t) };
}

function linesOf(ledger: Ledger, flags: Named): Lines {
  const to = failuresFile(
    ledger.sources.all().map(({ path }) => path),
    flags.ledger,
  );
  const latest = runLine(ledger, flags);
  // What overwrites records is suggested where there is something to overwrite, and its number is asked for anew.
  const words = withoutFlags(latest, "confirm").filter((word) => word !== "--update-changed");
  return {
    run: sameLine(words),
    update: lineWith(withoutFlags(words, "limit", "max-duration"), "--update-changed"),
    undo: sameLine(ledger.runs.latestLine("undo") ?? ["undo", ...ledgerFlag(flags.ledger)]),
    failures: commandLine(["failures", ...mappingFlagOf(ledger, flags.mapping), ...ledgerFlag(flags.ledger), "-o", to]),
  };
}

function told(facts: ReportFacts, file: string, ledger: Ledger, flags: ReportFlags, texts: Texts): CommandResult {
  const { rows, counts } = facts;
  const { tone, title, detail } = verdictOf(facts, texts.report);
  return {
    exit: EXIT.ok,
    facts: { ledger: flags.ledger, file, rows, counts, verdict: verdictOf(facts, TEXTS.en.report).title },
    // Nothing comes after the page that says that all is well.
    next: tone === "good" ? undefined : nextOf(facts, ledger, flags),
    print: (out) => {
      out.result(texts.report.written(rows, file));
      out.result(`  ${texts.report.conclusion(title, detail)}`);
    },
  };
}

function nextOf(facts: ReportFacts, ledger: Ledger, flags: ReportFlags): string | undefined {
  const { exit, is_running, verified, counts, verification } = facts;
  const next = nextOfLedger(exit, ledger, flags, is_running);
  if (exit !== EXIT.ok) return next;
  // A verification that has found something is no reason to look a second time.
  const is_read = verification !== undefined && verification.unread === 0 && verification.sample === null;
  return verified === counts.done || is_read ? undefined : next;
}

function needsFile(json: boolean): ExitError {
  return new ExitError({
    exit: EXIT.usage,
    kind: "needs_output_file",
    ...saying("page_needs_file", { json }),
  });
}
