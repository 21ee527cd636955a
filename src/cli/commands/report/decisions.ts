import { basename } from "node:path";
import { cutShort } from "../../../model/text.js";
import { number } from "../../numbers.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { ReportFacts } from "./facts.js";
import { type Html, html } from "./html.js";
import { column, moment, note, section, table } from "./pieces.js";

const REASON_CHARS = 200;

/** Whose applications are missing because somebody said so: each of them, why, and since when. */
export function decisions({ left_out, left_out_rows, files }: ReportFacts, t: ReportTexts): Html | undefined {
  if (left_out.length === 0) return undefined;
  const say = t.decisions;
  const body = left_out.map(({ key, path, line, at_ms, was, reason, code, message }) => {
    const file = files.length > 1 ? html`<bdi>${basename(path)}</bdi> ` : "";
    const status = t.statuses[was as keyof typeof t.statuses] ?? was ?? "";
    const cause = html`${status}${message === null ? "" : html`${t.colon}${message}`}${
      code === null ? "" : html`${t.brackets_open}${say.code(code)}${t.brackets_close}`
    }`;
    return html`<tr><th scope="row"><bdi>${key === null ? "–" : cutShort(key)}</bdi></th>
<td>${file}${t.lines(number(line))}</td><td>${cause}</td>
<td>${reason === null ? html`<span class="note">${say.no_reason}</span>` : cutShort(reason, REASON_CHARS)}</td>
<td>${moment(at_ms)}</td></tr>`;
  });
  const head = [column(say.row), column(say.where), column(say.cause), column(say.reason), column(say.date)];
  const more = left_out_rows - left_out.length;
  return section("decisions", say.title, table(say.title, head, body), more > 0 ? note(say.more(more)) : "");
}
