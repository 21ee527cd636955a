import { existsSync } from "node:fs";
import { STDIN } from "../model/record.js";
import { STATUSES } from "../model/status.js";
import { cutShort, printable } from "../model/text.js";
import type { LedgerFacts, ProblemFacts } from "./facts.js";
import { localMinute } from "./local-time.js";
import { commandLine } from "./next.js";
import { counted, number } from "./numbers.js";
import type { Output } from "./output.js";

const PROBLEMS_SHOWN = 20;
const LINES_SHOWN = 3;

/** Statuses that a summary explains. */
const COLOR = {
  pending: "cyan",
  sending: "cyan",
  done: "green",
  skipped: "gray",
  invalid: "red",
  rejected: "red",
  failed: "red",
  in_doubt: "magenta",
} as const;

/** Counts by status, then the causes, the most frequent first. */
export function printSummary(output: Output, facts: LedgerFacts): void {
  const { paint } = output;
  output.result(`${paint.bold(number(facts.rows))} ${facts.rows === 1 ? "row" : "rows"}`);
  for (const status of STATUSES) {
    const count = facts.counts[status];
    if (count > 0) output.result(`  ${paint[COLOR[status]](status.padEnd(9))} ${number(count).padStart(10)}`);
  }
  for (const { message, count } of facts.skips) {
    output.text(printable(`  skipped: ${number(count)} ${message}`));
  }
  printWaiting(output, facts);
  printExports(output, facts);
  if (facts.problems.length > 0) output.result("");
  for (const problem of facts.problems.slice(0, PROBLEMS_SHOWN)) printProblem(output, problem);
  const more = facts.problems.length - PROBLEMS_SHOWN;
  if (more > 0) output.result(`… and ${counted(more, "more cause", "more causes")} (all of them with --json)`);
}

/** Rows that may not be sent yet. */
export function printWaiting(output: Output, { waiting }: Pick<LedgerFacts, "waiting">): void {
  if (waiting === undefined) return;
  const rows = counted(waiting.count, "pending row waits", "pending rows wait");
  const until = localMinute(Date.parse(waiting.until));
  output.text(`  ${rows} until ${until} and later: Feishu remembers the key for 24 hours, or may still act`);
}

/** Exports whose rows are not among those that were counted. */
export function printExports(
  output: Output,
  { unread_exports = [], left_out_exports = [] }: Pick<LedgerFacts, "unread_exports" | "left_out_exports">,
): void {
  for (const { export: path, given } of unread_exports) {
    const what = `${path} (run of ${localMinute(Date.parse(given))}) was not read to its end: its rows are not counted`;
    output.text(printable(`  ${what}`));
    if (path !== STDIN && existsSync(path)) continue;
    const skip = commandLine(["resolve", "--export", "--skip"], [path]);
    output.text(printable(`         → The file is missing. If it is gone for good: ${skip}`));
  }
  for (const { export: path, left_out, reason } of left_out_exports) {
    const why = reason === null ? "" : `: ${cutShort(reason)}`;
    output.text(printable(`  ${path} is left out by decision (${left_out})${why}`));
  }
}

export function printProblem(output: Output, problem: ProblemFacts): void {
  const { paint } = output;
  const { status, code, field, column, count } = problem;
  const where = placeOf(field, column);
  const number_of_feishu = code === null ? "" : ` [${code}]`;
  const is_update = status === "done";
  const what = is_update ? "not updated" : status;
  const head = `${number(count).padStart(7)}  ${what}  ${where}${problem.message}${number_of_feishu}`;
  // The status alone is coloured: what to read and to do is as plain as any text.
  const color = paint[is_update ? "red" : COLOR[status as keyof typeof COLOR]];
  output.text(printable(head), "           ", (line) => line.replace(what, color(what)));
  output.text(printable(`         ${places(problem)}`));
  output.text(printable(`         → ${problem.hint}`), "           ");
}

function placeOf(field: string | null, column: string | null): string {
  if (column === null) return field === null ? "" : `${field}: `;
  return field === null ? `column ${column}: ` : `column ${column} (${field}): `;
}

function places({ examples, count }: ProblemFacts): string {
  const several = new Set(examples.map((each) => each.export)).size > 1;
  const shown = examples.slice(0, LINES_SHOWN).map(({ export: file, line, value }) => {
    const place = several ? `${file} line ${line}` : `line ${line}`;
    return value === null || value === "" ? place : `${place} "${value}"`;
  });
  const more = count - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`;
}
