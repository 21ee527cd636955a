import type { RunEntry } from "../../../ledger/runs/runs.js";
import { number } from "../../numbers.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { ReportFacts } from "./facts.js";
import { type Html, html } from "./html.js";
import { column, count, moment, note, numbers, section, table } from "./pieces.js";
import { lasted } from "./words.js";

/** Requests whose answer got lost, and how it was found out what they had done. */
export function doubts({ settled, counts }: ReportFacts, { doubts: say }: ReportTexts): Html {
  if (settled.length === 0 && counts.in_doubt === 0) return section("doubts", say.title, html`<p>${say.none}</p>`);
  const body = settled.map(
    ({ how, verdict, count: rows }) => html`<tr><td>${say.by[how] ?? how}</td>
<td>${say.as[verdict] ?? verdict}</td>${count(rows)}</tr>`,
  );
  const open = html`<tr><td>${say.open}</td><td>${say.open_as}</td>${count(counts.in_doubt)}</tr>`;
  const all = settled.reduce((sum, each) => sum + each.count, counts.in_doubt);
  const foot = html`<tr><th scope="row" colspan="2">${say.all}</th><td class="number">${number(all)}</td></tr>`;
  const head = [column(say.settled), column(say.found), numbers(say.rows)];
  return section("doubts", say.title, note(say.note), table(say.caption, head, [...body, open], foot));
}

/** What was done with records after they were created: read back, updated, deleted. */
export function afterwards(facts: ReportFacts, t: ReportTexts): Html {
  const { updates, deletions } = facts;
  return section(
    "after",
    t.after.title,
    readBack(facts, t),
    states(t.after.updated, updates, t),
    states(t.after.deleted, deletions, t),
  );
}

function readBack({ verification }: ReportFacts, { after: say }: ReportTexts): Html {
  if (verification === undefined) return html`<p>${say.none}</p>`;
  const { rows, same, differing, missing, unread, beyond, doubles, sample, begun_at_ms } = verification;
  const lines: [string, number][] = [
    [say.same, same],
    [say.differing, differing],
    [say.missing, missing],
    [say.unread, unread],
  ];
  const body = lines.map(([what, found]) => html`<tr><th scope="row">${what}</th>${count(found)}</tr>`);
  const foot = html`<tr><th scope="row">${say.all}</th><td class="number">${number(rows)}</td></tr>`;
  const which = sample === null ? say.of_all : say.of_sample(sample);
  return html`<h3>${say.heading}</h3>${note(say.begun(which), moment(begun_at_ms))}
${table(say.caption, [column(say.found), numbers(say.rows)], body, foot)}
${beyond === 0 ? "" : note(say.extra(beyond, doubles))}`;
}

function states(
  title: string,
  all: readonly { readonly state: string; readonly count: number }[],
  { after: say }: ReportTexts,
): Html | undefined {
  if (all.length === 0) return undefined;
  const body = all.map(
    ({ state, count: records }) => html`<tr><th scope="row">${say.states[state] ?? state}</th>${count(records)}</tr>`,
  );
  return html`<h3>${title}</h3>${table(title, [column(say.state), numbers(say.records)], body)}`;
}

/** Every call that has worked on the ledger. */
export function runs({ runs: latest, runs_before, is_running }: ReportFacts, t: ReportTexts): Html {
  const say = t.runs;
  const last = latest.at(-1)?.id;
  const body = latest.map((run) => runRow(run, is_running && run.id === last, t));
  const titles = [column(say.run), column(say.began), column(say.took), column(say.ended)];
  const sums = [say.sent, say.retried, say.throttled, say.reads].map(numbers);
  const more = runs_before > 0 ? note(say.more(runs_before)) : "";
  return section("runs", say.title, table(say.caption, [...titles, ...sums], body), more);
}

function runRow(run: RunEntry, is_running: boolean, t: ReportTexts): Html {
  const say = t.runs;
  const { id, command, started_at_ms, ended_at_ms, exit, sent, retried, throttled, reads } = run;
  const end = is_running ? say.running : exit === null ? say.interrupted : (say.exits[exit] ?? String(exit));
  const took = is_running || ended_at_ms === null ? "" : lasted(started_at_ms, ended_at_ms, t);
  // A run that was cut off has not noted how many they were.
  const counts = ended_at_ms === null ? html`<td colspan="4"></td>` : [sent, retried, throttled, reads].map(count);
  return html`<tr><th scope="row">${id} ${command}</th><td>${moment(started_at_ms)}</td><td>${took}</td>
<td>${end}</td>${counts}</tr>`;
}
