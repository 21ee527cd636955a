import type { Failure } from "../words/failure.js";
import type { Payload } from "../words/target-shape.js";
import { cutShort } from "../words/text.js";
import { Columns, type Header } from "./header.js";
import type { Mapping } from "./mapping.js";
import { stopOnProblems } from "./mapping-file.js";
import { type BoundField, bindField } from "./read-field.js";
import { emptyTest } from "./text.js";
import { isTotalLine } from "./total-line.js";
import { type UnmappedValue, UnmappedValues } from "./unmapped.js";
import { bindWhere } from "./where.js";

/** What a record became. `key` is there whenever the key's own fields can be read. */
export type Mapped =
  | { readonly kind: "payload"; readonly key: string; readonly payload: Payload }
  | { readonly kind: "excluded"; readonly key?: string; readonly failure: Failure }
  | { readonly kind: "invalid"; readonly key?: string; readonly failure: Failure };

/** Maps the records of one export. It keeps no record; only unmapped values are counted. */
export interface RowMapper {
  /** `cells` as many as the header has. The payload's keys stand in the order of the target's fields. */
  map(cells: readonly string[]): Mapped;
  /** Whether the record is a total line; to be asked only where no further row may follow. */
  looksLikeTotal(cells: readonly string[]): boolean;
  /** The values outside `values` among the records mapped so far. */
  unmapped(): UnmappedValue[];
  /** The columns that the mapping uses, in the export's order: all others are private. */
  readonly columns_used: readonly string[];
}

export interface BindOptions {
  /** Lets through an id that looks as if a spreadsheet had rounded it: who knows the whole column can tell. */
  readonly accept_rounded?: (field: string, id: string) => boolean;
}

/**
 * Finds the mapping's columns in an export's header. Throws a Stop (exit 2, `no_such_column`) that names the
 * mapping's line and key for every column that is not there, or there more than once.
 */
export function bindMapping(
  mapping: Mapping,
  header: Header,
  export_name: string,
  options: BindOptions = {},
): RowMapper {
  const unmapped = new UnmappedValues();
  const columns = new Columns(header, export_name);
  const is_empty = emptyTest(mapping.empty);
  const outside = bindWhere(mapping.where, columns, is_empty);
  const fields = mapping.fields.map((field) =>
    bindField(field, {
      columns,
      is_empty,
      accept: (id) => options.accept_rounded?.(field.shape.name, id) ?? false,
    }),
  );
  stopOnProblems(mapping.path, columns.problems(), "no_such_column");
  const { target } = mapping;
  const key_fields = fields.filter(({ name }) => target.key_fields.includes(name));
  const required_indexes = fields.filter((field) => field.required).flatMap((field) => indexesOf(field));
  const used = new Set([...fields.flatMap(indexesOf), ...mapping.where.map(({ column }) => columns.indexOf(column))]);
  return {
    map: (cells) => {
      const failure = outside(cells);
      if (failure !== undefined) return { kind: "excluded", ...keyOf(mapping, key_fields, cells), failure };
      const mapped = mapRecord(mapping, fields, key_fields, cells);
      if (mapped.kind === "invalid") for (const each of allOf(mapped.failure)) unmapped.add(each);
      return mapped;
    },
    looksLikeTotal: (cells) => isTotalLine(cells, required_indexes),
    unmapped: () => unmapped.list(),
    columns_used: header.names.filter((_name, index) => used.has(index)),
  };
}

function allOf(failure: Failure): readonly Failure[] {
  return [failure, ...(failure.also ?? [])];
}

function indexesOf(field: BoundField): number[] {
  return field.columns.map(({ index }) => index);
}

function mapRecord(
  mapping: Mapping,
  fields: readonly BoundField[],
  key_fields: readonly BoundField[],
  cells: readonly string[],
): Mapped {
  const payload: Payload = {};
  let failures: Failure[] | undefined;
  for (const field of fields) {
    const value = field.read(cells);
    if (value === undefined) continue;
    if (typeof value !== "object") payload[field.name] = value;
    else if (failures === undefined) failures = [value];
    else failures.push(value);
  }
  if (failures === undefined) {
    const checked = mapping.target.payload.safeParse(payload);
    if (checked.success) return { kind: "payload", key: mapping.target.key(payload), payload };
    failures = checked.error.issues.map((issue) => refusedValue(mapping, fields, payload, issue));
  }
  const [first, ...also] = failures as [Failure, ...Failure[]];
  const failure = also.length === 0 ? first : { ...first, also };
  const key_is_bad = failures.some(({ field }) => field !== undefined && mapping.target.key_fields.includes(field));
  return { kind: "invalid", ...(key_is_bad ? {} : keyOf(mapping, key_fields, cells)), failure };
}

function keyOf(mapping: Mapping, key_fields: readonly BoundField[], cells: readonly string[]): { key?: string } {
  const payload: Payload = {};
  for (const field of key_fields) {
    const value = field.read(cells);
    if (value === undefined || typeof value === "object") return {};
    payload[field.name] = value;
  }
  return { key: mapping.target.key(payload) };
}

function refusedValue(
  mapping: Mapping,
  fields: readonly BoundField[],
  payload: Payload,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string },
): Failure {
  const field = fields.find(({ name }) => name === issue.path[0]);
  const problem: Failure = {
    kind: "bad_value",
    message: `${mapping.target.name} does not take the value: ${issue.message}`,
    hint: "Mend the cell, or the field in the mapping.",
  };
  if (field === undefined) return problem;
  const value = payload[field.name];
  return {
    ...problem,
    field: field.name,
    ...(field.columns.length === 0 ? {} : { column: field.columns.map(({ name }) => name).join(", ") }),
    ...(value === undefined ? {} : { value: cutShort(String(value)) }),
  };
}
