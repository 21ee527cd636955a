import { localMinute } from "../../../model/local-time.js";
import { number } from "../../numbers.js";
import { type Html, html, type Part } from "./html.js";

/** A part of the page under a heading of its own, which a reader can jump to. */
export function section(id: string, title: string, ...parts: readonly Part[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${parts}</section>`;
}

/** A table that scrolls by itself where it is wider than the page, also with the keyboard. */
export function table(caption: string, head: readonly Html[], body: readonly Html[], foot?: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>
${foot === undefined ? "" : html`<tfoot>${foot}</tfoot>`}
</table></div>`;
}

export const column = (title: string): Html => html`<th scope="col">${title}</th>`;
export const numbers = (title: string): Html => html`<th scope="col" class="number">${title}</th>`;

export function count(value: number): Html {
  return html`<td class="number">${value === 0 ? html`<span class="none">0</span>` : number(value)}</td>`;
}

export const note = (...parts: readonly Part[]): Html => html`<p class="note">${parts}</p>`;

/** Terms with what they are. */
export function terms(name: string, all: readonly (readonly [string, Part])[]): Html {
  const list = all.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`);
  return html`<dl class="${name}">${list}</dl>`;
}

/** A moment in local time, to the minute; machines find it to the millisecond. */
export function moment(at_ms: number): Html {
  return html`<time datetime="${new Date(at_ms).toISOString()}">${localMinute(at_ms)}</time>`;
}
