import { percent } from "../../model/numbers.js";
import type { FieldDefinition } from "../../model/payload.js";
import { IDENTIFICATION, MAIL, MOBILE, MOBILE_CODE } from "../columns/personal.js";
import { matchTitles } from "../columns/title.js";
import type { ColumnProfile } from "./column-profile.js";
import { type Entry, ToDecide } from "./entry.js";
import type { FieldFinding } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";

const LOOKUP =
  "Or look it up in a second CSV with both ids: { column: …, lookup: { file: talents.csv, key: …, value: … } }.";

/** What a field names is found in Feishu by a person's mail or phone, where the export has them. */
export function proposePerson(shape: FieldDefinition, table: TableProfile): FieldFinding | undefined {
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
    reason: `no column holds it; Feishu is asked for each person (${filledOf(columns, table)})`,
    content: { pairs: [{ key: "resolve", content: { pairs: entries } }] },
    notes: [LOOKUP],
  };
}

function filledOf(columns: readonly ColumnProfile[], table: TableProfile): string {
  const rows = table.rows - table.unreadable;
  return columns.map(({ title, filled }) => `${title} filled in ${percent(filled, rows)}`).join(", ");
}

/** A field that no column could be told for, and that must be there. */
export function undecidedField(shape: FieldDefinition, table: TableProfile): FieldFinding {
  const notes =
    shape.resolvable === undefined
      ? []
      : [
          "Join a column in that holds it, or let Feishu be asked: { resolve: { email: …, mobile: … } }.",
          LOOKUP,
          ...mailColumns(table),
        ];
  const reason = "no matching column";
  return {
    verdict: "to_decide",
    columns: [],
    reason,
    content: new ToDecide(`name the column of the ${shape.name}`),
    notes,
  };
}

/** Under other titles, mail addresses may be a recruiter's: a wrong person would be found for every row. */
function mailColumns(table: TableProfile): string[] {
  const columns = table.usable.filter(({ mails, filled }) => mails >= filled / 2).map(({ title }) => title);
  return columns.length === 0 ? [] : [`Columns with email addresses: ${columns.join(", ")}. Are they the candidates'?`];
}
