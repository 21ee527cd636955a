import type { FieldHints } from "../../model/column-hints.js";
import type { FieldDefinition } from "../../model/payload.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { isPersonal, isPersonalTitle } from "../columns/personal.js";
import { titleKey } from "../columns/title.js";
import { candidatesFor } from "./candidates.js";
import type { ColumnProfile } from "./column-profile.js";
import { type Entry, ToDecide } from "./entry.js";
import { byTitle, type FieldFinding } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";
import type { ValueCount } from "./value-counts.js";

/** What people can look through. */
const SHOWN_MAX = 60;
/** More values to decide than these are decided together, by `otherwise`. */
const TO_DECIDE_MAX = 12;
const SHOWN_CHARS_MAX = 40;

/** A field whose values are the target's own: each value of the column, with its count, and what it means. */
export function proposeChoice(
  shape: FieldDefinition,
  hints: FieldHints | undefined,
  table: TableProfile,
): FieldFinding | undefined {
  const possible = table.usable.filter(({ title, mails, filled }) => !isPersonalTitle(title) && mails < filled / 2);
  const { columns, is_sure, alternatives } = candidatesFor(hints, possible);
  // What a title leaves open, the values may tell: of a source's name and its kind, the kind has words that are known.
  const candidates = is_sure ? columns.slice(0, 1) : [...columns.slice(0, 1), ...alternatives];
  const [column] = candidates.sort((a, b) => knownShare(b, hints, shape) - knownShare(a, hints, shape));
  if (column === undefined) return undefined;
  const shown = column.values.top(SHOWN_MAX).filter(({ text }) => text.length <= SHOWN_CHARS_MAX && !isPersonal(text));
  if (shown.length === 0) return undefined;
  const { entries, is_decided, known } = valuesOf(column, shown, hints, shape);
  return {
    verdict: is_decided ? (is_sure ? "sure" : "likely") : "to_decide",
    columns: [column],
    reason: saying("draft_values_known", { by: byTitle([column]), is_sure, known, values: column.values.size }),
    alternatives: [...columns, ...alternatives].filter((each) => each !== column),
    notes: choicesOf(shape),
    content: { pairs: [{ key: "column", content: column.title }, ...entries] },
  };
}

/** The numbers that Feishu knows, as a line of comment. */
export function choicesOf({ choices = {} }: FieldDefinition): PartToTell[] {
  return Object.keys(choices).length === 0 ? [] : [saying("draft_choices", { choices })];
}

function valuesOf(
  column: ColumnProfile,
  shown: readonly ValueCount[],
  hints: FieldHints | undefined,
  shape: FieldDefinition,
) {
  const meaningOf = meaningsOf(hints, shape);
  const unknown = shown.filter((each) => meaningOf(each) === undefined);
  const together = unknown.length > TO_DECIDE_MAX && unknown.length < shown.length;
  const entries = shown.map((each): Entry => {
    const beside = saying("draft_rows", { rows: each.count });
    const content = meaningOf(each) ?? new ToDecide();
    return { key: each.text, content, beside, ...(content instanceof ToDecide && together ? { is_off: true } : {}) };
  });
  const hidden = column.filled - shown.reduce((sum, { count }) => sum + count, 0);
  const left = together ? unknown.reduce((sum, { count }) => sum + count, hidden) : hidden;
  const values: Entry = { key: "values", content: { pairs: entries } };
  return {
    entries: left === 0 ? [values] : [values, otherwise(left)],
    is_decided: unknown.length + hidden === 0,
    known: shown.length - unknown.length,
  };
}

function meaningsOf(hints: FieldHints | undefined, shape: FieldDefinition) {
  const meanings = new Map(Object.entries(hints?.values ?? {}).map(([text, value]) => [titleKey(text), value]));
  return ({ text }: ValueCount) => meanings.get(titleKey(text)) ?? itself(text, shape);
}

/** The share of a column's cells whose meaning is known. */
function knownShare({ values, filled }: ColumnProfile, hints: FieldHints | undefined, shape: FieldDefinition): number {
  const meaningOf = meaningsOf(hints, shape);
  const known = values.top(values.size).filter((value) => meaningOf(value) !== undefined);
  return known.reduce((sum, { count }) => sum + count, 0) / filled;
}

/** A target that takes the text of an id takes one that the column holds. */
function itself(text: string, { kind }: FieldDefinition): string | undefined {
  return kind === "id" && /^\d{15,}$/.test(text) ? text : undefined;
}

function otherwise(rows: number): Entry {
  const content = new ToDecide(saying("draft_other_values"));
  return { key: "otherwise", content, beside: saying("draft_rows", { rows }) };
}
