import type { RunEntry } from "../../ledger/runs.js";
import { counted, number } from "../numbers.js";
import type { ReportFacts } from "./facts.js";
import { type Html, html } from "./html.js";
import { column, count, moment, note, numbers, section, table } from "./pieces.js";
import { EXIT_MEANING, lasted, named } from "./words.js";

const SETTLED_BY: Readonly<Record<string, string>> = {
  repeat: "sent again under the same key",
  read: "by reading what Feishu Hire holds",
  person: "decided by a person",
};

const SETTLED_AS: Readonly<Record<string, string>> = {
  done: "it is there",
  absent: "it was not there; sent as if for the first time",
  pending: "to be sent",
  skipped: "left out",
};

/** Requests whose answer got lost, and how it was found out what they had done. */
export function doubts({ settled, counts }: ReportFacts): Html {
  const title = "Doubts, and how they were settled";
  if (settled.length === 0 && counts.in_doubt === 0) {
    return section("doubts", title, html`<p>Every request was answered; no row was ever in doubt.</p>`);
  }
  const body = settled.map(
    ({ how, verdict, count: rows }) => html`<tr><td>${SETTLED_BY[how] ?? how}</td>
<td>${SETTLED_AS[verdict] ?? verdict}</td>${count(rows)}</tr>`,
  );
  const open = html`<tr><td>not settled yet</td><td>in doubt</td>${count(counts.in_doubt)}</tr>`;
  const all = settled.reduce((sum, each) => sum + each.count, counts.in_doubt);
  const foot = html`<tr><th scope="row" colspan="2">rows that were ever in doubt</th>
<td class="number">${number(all)}</td></tr>`;
  return section(
    "doubts",
    title,
    note("A request whose answer got lost may have acted or not. It is never sent again on a guess."),
    table("Doubts", [column("Settled"), column("Found"), numbers("Rows")], [...body, open], foot),
  );
}

/** What was done with records after they were created: read back, corrected, deleted. */
export function afterwards(facts: ReportFacts): Html {
  const { updates, deletions } = facts;
  return section(
    "after",
    "Afterwards",
    readBack(facts),
    states("Corrected", updates),
    states("Deleted again", deletions),
  );
}

function readBack({ verification }: ReportFacts): Html {
  if (verification === undefined) return html`<p>Nothing has been read back from Feishu Hire.</p>`;
  const { rows, same, differing, missing, unread, beyond, doubles, sample, begun_at_ms } = verification;
  const of = sample === null ? "all rows that were done" : `a sample of ${number(sample)} rows`;
  const lines: [string, number][] = [
    ["as it was sent", same],
    ["with other content", differing],
    ["missing", missing],
    ["not read yet", unread],
  ];
  const body = lines.map(([what, found]) => html`<tr><th scope="row">${what}</th>${count(found)}</tr>`);
  const foot = html`<tr><th scope="row">rows chosen</th><td class="number">${number(rows)}</td></tr>`;
  const others = `Beside them Feishu Hire holds ${counted(beyond, "record", "records")} that no row made`;
  return html`<h3>Read back and compared</h3>${note(`${of}, begun `, moment(begun_at_ms))}
${table("What was read back", [column("Found"), numbers("Rows")], body, foot)}
${beyond === 0 ? "" : note(`${others}, ${number(doubles)} of them with the content of a row.`)}`;
}

function states(title: string, all: readonly { readonly state: string; readonly count: number }[]): Html | undefined {
  if (all.length === 0) return undefined;
  const body = all.map(
    ({ state, count: records }) => html`<tr><th scope="row">${named(state)}</th>${count(records)}</tr>`,
  );
  return html`<h3>${title}</h3>${table(title, [column("State"), numbers("Records")], body)}`;
}

/** Every call that has worked on the ledger. */
export function runs({ runs: latest, runs_before, is_running }: ReportFacts): Html {
  const last = latest.at(-1)?.id;
  const body = latest.map((run) => runRow(run, is_running && run.id === last));
  const head = [
    column("Run"),
    column("Began"),
    column("Took"),
    column("Ended"),
    numbers("Requests"),
    numbers("again"),
    numbers("throttled"),
    numbers("pages read"),
  ];
  return section(
    "runs",
    "Runs",
    table("Runs, the latest last", head, body),
    runs_before > 0 ? note(`And ${number(runs_before)} before them.`) : "",
  );
}

function runRow({ id, command, started_at_ms, ended_at_ms, exit, ...requests }: RunEntry, at_work: boolean): Html {
  const { sent, retried, throttled, reads } = requests;
  const cut_off = at_work ? "at work" : "cut off; nothing was lost";
  const end = exit === null ? cut_off : html`<b>${exit}</b> ${EXIT_MEANING[exit] ?? ""}`;
  const took = at_work ? "" : lasted(started_at_ms, ended_at_ms);
  // A run that was cut off has not noted how many they were.
  const counts = ended_at_ms === null ? html`<td colspan="4"></td>` : [sent, retried, throttled, reads].map(count);
  return html`<tr><th scope="row">${id} ${command}</th><td>${moment(started_at_ms)}</td><td>${took}</td>
<td>${end}</td>${counts}</tr>`;
}
