import type { FieldDefinition } from "../../model/payload.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import type { ColumnProfile } from "./column-profile.js";
import type { Entry } from "./entry.js";

/** `sure`: title and content agree. `likely`: one says so. `to_decide`: a person has to. `left_out`: nothing fits. */
export type FieldVerdict = "sure" | "likely" | "to_decide" | "left_out";

/** Where a field's value is proposed to come from. */
export interface FieldDraft {
  readonly field: string;
  readonly verdict: FieldVerdict;
  readonly columns: readonly ColumnProfile[];
  /** Why, without a full stop. */
  readonly reason: PartToTell;
  /** Columns that might be it as well. */
  readonly alternatives: readonly ColumnProfile[];
  readonly entry: Entry;
  /** Its times carry no offset, at least some of them. */
  readonly needs_zone?: boolean;
}

export interface FieldFinding {
  readonly verdict: FieldVerdict;
  readonly columns: readonly ColumnProfile[];
  readonly reason: PartToTell;
  readonly alternatives?: readonly ColumnProfile[];
  readonly content: Entry["content"];
  /** More lines above the entry. */
  readonly notes?: readonly PartToTell[];
  readonly needs_zone?: boolean;
}

/** A finding with its words for the file. `taken`: columns that some field has, so that they are no alternatives. */
export function proposal(shape: FieldDefinition, finding: FieldFinding, taken: ReadonlySet<ColumnProfile>): FieldDraft {
  const { verdict, columns, reason, content, notes = [], needs_zone } = finding;
  const alternatives = (finding.alternatives ?? []).filter((column) => !taken.has(column));
  const titles = alternatives.map(({ title }) => title);
  return {
    field: shape.name,
    verdict,
    columns,
    reason,
    alternatives,
    entry: {
      key: shape.name,
      content,
      above: [
        saying("draft_field", { meaning: shape.meaning, reason }),
        ...(titles.length === 0 ? [] : [saying("draft_alternatives", { titles })]),
        ...notes,
      ],
      ...(verdict === "left_out" ? { is_off: true } : {}),
    },
    ...(needs_zone === undefined ? {} : { needs_zone }),
  };
}

/** `column: X`, or `columns: [X, Y]`. */
export function sourceEntry(columns: readonly ColumnProfile[]): Entry {
  const [first, ...others] = columns.map(({ title }) => title);
  if (first === undefined) throw new Error("a field cannot come from no column");
  return others.length === 0 ? { key: "column", content: first } : { key: "columns", content: [first, ...others] };
}

/** Why a column was taken. */
export function byTitle(columns: readonly ColumnProfile[]): PartToTell {
  return saying("draft_by_name", { columns: columns.length });
}
