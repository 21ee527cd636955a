import type { FieldHints } from "../../model/column-hints.js";
import { saying } from "../../texts/saying.js";
import { isPersonalTitle } from "../columns/personal.js";
import { matchTitles, titleKey } from "../columns/title.js";
import { candidatesFor } from "./candidates.js";
import type { ColumnProfile } from "./column-profile.js";
import { byTitle, type FieldFinding, sourceEntry } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";

/** Free text: by its title, or by values that tell. */
export function proposeText(hints: FieldHints | undefined, table: TableProfile): FieldFinding | undefined {
  // Who somebody is belongs into a field for just that, and into no other.
  const meant = matchTitles(table.usable, (hints?.titles ?? []).flat());
  const possible = table.usable.filter((column) => !column.isTime && (meant.includes(column) || !isPersonal(column)));
  const { columns, is_sure, alternatives } = candidatesFor(hints, possible);
  if (columns.length > 0) {
    const by = byTitle(columns);
    const reason = is_sure ? by : saying("draft_by_doubtful_name", { by, meant: "thing" });
    return { verdict: is_sure ? "sure" : "likely", columns, reason, alternatives, content: contentOf(columns) };
  }
  const telling = possible.find((column) => tells(column, hints?.telling_values ?? []));
  if (telling === undefined) return undefined;
  // Rows that have not ended hold other words there, so it is for a person to say.
  const reason = saying("draft_by_values", { column: telling.title });
  return { verdict: "left_out", columns: [], reason, content: telling.title };
}

function isPersonal({ title, mails, filled }: ColumnProfile): boolean {
  return isPersonalTitle(title) || mails >= filled / 2;
}

export function contentOf(columns: readonly ColumnProfile[]): FieldFinding["content"] {
  const entry = sourceEntry(columns);
  return columns.length === 1 ? entry.content : { pairs: [entry] };
}

/** Whether a column of few values has one of each list. */
function tells({ values }: ColumnProfile, lists: readonly (readonly string[])[]): boolean {
  if (lists.length === 0 || values.more > 0) return false;
  const held = new Set(values.top(values.size).map(({ text }) => titleKey(text)));
  return lists.every((list) => list.some((value) => held.has(titleKey(value))));
}
