import { basename } from "node:path";
import type { Problem } from "../../ledger/report.js";
import { number } from "../numbers.js";
import type { ReportFacts } from "./facts.js";
import { type Html, html } from "./html.js";
import { column, count, note, numbers, section, table } from "./pieces.js";
import type { Todo } from "./todo.js";
import { named } from "./words.js";

const CAUSES_SHOWN = 50;
const EXAMPLES_SHOWN = 5;

/** What somebody has to do, with commands that can be pasted. */
export function left(todos: readonly Todo[]): Html {
  const items = todos.map(({ what, command }) => html`<li>${what}<pre><code>${command}</code></pre></li>`);
  const nothing = html`<p>Nothing. Keep the ledger until nobody needs the import any more.</p>`;
  return section("left", "What is left to do", items.length === 0 ? nothing : html`<ul class="todo">${items}</ul>`);
}

/** Why rows are not in Feishu Hire. Values are those that `check` shows: of used columns, and cut short. */
export function causes({ causes: all, files }: ReportFacts): Html | undefined {
  if (all.length === 0) return undefined;
  const several = files.length > 1;
  const body = all.slice(0, CAUSES_SHOWN).map((problem) => causeRow(problem, several));
  const more = all.length - CAUSES_SHOWN;
  const head = [numbers("Rows"), column("Status"), column("Cause and what to do"), column("First lines")];
  return section(
    "causes",
    "Why rows are not there",
    table("Causes, the most frequent first", head, body),
    more > 0 ? note(`And ${number(more)} more causes: hire-import status --json tells all of them.`) : "",
  );
}

function causeRow(problem: Problem, several: boolean): Html {
  const { status, field, column: title, message, code, hint, count: rows, examples } = problem;
  const where =
    field === null ? "" : html`<b>${field}</b>${title === null ? "" : html` (column <bdi>${title}</bdi>)`}: `;
  const shown = examples.slice(0, EXAMPLES_SHOWN).map(({ path, line, value }) => {
    const said = value === null || value === "" ? "" : html` <q><bdi>${value}</bdi></q>`;
    return html`<li>${several ? html`<bdi>${basename(path)}</bdi> ` : ""}line ${number(line)}${said}</li>`;
  });
  const more = rows - shown.length;
  return html`<tr>${count(rows)}<td class="status"><span class="swatch ${status}"></span>${named(status)}</td>
<td>${where}${message}${code === null ? "" : html` <code>${code}</code>`}<br><span class="note">→ ${hint}</span></td>
<td><ul class="lines">${shown}${more > 0 ? html`<li class="note">and ${number(more)} more</li>` : ""}</ul></td></tr>`;
}
