import { zoneName } from "../../../model/local-time.js";
import type { ReportTexts } from "../../texts/en/report.js";
import { type Assets, policyOf } from "./assets.js";
import { type Html, html, type Part, trusted } from "./html.js";
import { moment, terms } from "./pieces.js";
import type { Verdict } from "./verdict.js";

/** What a verdict looks like at a glance. */
export const ICON: Readonly<Record<Verdict["tone"], string>> = { good: "✓", open: "…", bad: "!" };

/** What a page is about, line by line. */
export type Terms = readonly (readonly [string, Part])[];

export interface Document {
  readonly title: string;
  readonly verdict: Verdict;
  /** It tells of a simulated Feishu. */
  readonly is_rehearsal: boolean;
  readonly about: Terms;
  readonly sections: readonly Part[];
  readonly version: string;
  readonly made_at_ms: number;
  readonly assets: Assets;
  readonly t: ReportTexts;
}

/** What every page of a report has: what it is about, its verdict, its parts, where to sign. */
export function documentOf({ title, verdict, is_rehearsal, assets, t, ...parts }: Document): string {
  const { about, sections, version, made_at_ms } = parts;
  return html`<!doctype html>
<html lang="${t.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${trusted(GENERATOR)}
<title>${is_rehearsal ? `${t.rehearsal}: ` : ""}${title}: ${verdict.title}</title>
${assets.styles.map((text) => html`<style>${trusted(text)}</style>`)}
</head>
<body>
<main>
<header><p class="brand">${t.brand}</p><h1>${title}</h1>
${terms("about", about)}</header>
${is_rehearsal ? rehearsal(t) : undefined}
<section class="verdict ${verdict.tone}" aria-label="${t.verdict}">
<span class="icon" aria-hidden="true">${ICON[verdict.tone]}</span>
<div><p class="sentence">${verdict.title}</p><p class="detail">${verdict.detail}</p></div></section>
${sections.map((each) => html`${each}\n`)}
${signature(t)}
</main>
<footer><p>${t.footer(version)} ${t.times_are(zoneName(made_at_ms))}</p></footer>
${assets.scripts.map((text) => html`<script>${trusted(text)}</script>`)}
</body>
</html>
`.text;
}

/** By this a page is known as one that may be written again. */
export const GENERATOR = '<meta name="generator" content="hire-import">';

export function madeAt(made_at_ms: number, made: string): readonly [string, Part] {
  return [made, html`${moment(made_at_ms)} (${zoneName(made_at_ms)})`];
}

/** Nobody is to take a page of a simulated Feishu for the real one, on screen or on paper. */
function rehearsal(t: ReportTexts): Html {
  return html`<p class="rehearsal" role="note"><b>${t.rehearsal}</b> ${t.rehearsal_detail}</p>`;
}

/** On paper only. */
function signature({ sign }: ReportTexts): Html {
  const lines = sign.map((what) => html`<div><span>${what}</span></div>`);
  return html`<section class="signature" aria-hidden="true">${lines}</section>`;
}
