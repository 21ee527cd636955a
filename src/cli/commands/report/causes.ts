import { basename } from "node:path";
import type { Problem } from "../../../ledger/runs/summary.js";
import { number } from "../../numbers.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { ReportFacts } from "./facts.js";
import { type Html, html } from "./html.js";
import { column, count, note, numbers, section, table } from "./pieces.js";
import type { Todo } from "./todo.js";

const CAUSES_SHOWN = 50;
const EXAMPLES_SHOWN = 5;

/** What somebody has to do, with commands that can be pasted. */
export function left(todos: readonly Todo[], { todo: say }: ReportTexts): Html {
  const items = todos.map(({ what, command }) => html`<li>${what}<pre><code>${command}</code></pre></li>`);
  const nothing = html`<p>${say.nothing}</p>`;
  return section("left", say.title, items.length === 0 ? nothing : html`<ul class="todo">${items}</ul>`);
}

/** Why rows are not in Feishu Hire. Values are those that `check` shows: of used columns, and cut short. */
export function causes({ causes: all, files }: ReportFacts, t: ReportTexts): Html | undefined {
  const say = t.causes;
  if (all.length === 0) return undefined;
  const several = files.length > 1;
  const body = all.slice(0, CAUSES_SHOWN).map((problem) => causeRow(problem, several, t));
  const more = all.length - CAUSES_SHOWN;
  const head = [numbers(say.rows), column(say.status), column(say.cause), column(say.lines)];
  return section("causes", say.title, table(say.caption, head, body), more > 0 ? note(say.more(more)) : "");
}

function causeRow(problem: Problem, several: boolean, t: ReportTexts): Html {
  const { status, field, column: title, message, code, hint, count: rows, examples } = problem;
  const title_of =
    title === null ? "" : html`${t.brackets_open}<bdi>${t.causes.column(title)}</bdi>${t.brackets_close}`;
  const where = field === null ? "" : html`<b>${field}</b>${title_of}${t.colon}`;
  const shown = examples.slice(0, EXAMPLES_SHOWN).map(({ path, line, value }) => {
    const said = value === null || value === "" ? "" : html` <q><bdi>${value}</bdi></q>`;
    return html`<li>${several ? html`<bdi>${basename(path)}</bdi> ` : ""}${t.lines(number(line))}${said}</li>`;
  });
  const more = rows - shown.length;
  return html`<tr>${count(rows)}<td class="status"><span class="swatch ${status}"></span>${t.statuses[status]}</td>
<td>${where}${message}${code === null ? "" : html` <code>${code}</code>`}<br><span class="note">→ ${hint}</span></td>
<td><ul class="lines">${shown}${more > 0 ? html`<li class="note">${t.more(more)}</li>` : ""}</ul></td></tr>`;
}
