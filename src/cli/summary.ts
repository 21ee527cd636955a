import { existsSync } from "node:fs";
import { STDIN } from "../model/record.js";
import { STATUSES } from "../model/status.js";
import { cutShort, printable } from "../model/text.js";
import type { LedgerFacts, ProblemFacts } from "./facts.js";
import { commandLine } from "./next.js";
import { counted, number } from "./numbers.js";
import type { Output } from "./output.js";

const PROBLEMS_SHOWN = 20;
const LINES_SHOWN = 3;

/** Statuses that a summary explains. */
const COLOR = {
  pending: "yellow",
  sending: "yellow",
  done: "green",
  skipped: "dim",
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
    output.result(paint.dim(printable(`  skipped: ${number(count)} ${message}`)));
  }
  if (facts.waiting !== undefined) {
    const { count, until } = facts.waiting;
    const rows = counted(count, "pending row waits", "pending rows wait");
    output.result(`  ${rows} until ${until} and later: Feishu still knows the key, or may still act`);
  }
  printExports(output, facts);
  if (facts.problems.length > 0) output.result("");
  for (const problem of facts.problems.slice(0, PROBLEMS_SHOWN)) printProblem(output, problem);
  const more = facts.problems.length - PROBLEMS_SHOWN;
  if (more > 0) output.result(`… and ${more} more causes (all of them with --json)`);
}

/** Exports whose rows are not among those that were counted. */
export function printExports(
  output: Output,
  { unread_exports = [], left_out_exports = [] }: Pick<LedgerFacts, "unread_exports" | "left_out_exports">,
): void {
  const { paint } = output;
  for (const { export: path, given } of unread_exports) {
    const what = `${path} was given to a run (${given}) and has not been read to its end: its rows are not counted`;
    output.result(paint.yellow(printable(`  ${what}`)));
    if (path !== STDIN && existsSync(path)) continue;
    const skip = commandLine(["resolve", "--export", "--skip"], [path]);
    output.result(`         ${paint.dim(printable(`→ it is not there now; if it is gone for good: ${skip}`))}`);
  }
  for (const { export: path, left_out, reason } of left_out_exports) {
    const why = reason === null ? "" : `: ${cutShort(reason)}`;
    output.result(paint.dim(printable(`  ${path} is left out by decision (${left_out})${why}`)));
  }
}

function printProblem(output: Output, problem: ProblemFacts): void {
  const { paint } = output;
  const { status, code, field, column, count } = problem;
  const where = placeOf(field, column);
  const number_of_feishu = code === null ? "" : ` [${code}]`;
  const is_update = status === "done";
  const what = is_update ? "not updated" : status;
  const head = `${number(count).padStart(7)}  ${what}  ${where}${problem.message}${number_of_feishu}`;
  output.result(paint[is_update ? "red" : COLOR[status as keyof typeof COLOR]](printable(head)));
  output.result(printable(`         ${places(problem)}`));
  output.result(`         ${paint.dim(printable(`→ ${problem.hint}`))}`);
}

function placeOf(field: string | null, column: string | null): string {
  if (column === null) return field === null ? "" : `${field}: `;
  return field === null ? `column ${column}: ` : `${field} (column ${column}): `;
}

function places({ examples, count }: ProblemFacts): string {
  const several = new Set(examples.map((each) => each.export)).size > 1;
  const shown = examples.slice(0, LINES_SHOWN).map(({ export: file, line, value }) => {
    const place = several ? `${file} line ${line}` : `line ${line}`;
    return value === null || value === "" ? place : `${place} «${value}»`;
  });
  const more = count - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`;
}
