import type { FieldHints } from "../../model/column-hints.js";
import { percent } from "../../model/numbers.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { isPersonalTitle } from "../columns/personal.js";
import { matchTitles } from "../columns/title.js";
import { candidatesFor } from "./candidates.js";
import type { ColumnProfile } from "./column-profile.js";
import type { DistinctValues } from "./distinct-values.js";
import { ToDecide } from "./entry.js";
import { byTitle, type FieldFinding } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";

/** An export holds a few applications twice; a column that repeats itself more often is not what makes a row. */
const UNIQUE_MIN = 0.98;
/** Fewer rows prove nothing. */
const UNIQUE_ROWS_MIN = 5;
const FILLED_MIN = 0.9;
/** The place of a row in a list is another one in the next list. */
const ROW_NUMBERS = ["No", "Nr", "Row", "Row Number", "Line", "Index", "序号", "行号", "#"];

/** Where the id comes from that identifies a row: a column, or several together. */
export function proposeKey(hints: FieldHints | undefined, table: TableProfile): FieldFinding {
  const ids = table.usable.filter((column) => column.ids >= column.filled / 2);
  const named = candidatesFor({ titles: hints?.titles ?? [] }, ids);
  const unnamed = matchTitles(ids, hints?.fallback ?? []).filter((column) => isUnique(column, table));
  return (
    fromNamed(named.columns, named.alternatives, table) ??
    fromUnnamed(unnamed) ??
    fromParts(table, (columns) => !columns.some(({ isTime }) => isTime)) ??
    fromPerson(hints, ids, table) ??
    fromParts(table, () => true) ??
    fromContent(ids, table) ??
    undecided(named.columns, table)
  );
}

function fromNamed(
  [column, ...others]: readonly ColumnProfile[],
  alternatives: readonly ColumnProfile[],
  table: TableProfile,
): FieldFinding | undefined {
  if (column === undefined || isRepeated(column.different)) return undefined;
  const reason = saying("draft_key_by_name", { different: column.different });
  const notes = damageNotes(column);
  return {
    verdict: "sure",
    columns: [column],
    reason,
    alternatives: [...others, ...alternatives],
    content: column.title,
    notes: [...notes, ...gapNotes(column, table)],
  };
}

function fromUnnamed([column]: readonly ColumnProfile[]): FieldFinding | undefined {
  if (column === undefined) return undefined;
  const reason = saying("draft_key_by_doubtful_name", { different: column.different });
  return { verdict: "likely", columns: [column], reason, content: column.title, notes: damageNotes(column) };
}

/** A candidate and a job make an application. */
function fromParts(
  table: TableProfile,
  isWanted: (columns: readonly ColumnProfile[]) => boolean,
): FieldFinding | undefined {
  const combination = table.combinations.find(
    ({ columns, different }) =>
      isWanted(columns) && columns.every(canBePart) && different.seen > 0 && !isRepeated(different),
  );
  if (combination === undefined) return undefined;
  const { columns, different } = combination;
  const gaps = table.rows - table.unreadable - different.seen;
  const incomplete = gaps > 0 ? [saying("draft_key_incomplete", { rows: gaps })] : [];
  return {
    verdict: "likely",
    columns,
    reason: saying("draft_key_of_parts", { different }),
    content: { pairs: [{ key: "template", content: columns.map(({ title }) => `{${title}}`).join("-") }] },
    notes: incomplete,
  };
}

function fromPerson(
  hints: FieldHints | undefined,
  ids: readonly ColumnProfile[],
  table: TableProfile,
): FieldFinding | undefined {
  const [column] = matchTitles(ids, hints?.parts?.[0] ?? []).filter((each) => isUnique(each, table));
  if (column === undefined) return undefined;
  const reason = saying("draft_key_of_person", { different: column.different });
  const notes = [saying("draft_add_job")];
  return { verdict: "likely", columns: [column], reason, content: column.title, notes };
}

