import type { FieldShape, PayloadValue, TargetShape } from "../words/target-shape.js";
import type { ReadValue } from "./value.js";
import type { ValueTable } from "./value-table.js";

/** A column as the mapping names it, and where: for messages once the export's header is known. */
export interface ColumnRef {
  readonly name: string;
  /** `fields.stage.columns[1]` */
  readonly key: string;
  readonly line: number;
}

export type Source =
  /** The first column that is not empty. */
  | { readonly kind: "columns"; readonly columns: readonly ColumnRef[] }
  | { readonly kind: "template"; readonly parts: readonly (string | ColumnRef)[] }
  | { readonly kind: "constant"; readonly value: PayloadValue };

export interface MappedField {
  readonly shape: FieldShape;
  /** Feishu requires it, or it is part of the key. */
  readonly required: boolean;
  readonly source: Source;
  /** The field's reader; `accept` lets through an id that looks as if a spreadsheet had rounded it. */
  readonly reader: (accept: (id: string) => boolean) => ReadValue;
  /** Of a field with `values`: they may list a spelling of nothing, too. */
  readonly table?: ValueTable;
}

export interface Condition {
  readonly column: ColumnRef;
  readonly in?: ValueTable;
  readonly not_in?: ValueTable;
  readonly empty?: boolean;
}

/** How an export is written, as far as the mapping says so. */
export interface CsvSettings {
  readonly encoding?: string;
  readonly delimiter?: string;
  /** Empty for none. */
  readonly quote?: string;
  /** What stands before a quote inside a quoted cell: the quote itself, or a backslash. */
  readonly escape?: string;
  /** The first line of the file is 1. */
  readonly header_line?: number;
}

/** A mapping that is right in itself; whether an export has its columns is seen by `bindMapping`. */
export interface Mapping {
  readonly path: string;
  readonly target: TargetShape;
  readonly csv: CsvSettings;
  /** SHA-256 of what the mapping says: comments, white space and the order of keys play no part. */
  readonly hash: string;
  /** Which columns, templates or constants make the key, as canonical JSON. */
  readonly key_rule: string;
  /** Spellings of nothing. */
  readonly empty: readonly string[];
  readonly where: readonly Condition[];
  /** In the order of the target's fields. */
  readonly fields: readonly MappedField[];
}

/** The titles of all columns that the mapping reads, each once. */
export function columnsOf({ fields, where }: Mapping): string[] {
  const names = new Set(where.map(({ column }) => column.name));
  for (const { source } of fields) {
    if (source.kind === "columns") for (const { name } of source.columns) names.add(name);
    if (source.kind === "template") for (const part of source.parts) if (typeof part !== "string") names.add(part.name);
  }
  return Array.from(names);
}
