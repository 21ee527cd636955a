import { basename } from "node:path";
import { contentsOf } from "../../../engine/staging/not-rows.js";
import type { FileOutcome } from "../../../ledger/rows/history.js";
import type { Counts, Status } from "../../../model/status.js";
import { rowsOf } from "../../../model/status.js";
import { number } from "../../numbers.js";
import type { ReportTexts } from "../../texts/en/report.js";
import type { ReportFacts } from "./facts.js";
import { type Html, html } from "./html.js";
import { column, count, note, numbers, section, table } from "./pieces.js";
import { READING_ORDER, share } from "./words.js";

const BAR_WIDTH = 1000;
const THINNEST = 6;
const SHA_SHOWN = 12;

/** Every row in one status: shown as a sum, a bar and a table. */
export function totals(
  { rows, counts, skips, changed }: Pick<ReportFacts, "rows" | "counts" | "skips" | "changed">,
  t: ReportTexts,
): Html {
  const say = t.totals;
  const parts = READING_ORDER.filter((status) => counts[status] > 0);
  const sum = parts.map(
    (status, index) => html`${index === 0 ? "" : html`<span class="operator">+</span>`}
<span class="term ${status}"><b>${number(counts[status])}</b> ${t.statuses[status]}</span>`,
  );
  const body = READING_ORDER.map(
    (status) => html`<tr><th scope="row" class="status"><span class="swatch ${status}"></span>${t.statuses[status]}</th>
${count(counts[status])}<td class="number">${share(counts[status], rows)}</td><td>${t.meanings[status]}</td></tr>`,
  );
  const foot = html`<tr><th scope="row">${say.all}</th><td class="number">${number(rows)}</td>
<td class="number">${share(rows, rows)}</td><td></td></tr>`;
  const head = [column(say.status), numbers(say.count), numbers(say.share), column(say.meaning)];
  return section(
    "totals",
    say.title,
    html`<p class="sum"><span class="term"><b>${number(rows)}</b> ${say.rows}</span>
<span class="operator">=</span> ${sum}</p>`,
    rows === 0 ? "" : bar(counts, parts, rows, t),
    table(say.caption, head, body, foot),
    skips.length === 0
      ? ""
      : note(
          say.left_out,
          skips.map(
            (skip, index) => html`${index === 0 ? "" : say.between}${say.left_out_part(skip.count, skip.message)}`,
          ),
          say.stop,
        ),
    changed === 0 ? "" : note(t.verdicts.changed(changed)),
  );
}

/** As wide as the counts say, but never so thin that a status cannot be seen. */
function bar(counts: Counts, parts: readonly Status[], rows: number, { statuses }: ReportTexts): Html {
  const wanted = parts.map((status) => Math.max((counts[status] * BAR_WIDTH) / rows, THINNEST));
  const scale = BAR_WIDTH / wanted.reduce((sum, width) => sum + width, 0);
  let left = 0;
  const pieces = parts.map((status, index) => {
    const width = (wanted[index] as number) * scale;
    const piece = html`<rect class="${status}" x="${left.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="10"/>`;
    left += width;
    return piece;
  });
  const said = parts.map((status) => `${number(counts[status])} ${statuses[status]}`).join(", ");
  return html`<svg class="bar" viewBox="0 0 ${BAR_WIDTH} 10" preserveAspectRatio="none" role="img" aria-label="${said}">
${pieces}</svg>`;
}

/** What each file has brought. The sums are those of the totals. */
export function files({ files: all, counts, rows }: ReportFacts, t: ReportTexts): Html {
  const say = t.files;
  const shown = READING_ORDER.filter((status) => counts[status] > 0);
  const correcting = all.some(({ mended, mends }) => mended + mends > 0);
  const names = namesOf(all);
  const body = all.map((file, index) => {
    const hash = html`<code class="hash" title="SHA-256 ${file.sha256}">${file.sha256.slice(0, SHA_SHOWN)}</code>`;
    return html`<tr><th scope="row"><bdi class="file">${names[index]}</bdi> ${hash}${corrects(file, say)}</th>
${count(rowsOf(file.counts))}${shown.map((status) => count(file.counts[status]))}
${correcting ? count(file.mended) : ""}<td class="number">${notRows(file, say)}</td></tr>`;
  });
  const mended = all.reduce((sum, file) => sum + file.mended, 0);
  const foot = html`<tr><th scope="row">${say.all}</th><td class="number">${number(rows)}</td>
${shown.map((status) => count(counts[status]))}${correcting ? count(mended) : ""}<td></td></tr>`;
  const head = [
    column(say.file),
    numbers(say.rows),
    ...shown.map((status) => numbers(t.statuses[status])),
    ...(correcting ? [numbers(say.corrected)] : []),
    numbers(say.not_rows),
  ];
  return section("files", say.title, table(say.caption, head, body, foot), note(say.note));
}

function corrects({ mends: rows }: FileOutcome, say: ReportTexts["files"]): Html | undefined {
  return rows === 0 ? undefined : html` <span class="note">${say.corrects(rows)}</span>`;
}

/** The name, or where two files have the same one, the whole path. */
function namesOf(all: readonly FileOutcome[]): string[] {
  const names = all.map(({ path }) => basename(path));
  return all.map(({ path }, index) => {
    const name = names[index] as string;
    return names.indexOf(name) === names.lastIndexOf(name) ? name : path;
  });
}

function notRows({ not_rows }: FileOutcome, say: ReportTexts["files"]): Html | string {
  if (not_rows === null) return html`<abbr title="${say.unread}">?</abbr>`;
  const kinds = Object.values(contentsOf(not_rows).not_rows);
  return number(kinds.reduce((sum, { count }) => sum + count, 0));
}
