import { type Counts, noCounts, STATUSES } from "../../../model/status.js";
import { number } from "../../numbers.js";
import type { Texts } from "../../texts/texts.js";
import type { Assets } from "../report/assets.js";
import { left } from "../report/causes.js";
import { documentOf, ICON, madeAt, type Terms } from "../report/document.js";
import type { ReportFacts } from "../report/facts.js";
import { type Html, html } from "../report/html.js";
import { column, count, numbers, section, table } from "../report/pieces.js";
import type { Todo } from "../report/todo.js";
import { totals } from "../report/totals.js";
import type { Verdict } from "../report/verdict.js";
import { READING_ORDER } from "../report/words.js";
import type { StepReport } from "./step-page.js";

export interface WholeHistory {
  /** As the user wrote it. */
  readonly plan: string;
  readonly steps: readonly StepReport[];
  /** The command that goes on with all steps, and the one that reads all of them back. */
  readonly go_on: string;
  readonly verify: string;
  readonly version: string;
  readonly made_at_ms: number;
}

/** The one page of all steps: their facts are those of their own pages, to which it leads. */
export function historyPage(
  whole: WholeHistory,
  linkOf: (step: string) => string,
  assets: Assets,
  texts: Texts,
): string {
  const { plan, steps, version, made_at_ms } = whole;
  const { history: t, report } = texts;
  const known = factsOf(steps);
  const unique = (values: readonly (string | null)[]) => Array.from(new Set(values.filter((each) => each !== null)));
  const apps = unique(known.map(({ app_id }) => app_id));
  const about: Terms = [
    [t.plan, plan],
    [report.head.place, unique(known.map(({ place }) => place)).join(", ") || report.head.nothing_sent],
    ...(apps.length === 0 ? [] : [[report.head.app, apps.join(", ")] as const]),
    madeAt(made_at_ms, report.head.made),
  ];
  return documentOf({
    title: t.title,
    verdict: verdictOfAll(steps, texts),
    is_rehearsal: known.some(({ is_rehearsal }) => is_rehearsal),
    about,
    sections: [totals(sumOf(known), report), stepsTable(steps, linkOf, texts), left(todosOfAll(whole, texts), report)],
    version,
    made_at_ms,
    assets,
    t: report,
  });
}

/** Green only where every step is. */
export function verdictOfAll(steps: readonly StepReport[], { history: { verdicts: t }, report }: Texts): Verdict {
  const of = (tone: Verdict["tone"]) => steps.filter(({ verdict }) => verdict.tone === tone);
  const sentences = (those: readonly StepReport[]) =>
    those.map(({ step, verdict }) => t.step(step.name, verdict.title)).join(report.gap);
  const [bad, open] = [of("bad"), of("open")];
  if (bad.length > 0) {
    return { tone: "bad", title: t.bad(bad.length, steps.length), detail: sentences([...bad, ...open]) };
  }
  if (open.length > 0) return { tone: "open", title: t.open(open.length, steps.length), detail: sentences(open) };
  const { counts } = sumOf(factsOf(steps));
  const unreadable = steps.filter(({ facts }) => facts?.is_readable === false).map(({ step }) => step.name);
  const detail = unreadable.length === 0 ? "" : t.unreadable(unreadable);
  return { tone: "good", title: t.good(counts.done, counts.skipped), detail };
}

function factsOf(steps: readonly StepReport[]): ReportFacts[] {
  return steps.flatMap(({ facts }) => (facts === undefined ? [] : [facts]));
}

function sumOf(known: readonly ReportFacts[]): Pick<ReportFacts, "rows" | "counts" | "skips" | "changed"> {
  const counts = noCounts();
  const skips = new Map<string, ReportFacts["skips"][number]>();
  for (const facts of known) {
    for (const status of STATUSES) counts[status] += facts.counts[status];
    for (const skip of facts.skips) {
      const before = skips.get(skip.message)?.count ?? 0;
      skips.set(skip.message, { ...skip, count: before + skip.count });
    }
  }
  const rows = known.reduce((sum, facts) => sum + facts.rows, 0);
  return { rows, counts, skips: Array.from(skips.values()), changed: known.reduce((n, { changed }) => n + changed, 0) };
}

function stepsTable(steps: readonly StepReport[], linkOf: (step: string) => string, texts: Texts): Html {
  const {
    history: { steps: t },
    report,
  } = texts;
  const known = factsOf(steps);
  const all = sumOf(known);
  const shown = READING_ORDER.filter((status) => all.counts[status] > 0);
  const body = steps.map(({ step, facts, verdict }) => {
    const name = facts === undefined ? step.name : html`<a href="${linkOf(step.name)}">${step.name}</a>`;
    return html`<tr><th scope="row">${name}</th>${cells(facts, shown, t.unreadable)}
<td><b class="tone ${verdict.tone}" aria-hidden="true">${ICON[verdict.tone]}</b> ${verdict.title}</td></tr>`;
  });
  const verified = known.reduce((sum, facts) => sum + facts.verified, 0);
  const foot = html`<tr><th scope="row">${t.all}</th><td class="number">${number(all.rows)}</td>
${shown.map((status) => count(all.counts[status]))}${count(verified)}<td></td></tr>`;
  const statuses = shown.map((status) => numbers(report.statuses[status]));
  const head = [column(t.step), numbers(t.rows), ...statuses, numbers(t.verified), column(t.state)];
  return section("steps", t.title, table(t.caption, head, body, foot));
}

function cells(facts: ReportFacts | undefined, shown: readonly (keyof Counts)[], unreadable: string): Html {
  if (facts === undefined) return html`${[..."  ", ...shown].map(() => html`<td></td>`)}`;
  const verified = facts.is_readable ? count(facts.verified) : html`<td class="number">${unreadable}</td>`;
  return html`${count(facts.rows)}${shown.map((status) => count(facts.counts[status]))}${verified}`;
}

/** What is left: one command sends the rest of all steps, a person looks at each, one command reads all back. */
export function todosOfAll({ steps, go_on, verify }: WholeHistory, { history: { todo: t } }: Texts): Todo[] {
  const is_open = steps.some(({ facts, todos }) => facts === undefined || todos.some(({ by }) => by === "send"));
  const is_unread = steps.some(({ todos }) => todos.some(({ by }) => by === "verify"));
  const own = steps.flatMap(({ step, todos }) =>
    todos.filter(({ by }) => by === "person").map((todo) => ({ ...todo, what: `${step.name}: ${todo.what}` })),
  );
  return [
    ...(is_open ? [{ what: t.go_on, command: go_on, by: "send" as const }] : []),
    ...own,
    ...(is_unread ? [{ what: t.verify, command: verify, by: "verify" as const }] : []),
  ];
}
