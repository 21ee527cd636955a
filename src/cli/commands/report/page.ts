import { zoneName } from "../../local-time.js";
import type { ReportTexts } from "../../texts/en/report.js";
import { type Assets, policyOf } from "./assets.js";
import { causes, left } from "./causes.js";
import { decisions } from "./decisions.js";
import type { ReportFacts } from "./facts.js";
import { afterwards, doubts, runs } from "./history.js";
import { type Html, html, trusted } from "./html.js";
import { pace } from "./pace.js";
import { moment, terms } from "./pieces.js";
import type { Todo } from "./todo.js";
import { files, totals } from "./totals.js";
import { type Verdict, verdictOf } from "./verdict.js";

const ICON: Readonly<Record<Verdict["tone"], string>> = { good: "✓", open: "…", bad: "!" };

/** The whole page: self-contained, nothing is loaded from anywhere. */
export function pageOf(facts: ReportFacts, todos: readonly Todo[], assets: Assets, t: ReportTexts): string {
  const verdict = verdictOf(facts, t);
  const title = t.title(t.titles[facts.target] ?? facts.target);
  return html`<!doctype html>
<html lang="${t.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${facts.is_rehearsal ? `${t.rehearsal}: ` : ""}${title}: ${verdict.title}</title>
${assets.styles.map((text) => html`<style>${trusted(text)}</style>`)}
</head>
<body>
<main>
${head(facts, title, t)}
${rehearsal(facts, t)}
<section class="verdict ${verdict.tone}" aria-label="${t.verdict}">
<span class="icon" aria-hidden="true">${ICON[verdict.tone]}</span>
<div><p class="sentence">${verdict.title}</p><p class="detail">${verdict.detail}</p></div></section>
${totals(facts, t)}
${left(todos, t)}
${causes(facts, t)}
${decisions(facts, t)}
${files(facts, t)}
${pace(facts, t)}
${doubts(facts, t)}
${afterwards(facts, t)}
${runs(facts, t)}
${signature(t)}
</main>
<footer><p>${t.footer(facts.version)} ${t.times_are(zoneName(facts.made_at_ms))}</p></footer>
${assets.scripts.map((text) => html`<script>${trusted(text)}</script>`)}
</body>
</html>
`.text;
}

function head({ place, app_id, ledger, made_at_ms, target }: ReportFacts, title: string, t: ReportTexts): Html {
  const say = t.head;
  const facts: [string, Html | string][] = [
    [say.target, target],
    [say.place, place ?? say.nothing_sent],
    ...(app_id === null ? [] : [[say.app, app_id] as [string, string]]),
    [say.ledger, ledger],
    [say.made, html`${moment(made_at_ms)} (${zoneName(made_at_ms)})`],
  ];
  return html`<header><p class="brand">${t.brand}</p><h1>${title}</h1>
${terms("about", facts)}</header>`;
}

/** Nobody is to take a page of a simulated Feishu for the real one, on screen or on paper. */
function rehearsal({ is_rehearsal }: ReportFacts, t: ReportTexts): Html | undefined {
  return is_rehearsal
    ? html`<p class="rehearsal" role="note"><b>${t.rehearsal}</b> ${t.rehearsal_detail}</p>`
    : undefined;
}

/** On paper only. */
function signature({ sign }: ReportTexts): Html {
  const lines = sign.map((what) => html`<div><span>${what}</span></div>`);
  return html`<section class="signature" aria-hidden="true">${lines}</section>`;
}