function fromContent(ids: readonly ColumnProfile[], table: TableProfile): FieldFinding | undefined {
  const unique = uniqueIds(ids, table);
  const [column] = unique;
  if (column === undefined || unique.length > 1) return undefined;
  const reason = saying("draft_key_by_content", { different: column.different });
  return { verdict: "likely", columns: [column], reason, content: column.title, notes: damageNotes(column) };
}

function undecided(named: readonly ColumnProfile[], table: TableProfile): FieldFinding {
  const unique = uniqueIds(
    table.usable.filter((column) => column.ids >= column.filled / 2),
    table,
  );
  const reason =
    named.length > 0 ? saying("draft_key_repeats", { columns: named }) : saying("draft_no_column", { times: [] });
  return {
    verdict: "to_decide",
    columns: [],
    reason,
    alternatives: unique,
    content: new ToDecide(saying("draft_name_key")),
    notes: [saying("draft_key_ways")],
  };
}

/** Columns without repeats that look like ids and nothing else. */
function uniqueIds(ids: readonly ColumnProfile[], table: TableProfile): ColumnProfile[] {
  const numbers = matchTitles(table.usable, ROW_NUMBERS);
  return ids.filter(
    (column) =>
      isUnique(column, table) &&
      column.mails === 0 &&
      column.personal === 0 &&
      !column.hasForm &&
      !column.isTime &&
      !isPersonalTitle(column.title) &&
      !numbers.includes(column),
  );
}

function isUnique(column: ColumnProfile, table: TableProfile): boolean {
  const is_filled = column.filled >= (table.rows - table.unreadable) * FILLED_MIN;
  return is_filled && column.different.seen >= UNIQUE_ROWS_MIN && !isRepeated(column.different);
}

function isRepeated({ seen, different }: DistinctValues): boolean {
  return seen - different > 2 && different < seen * UNIQUE_MIN;
}

/** A template's columns are ids themselves, and stand in braces. */
function canBePart(column: ColumnProfile): boolean {
  return column.ids >= column.filled * FILLED_MIN && !/[{}]/.test(column.title);
}

function damageNotes({ damaged_ids }: ColumnProfile): PartToTell[] {
  return damaged_ids === 0 ? [] : [saying("draft_ids_damaged", { ids: damaged_ids })];
}

function gapNotes(column: ColumnProfile, table: TableProfile): PartToTell[] {
  const gaps = table.rows - table.unreadable - column.filled;
  return gaps > 0 ? [saying("draft_key_gaps", { rows: gaps })] : [];
}

/** Where an id comes from that is known by its form, or by its title where it has none. */
export function proposeId(hints: FieldHints | undefined, table: TableProfile): FieldFinding | undefined {
  const { form } = hints ?? {};
  const ids = table.usable.filter((column) => column.ids >= column.filled / 2);
  const fitting = form === undefined ? ids : ids.filter((column) => hasForm(column, form, 0.5));
  const { columns, alternatives } = candidatesFor(hints, fitting);
  const [column] = columns;
  if (column !== undefined) {
    const reason = form === undefined ? byTitle([column]) : saying("draft_id_by_name", { share: share(column, form) });
    return {
      verdict: "sure",
      columns: [column],
      reason,
      alternatives,
      content: column.title,
      notes: damageNotes(column),
    };
  }
  if (form === undefined) return undefined;
  const [only, another] = ids.filter((each) => hasForm(each, form, FILLED_MIN) && each.ofForm(form) > 1);
  if (only === undefined || another !== undefined) return undefined;
  const reason = saying("draft_id_by_form", { share: share(only, form) });
  return { verdict: "likely", columns: [only], reason, content: only.title, notes: damageNotes(only) };
}

/** Damaged ids had a form once. */
function hasForm(column: ColumnProfile, form: RegExp, share_min: number): boolean {
  return column.ofForm(form) + column.damaged_ids >= column.filled * share_min;
}

function share(column: ColumnProfile, form: RegExp): string {
  return percent(column.ofForm(form), column.filled);
}
