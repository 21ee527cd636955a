import type { Failure } from "../words/failure.js";
import type { PayloadValue } from "../words/target-shape.js";
import { cutShort } from "../words/text.js";
import type { Columns } from "./header.js";
import type { ColumnRef, MappedField } from "./mapping.js";
import type { IsEmpty } from "./text.js";
import { trimCell } from "./text.js";
import { isProblem, type Problem, type ReadValue } from "./value.js";

/** A field whose columns were found in an export. */
export interface BoundField {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly index: number }[];
  readonly required: boolean;
  /** The field's value of a record; undefined where the record says nothing. */
  readonly read: (cells: readonly string[]) => PayloadValue | undefined | Failure;
}

/** What each BoundField needs to know beside its own mapping. */
export interface ReadRules {
  readonly columns: Columns;
  readonly is_empty: IsEmpty;
  readonly accept: (id: string) => boolean;
}

const MISSING: Problem = {
  kind: "missing_value",
  message: "a required value is missing",
  hint: "Fill in the cell, or leave such rows out with `where` in the mapping.",
};

const MISSING_PART: Problem = {
  kind: "missing_value",
  message: "a part of the field's template is empty",
  hint: "Fill in the cell, or leave such rows out with `where` in the mapping.",
};

export function bindField(field: MappedField, rules: ReadRules): BoundField {
  const { source, required } = field;
  const { name } = field.shape;
  if (source.kind === "constant") return { name, columns: [], required, read: () => source.value };
  const find = (column: ColumnRef) => ({ name: column.name, index: rules.columns.indexOf(column) });
  if (source.kind === "columns") {
    const columns = source.columns.map(find);
    return { name, columns, required, read: columnsReader(field, columns, rules) };
  }
  const parts = source.parts.map((part) => (typeof part === "string" ? part : find(part)));
  const columns = parts.filter((part) => typeof part !== "string");
  return { name, columns, required, read: templateReader(field, parts, rules) };
}

type Column = BoundField["columns"][number];

function columnsReader(field: MappedField, columns: readonly Column[], rules: ReadRules): BoundField["read"] {
  const { required, table } = field;
  const { is_empty } = rules;
  const finish = finisher(field, rules);
  const first = columns[0] as Column;
  return (cells) => {
    for (const column of columns) {
      const text = trimCell(cells[column.index] ?? "");
      if (!is_empty(text)) return finish(text, column.name);
    }
    const text = trimCell(cells[first.index] ?? "");
    const listed = table?.get(text);
    if (listed !== undefined) return listed;
    return required ? failure(MISSING, field.shape.name, first.name, text) : undefined;
  };
}

function templateReader(field: MappedField, parts: readonly (string | Column)[], rules: ReadRules): BoundField["read"] {
  const { name, kind } = field.shape;
  const finish = finisher(field, rules);
  const read_part = kind === "id" ? field.reader(rules.accept) : undefined;
  const titles = parts.filter((part) => typeof part !== "string").map((part) => part.name);
  const title = titles.join(", ");
  return (cells) => {
    let whole = "";
    for (const part of parts) {
      if (typeof part === "string") {
        whole += part;
        continue;
      }
      const text = trimCell(cells[part.index] ?? "");
      if (rules.is_empty(text)) return failure(MISSING_PART, name, part.name, text);
      // A damaged part is harder to see in the whole: 6.96E+18-1042.
      const read = field.table === undefined ? read_part?.(text) : undefined;
      if (read !== undefined && isProblem(read)) return failure(read, name, part.name, text);
      whole += text;
    }
    return finish(whole, title);
  };
}

function finisher(field: MappedField, rules: ReadRules): (text: string, column: string) => PayloadValue | Failure {
  const { name } = field.shape;
  const read: ReadValue = field.reader(rules.accept);
  return (text, column) => {
    const value = read(text);
    return isProblem(value) ? failure(value, name, column, text) : value;
  };
}

function failure(problem: Problem, field: string, column: string, text: string): Failure {
  return { ...problem, field, column, value: cutShort(text) };
}
