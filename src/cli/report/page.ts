import { type Assets, policyOf } from "./assets.js";
import { causes, left } from "./causes.js";
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
export function pageOf(facts: ReportFacts, todos: readonly Todo[], assets: Assets): string {
  const verdict = verdictOf(facts);
  const title = `Import of ${facts.title} into Feishu Hire`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}: ${verdict.title}</title>
${assets.styles.map((text) => html`<style>${trusted(text)}</style>`)}
</head>
<body>
<main>
${head(facts, title)}
<section class="verdict ${verdict.tone}" aria-label="Verdict">
<span class="icon" aria-hidden="true">${ICON[verdict.tone]}</span>
<div><p class="sentence">${verdict.title}</p><p>${verdict.detail}</p></div></section>
${totals(facts)}
${left(todos)}
${causes(facts)}
${files(facts)}
${pace(facts)}
${doubts(facts)}
${afterwards(facts)}
${runs(facts)}
${signature()}
</main>
<footer><p>Made by hire-import ${facts.version} from the ledger alone; no record in Feishu Hire was read for it.
Times are UTC. Values are of used columns and cut short.</p></footer>
${assets.scripts.map((text) => html`<script>${trusted(text)}</script>`)}
</body>
</html>
`.text;
}

function head({ place, app_id, ledger, made_at_ms, target }: ReportFacts, title: string): Html {
  const facts: [string, Html | string][] = [
    ["target", target],
    ["place", place ?? "nothing was sent yet"],
    ...(app_id === null ? [] : [["app", app_id] as [string, string]]),
    ["ledger", ledger],
    ["made", html`${moment(made_at_ms)} UTC`],
  ];
  return html`<header><p class="brand">hire-import report</p><h1>${title}</h1>
${terms("about", facts)}</header>`;
}

/** On paper only. */
function signature(): Html {
  const lines = ["Name", "Date", "Signature"].map((what) => html`<div><span>${what}</span></div>`);
  return html`<section class="signature" aria-hidden="true">${lines}</section>`;
}
