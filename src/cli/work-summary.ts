import type { Ledger } from "../ledger/open.js";
import type { Changed } from "../ledger/runs/summary.js";
import type { Payload } from "../model/payload.js";
import { STATUSES, type Status } from "../model/status.js";
import { cutShort, printable } from "../model/text.js";
import type { Target } from "../targets/target.js";
import type { ProblemFacts } from "./facts.js";
import type { Output } from "./output.js";
import { firstOf, printCopies, printExports, printOrphans, printProblem, printWaiting } from "./summary.js";
import type { ContentsTexts } from "./texts/en/contents.js";
import type { CallSums, SummaryTexts } from "./texts/en/summary.js";
import type { WorkResult } from "./work-facts.js";

/** Causes that a call tells of, and rows that it names one by one. */
const CAUSES_SHOWN = 5;
const ROWS_NAMED = 20;

export interface WorkSummary {
  readonly result: WorkResult;
  readonly limit: number | undefined;
  readonly changed: Changed;
  /** Why no record can get other content; undefined where it can. */
  readonly not_changeable: string | undefined;
  readonly sums: CallSums;
  /** Of a short trial run: what was sent. */
  readonly sent: readonly SentRow[];
  /** What else the command has to tell. */
  /** What else it has done. */
  readonly lines: (say: ContentsTexts) => readonly string[];
}

interface SentRow {
  readonly key: string;
  readonly line: number;
  readonly subject: string;
  readonly remote_id: string | null;
}

interface SummaryOptions extends Pick<WorkSummary, "result" | "limit" | "lines"> {
  readonly ledger: Ledger;
  readonly target: Target | undefined;
}

/** All that is printed, as long as the ledger is open. */
export function workSummary({ result, ledger, limit, target, lines }: SummaryOptions): WorkSummary {
  return {
    result,
    limit,
    changed: ledger.summary.changed(),
    not_changeable: target !== undefined && "none" in target.update ? target.update.none : undefined,
    sums: sumsOf(ledger, result),
    sent: limit !== undefined && limit <= ROWS_NAMED ? sentBy(ledger, result.run_id, target) : [],
    lines,
  };
}

/**
 * What a call that sends ends with. A terminal shows the end of it: so what is new about causes comes first, and at the
 * bottom why it ended, what it did, and how the whole is.
 */
export function printWork(output: Output, told: WorkSummary): void {
  const { result, limit, changed, not_changeable, sums, sent, lines } = told;
  const { summary: t, terminal, label } = output.texts;
  printNews(output, result);
  printWaiting(output, result);
  printExports(output, result);
  for (const line of lines(output.texts.contents)) output.text(line);
  printOrphans(output, result);
  printCopies(output, result);
  if (changed.count > 0) {
    output.text(t.changed(changed.count, firstOf(changed), not_changeable && label(not_changeable)));
  }
  for (const { how, verdict, count } of result.settled) output.text(t.resolved(count, how, verdict));
  if (sent.length > 0) output.text(t.sent_rows);
  for (const { key, line, subject, remote_id } of sent) {
    output.text(printable(`  ${t.sent_row(key, line, subject, remote_id)}`));
  }
  if (sent.length > 0) output.result("");
  const { reason } = result;
  if (reason !== undefined && "message" in reason) {
    const { message, hint } = output.texts.tell(reason);
    output.problem(terminal.stopped(message), hint);
  } else if (result.stop === undefined) output.text(endOf(result, limit, t));
  output.text(t.this_run(sums));
  output.text(t.total(totalsOf(result)), undefined, output.paint.bold);
}

/** Causes that this call has met, or of which it has met more rows. */
function printNews(output: Output, { problems, problems_before }: WorkResult): void {
  const { summary: t } = output.texts;
  const known = new Map(problems_before.map((problem) => [causeOf(problem), problem.count]));
  const news = problems.filter((problem) => known.get(causeOf(problem)) !== problem.count);
  for (const problem of news.slice(0, CAUSES_SHOWN)) printProblem(output, problem);
  const more = news.length - CAUSES_SHOWN;
  if (more > 0) output.text(t.more_causes(more));
  const old = problems.length - news.length;
  if (old > 0) output.text(t.old_causes(old));
  if (problems.length > 0) output.result("");
}

const causeOf = ({ status, kind, code, field, column, message }: Omit<ProblemFacts, "lines" | "examples">): string =>
  JSON.stringify([status, kind, code, field, column, message]);

function endOf({ reason, counts }: WorkResult, limit: number | undefined, t: SummaryTexts): string {
  const is_left = counts.pending + counts.sending > 0;
  if (reason !== undefined) return t.ends[reason.why as "sigint"];
  return is_left && limit !== undefined ? t.ends.limit(limit) : is_left ? t.ends.stopped : t.ends.finished;
}

function sumsOf(ledger: Ledger, { run_id, requests, seconds }: WorkResult): CallSums {
  const by_status = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  for (const { status, count } of ledger.runs.outcomesOf(run_id)) by_status[status] = count;
  const { done, rejected, failed, in_doubt } = by_status;
  return { done, rejected, failed, in_doubt, ...requests, took_ms: seconds * 1000 };
}

function totalsOf({ rows, counts }: WorkResult) {
  const { done, pending, sending, in_doubt, invalid, rejected, failed, skipped } = counts;
  return { rows, done, to_send: pending + sending, in_doubt, attention: invalid + rejected + failed, skipped };
}

/** After a trial run: whom to look at in Feishu Hire. */
function sentBy(ledger: Ledger, run_id: number, target: Target | undefined): readonly SentRow[] {
  const find = target?.find;
  const rows = ledger.runs.doneBy(run_id, ROWS_NAMED).map(({ key, line, payload, remote_id }) => {
    const is_known = find !== undefined && !("none" in find);
    const subject = is_known ? find.subject(JSON.parse(payload) as Payload, remote_id) : "";
    return { key: cutShort(key ?? "–"), line, subject, remote_id };
  });
  return rows;
}
