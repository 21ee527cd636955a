import type { FieldHints } from "../../model/column-hints.js";
import { percent } from "../../model/numbers.js";
import type { FieldDefinition } from "../../model/payload.js";
import type { PartToTell } from "../../texts/catalogue.js";
import type { FilledColumn } from "../../texts/en/drafts.js";
import { saying } from "../../texts/saying.js";
import { IDENTIFICATION, MAIL, MOBILE, MOBILE_CODE } from "../columns/personal.js";
import { matchTitles } from "../columns/title.js";
import type { ColumnProfile } from "./column-profile.js";
import { type Entry, ToDecide } from "./entry.js";
import type { FieldFinding } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";

/** What a field names is found in Feishu by a person's mail or phone, where the export has them. */
export function proposePerson(
  shape: FieldDefinition,
  hints: FieldHints | undefined,
  table: TableProfile,
): FieldFinding | undefined {
  if (shape.resolvable === undefined) return undefined;
  const [email] = matchTitles(table.usable, MAIL).filter((column) => column.mails >= column.filled / 2);
  const [mobile] = matchTitles(table.usable, MOBILE);
  const [mobile_code] = mobile === undefined ? [] : matchTitles(table.usable, MOBILE_CODE);
  const [identification] = matchTitles(table.usable, IDENTIFICATION);
  const kinds = { email, mobile, mobile_code, identification };
  const entries = Object.entries(kinds).flatMap(([key, column]): Entry[] =>
    column === undefined ? [] : [{ key, content: column.title }],
  );
  const columns = Object.values(kinds).flatMap((column) => column ?? []);
  if (columns.length === 0) return undefined;
  return {
    verdict: "likely",
    columns,
    reason: saying("draft_person", { columns: filledOf(columns, table) }),
    content: { pairs: [{ key: "resolve", content: { pairs: entries } }] },
    notes: [saying("draft_lookup"), ...ledgerNotes(hints, table)],
  };
}

/** Who imports the candidates, too, has their ids in that ledger. */
function ledgerNotes(hints: FieldHints | undefined, table: TableProfile): PartToTell[] {
  const [column] = matchTitles(table.usable, hints?.legacy_titles ?? []);
  return column === undefined ? [] : [saying("draft_ledger", { column: column.title })];
}

function filledOf(columns: readonly ColumnProfile[], table: TableProfile): FilledColumn[] {
  const rows = table.rows - table.unreadable;
  return columns.map(({ title, filled }) => ({ title, filled: percent(filled, rows) }));
}

/** A field that no column could be told for, and that must be there. */
export function undecidedField(shape: FieldDefinition, table: TableProfile): FieldFinding {
  return {
    verdict: "to_decide",
    columns: [],
    reason: saying("draft_no_column", { times: [] }),
    content: new ToDecide(saying("draft_name_column_of", { field: shape.name })),
    notes: otherWays(shape, table),
  };
}

/** How else what a field names may be found. */
export function otherWays(shape: FieldDefinition, table: TableProfile): PartToTell[] {
  if (shape.resolvable === undefined) return [];
  return [saying("draft_join"), saying("draft_lookup"), ...mailColumns(table)];
}

/** Under other titles, mail addresses may be a recruiter's: a wrong person would be found for every row. */
function mailColumns(table: TableProfile): PartToTell[] {
  const columns = table.usable.filter(({ mails, filled }) => mails >= filled / 2).map(({ title }) => title);
  return columns.length === 0 ? [] : [saying("draft_email_columns", { columns })];
}
