import { zoneOffset_ms } from "../../../model/local-time.js";
import { number } from "../../numbers.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { ReportFacts } from "./facts.js";
import { asJson, type Html, html } from "./html.js";
import { column, moment, note, section, table, terms } from "./pieces.js";
import type { Timeline } from "./timeline.js";
import { lasted } from "./words.js";

const OUTAGES_SHOWN = 20;

/** How fast the requests left. The plot is drawn by assets/report.js from the numbers that stand beside it. */
export function pace({ requests, timeline, cap_per_s, outages }: ReportFacts, t: ReportTexts): Html {
  const say = t.pace;
  const { title } = say;
  if (timeline === undefined) return section("pace", title, html`<p>${say.nothing}</p>`, outagesOf(outages, t));
  const { sent, throttled, at_work_ms } = requests;
  const mean = (sent * 1000) / Math.max(at_work_ms, 1000);
  const facts: [string, string][] = [
    [say.requests, number(sent)],
    [say.throttled, number(throttled)],
    [say.working, t.duration(at_work_ms)],
    [say.mean, mean.toFixed(1)],
    ...(cap_per_s === undefined ? [] : [[say.cap, say.per_second(cap_per_s)] as [string, string]]),
    [say.outages, number(outages.length)],
  ];
  return section("pace", title, terms("figures", facts), plot(timeline, mean, cap_per_s, t), outagesOf(outages, t));
}

function plot(timeline: Timeline, mean: number, cap_per_s: number | undefined, t: ReportTexts): Html {
  const say = t.pace;
  const { width_s, throttled, outages, cuts } = timeline;
  const key = (name: string, words: string, shown = true) =>
    shown ? html`<span class="key ${name}">${words}</span>` : undefined;
  const offset_s = zoneOffset_ms((timeline.starts_s[0] ?? 0) * 1000) / 1000;
  const data = { ...timeline, cap_per_s: cap_per_s ?? null, offset_s, words: say.readout };
  return html`<figure class="pace">
<div id="plot" role="img" aria-label="${readAloud(timeline, mean, say)}"></div>
<figcaption>
${key("rate", say.key_rate(t.duration(width_s * 1000)))}
${key("cap", say.key_cap, cap_per_s !== undefined)}
${key(
  "throttle",
  say.key_throttled,
  throttled.some((count) => count > 0),
)}
${key("outage", say.key_outage, outages.length > 0)}
${key("cut", say.key_gap, cuts.length > 0)}
<output id="readout"></output>
</figcaption>
</figure>
<noscript>${note(say.no_script)}</noscript>
<script type="application/json" id="pace-data">${asJson(data)}</script>`;
}

function readAloud({ rates, cuts }: Timeline, mean: number, say: ReportTexts["pace"]): string {
  const known = rates.filter((rate): rate is number => rate !== null);
  const fastest = known.reduce((most, rate) => Math.max(most, rate), 0);
  return say.read_aloud(cuts.length + 1, mean.toFixed(1), fastest.toFixed(1));
}

function outagesOf(outages: ReportFacts["outages"], t: ReportTexts): Html | undefined {
  const say = t.outages;
  if (outages.length === 0) return undefined;
  const body = outages.slice(-OUTAGES_SHOWN).map(
    ({ began_at_ms, ended_at_ms, command, run_id, message }) => html`<tr><td>${moment(began_at_ms)}</td>
<td>${lasted(began_at_ms, ended_at_ms, t)}</td><td>${command} ${run_id}</td><td>${message ?? ""}</td></tr>`,
  );
  const more = outages.length - body.length;
  return html`<h3>${say.title}</h3>
${table(say.caption, [say.began, say.lasted, say.run, say.sign].map(column), body)}
${more > 0 ? note(say.more(more)) : ""}`;
}
