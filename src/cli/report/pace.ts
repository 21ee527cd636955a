import { counted, inWords, number } from "../numbers.js";
import type { ReportFacts } from "./facts.js";
import { asJson, type Html, html } from "./html.js";
import { column, moment, note, section, table, terms } from "./pieces.js";
import type { Timeline } from "./timeline.js";
import { lasted } from "./words.js";

const OUTAGES_SHOWN = 20;

/** How fast the requests left. The plot is drawn by assets/report.js from the numbers that stand beside it. */
export function pace({ requests, timeline, cap_per_s, outages }: ReportFacts): Html {
  const title = "Pace over time";
  if (timeline === undefined) return section("pace", title, html`<p>Nothing was sent yet.</p>`, outagesOf(outages));
  const { sent, throttled, at_work_ms } = requests;
  const mean = (sent * 1000) / Math.max(at_work_ms, 1000);
  const facts: [string, string][] = [
    ["requests", number(sent)],
    ["throttled by Feishu", number(throttled)],
    ["time at work", inWords(at_work_ms)],
    ["requests a second, on average", mean.toFixed(1)],
    ...(cap_per_s === undefined ? [] : [["allowed by Feishu", `${cap_per_s} a second`] as [string, string]]),
    ["outages", number(outages.length)],
  ];
  return section("pace", title, terms("figures", facts), plot(timeline, mean, cap_per_s), outagesOf(outages));
}

function plot(timeline: Timeline, mean: number, cap_per_s: number | undefined): Html {
  const { width_s, throttled, outages, cuts } = timeline;
  const key = (name: string, words: string, shown = true) =>
    shown ? html`<span class="key ${name}">${words}</span>` : undefined;
  return html`<figure class="pace">
<div id="plot" role="img" aria-label="${said(timeline, mean)}"></div>
<figcaption>
${key("rate", `requests a second, mean of ${inWords(width_s * 1000)}`)}
${key("cap", "Feishu's cap", cap_per_s !== undefined)}
${key(
  "throttle",
  "throttled",
  throttled.some((count) => count > 0),
)}
${key("outage", "Feishu out of reach", outages.length > 0)}
${key("cut", "no run was at work: time cut out", cuts.length > 0)}
<output id="readout"></output>
</figcaption>
</figure>
<noscript>${note("The plot is drawn by a script of this page; the figures above say the same in short.")}</noscript>
<script type="application/json" id="pace-data">${asJson({ ...timeline, cap_per_s: cap_per_s ?? null })}</script>`;
}

function said({ rates, cuts }: Timeline, mean: number): string {
  const known = rates.filter((rate): rate is number => rate !== null);
  const fastest = known.reduce((most, rate) => Math.max(most, rate), 0);
  const stretches = counted(cuts.length + 1, "stretch", "stretches");
  return `Requests a second over ${stretches} of time: ${mean.toFixed(1)} on average, ${fastest.toFixed(1)} at most`;
}

function outagesOf(outages: ReportFacts["outages"]): Html | undefined {
  if (outages.length === 0) return undefined;
  const body = outages.slice(-OUTAGES_SHOWN).map(
    ({ began_at_ms, ended_at_ms, command, run_id, message }) => html`<tr><td>${moment(began_at_ms)}</td>
<td>${lasted(began_at_ms, ended_at_ms)}</td><td>${command} ${run_id}</td><td>${message}</td></tr>`,
  );
  const more = outages.length - body.length;
  return html`<h3>When Feishu was out of reach</h3>
${table("Outages", [column("Began"), column("Lasted"), column("Run"), column("What showed it")], body)}
${more > 0 ? note(`And ${number(more)} before them.`) : ""}`;
}
