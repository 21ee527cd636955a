import { existsSync } from "node:fs";
import { localMinute } from "../model/local-time.js";
import { STDIN } from "../model/record.js";
import { STATUSES, type Status } from "../model/status.js";
import { cutShort, printable } from "../model/text.js";
import { padded, widthOf } from "../model/width.js";
import type { LedgerFacts, ProblemFacts } from "./facts.js";
import { commandLine } from "./next.js";
import { number } from "./numbers.js";
import type { Output } from "./output.js";
import type { Texts } from "./texts/texts.js";

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
  const { terminal: t, say } = output.texts;
  output.result(`${paint.bold(number(facts.rows))} ${t.rows(facts.rows)}`);
  const widest = Math.max(9, ...STATUSES.map((status) => widthOf(t.statuses[status])));
  for (const status of STATUSES) {
    const count = facts.counts[status];
    if (count > 0)
      output.result(`  ${paint[COLOR[status]](padded(t.statuses[status], widest))} ${number(count).padStart(10)}`);
  }
  for (const { count, ...skip } of facts.skips) {
    output.text(printable(`  ${t.skipped(count, say({ ...skip, hint: "" }).message)}`));
  }
  printWaiting(output, facts);
  printExports(output, facts);
  printOrphans(output, facts);
  printCopies(output, facts);
  if (facts.problems.length > 0) output.result("");
  for (const problem of facts.problems.slice(0, PROBLEMS_SHOWN)) printProblem(output, problem);
  const more = facts.problems.length - PROBLEMS_SHOWN;
  if (more > 0) output.result(t.more_causes(more));
}

/** Rows that may not be sent yet. */
export function printWaiting(output: Output, { waiting }: Pick<LedgerFacts, "waiting">): void {
  if (waiting === undefined) return;
  const until = localMinute(Date.parse(waiting.until));
  output.text(`  ${output.texts.terminal.waiting(waiting.count, until)}`);
}

/** Records that Feishu holds under parents that are not there any more. */
export function printOrphans(output: Output, { orphaned }: Pick<LedgerFacts, "orphaned">): void {
  if (orphaned === undefined) return;
  const { count, unread } = orphaned;
  const { summary: t } = output.texts;
  if (count > 0) output.text(t.orphaned(count, firstOf(orphaned)));
  if (unread.length > 0) output.text(printable(t.parents_unread(unread.join(", "))));
}

/** Records that Feishu may hold twice, without harm. */
export function printCopies(output: Output, { may_be_twice }: Pick<LedgerFacts, "may_be_twice">): void {
  if (may_be_twice === undefined || may_be_twice.count === 0) return;
  output.text(output.texts.summary.copies(may_be_twice.count, firstOf(may_be_twice)));
}

/** The first lines of them. */
export const firstOf = ({ count, lines }: { readonly count: number; readonly lines: readonly number[] }): string =>
  lines.slice(0, 5).join(", ") + (count > 5 ? " …" : "");

/** Exports whose rows are not among those that were counted. */
export function printExports(
  output: Output,
  { unread_exports = [], left_out_exports = [] }: Pick<LedgerFacts, "unread_exports" | "left_out_exports">,
): void {
  const { terminal: t } = output.texts;
  for (const { export: path, given } of unread_exports) {
    output.text(printable(`  ${t.export_unread(path, localMinute(Date.parse(given)))}`));
    if (path !== STDIN && existsSync(path)) continue;
    const skip = commandLine(["resolve", "--export", "--skip"], [path]);
    output.text(printable(`         → ${t.export_missing(skip)}`));
  }
  for (const { export: path, left_out, reason } of left_out_exports) {
    const when = localMinute(Date.parse(left_out));
    output.text(printable(`  ${t.export_left_out(path, when, reason === null ? null : cutShort(reason))}`));
  }
}

export function printProblem(output: Output, problem: ProblemFacts): void {
  const { paint, texts } = output;
  const { terminal: t } = texts;
  const { status, code, field, column, count } = problem;
  const { message, hint } = texts.say(problem);
  const number_of_feishu = code === null ? "" : ` [${code}]`;
  const is_update = status === "done";
  const what = is_update ? t.not_updated : t.statuses[status as Status];
  const head = `${number(count).padStart(7)}  ${what}  ${t.place(field, column)}${message}${number_of_feishu}`;
  // The status alone is coloured: what to read and to do is as plain as any text.
  const color = paint[is_update ? "red" : COLOR[status as keyof typeof COLOR]];
  output.text(printable(head), "           ", (line) => line.replace(what, color(what)));
  output.text(printable(`         ${places(problem, texts)}`));
  output.text(printable(`         → ${hint}`), "           ");
}

function places({ examples, count }: ProblemFacts, { terminal: t, comma, tell }: Texts): string {
  const several = new Set(examples.map((each) => each.export)).size > 1;
  const shown = examples.slice(0, LINES_SHOWN).map(({ export: file, line, value, said }) => {
    const place = t.line(line, several ? file : undefined);
    return value === null || value === "" ? place : t.value(place, tell({ message: value, said }).message);
  });
  const more = count - shown.length;
  return `${shown.join(comma)}${more > 0 ? t.and_more(more) : ""}`;
}
