import type { LeaveOutHints } from "../../model/column-hints.js";
import { cutShort } from "../../model/text.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { isPersonal } from "../columns/personal.js";
import { matchTitles, titleKey } from "../columns/title.js";
import type { ColumnProfile } from "./column-profile.js";
import type { Content, Entry } from "./entry.js";
import type { FieldDraft } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";

const SHOWN_MAX = 12;

/** Rows that had better stay behind: for a person to say, so it stands there as a comment. */
export function proposeWhere(
  hints: LeaveOutHints | undefined,
  fields: readonly FieldDraft[],
  table: TableProfile,
): Entry | undefined {
  const telling = matchTitles(table.usable, hints?.titles ?? []).flatMap((column) => {
    const items = itemsOf(column, hints as LeaveOutHints);
    return items.length === 0 ? [] : [{ column, items }];
  });
  const parts = fields.filter(({ columns, verdict }) => verdict === "likely" && columns.length > 1).flatMap(partsOf);
  const items = [
    ...telling.flatMap(({ items: each }) => each),
    ...parts.flatMap((column) => unfilledItem(column, table)),
  ];
  if (items.length === 0) return undefined;
  const above = [
    saying("draft_where"),
    ...telling.map(({ column }) => saying("draft_where_counts", { column: column.title, ...countsOf(column) })),
  ];
  return { key: "where", content: { items }, above, is_off: true };
}

/** One condition for each reason to leave rows out, so that each can be taken by itself. */
function itemsOf(column: ColumnProfile, { values }: LeaveOutHints): (readonly Entry[])[] {
  const held = column.values.top(column.values.size);
  return values.flatMap(({ why, values: words }) => {
    const keys = new Set(words.map(titleKey));
    const these = held.filter(({ text }) => keys.has(titleKey(text)));
    if (these.length === 0) return [];
    const count = these.reduce((sum, each) => sum + each.count, 0);
    return [
      conditionOf(
        column,
        "not_in",
        these.map(({ text }) => text),
        saying("draft_rows_why", { rows: count, why }),
      ),
    ];
  });
}

function conditionOf(column: ColumnProfile, key: string, content: Content, beside: PartToTell): readonly Entry[] {
  return [
    { key: "column", content: column.title },
    { key, content, beside },
  ];
}

/** The columns of a template: where one of them is empty, there is no id. */
function partsOf({ entry, columns }: FieldDraft): readonly ColumnProfile[] {
  const { content } = entry;
  const is_template = typeof content === "object" && "pairs" in content && content.pairs[0]?.key === "template";
  return is_template ? columns : [];
}

function unfilledItem(column: ColumnProfile, table: TableProfile): (readonly Entry[])[] {
  const gaps = table.rows - table.unreadable - column.filled;
  if (gaps === 0) return [];
  return [conditionOf(column, "empty", false, saying("draft_rows_empty", { rows: gaps }))];
}

function countsOf({ values }: ColumnProfile) {
  const top = values.top(SHOWN_MAX).filter(({ text }) => !isPersonal(text));
  const rest = values.size - top.length;
  const shown = top.map(({ text, count }) => ({ text: cutShort(text), count }));
  return { values: shown, has_more: rest > 0 || values.more > 0 };
}
