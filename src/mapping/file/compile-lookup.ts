import { dirname, resolve } from "node:path";
import type { FieldDefinition } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import type { LookupSource } from "../rows/mapping.js";
import { columnRef } from "./compile-source.js";
import type { FieldContext } from "./field-context.js";
import type { FieldSpec, LookupSpec } from "./schema.js";

/** Where a field's ids are looked up; undefined without one, or where the mapping file notes a problem. */
export function compileLookup(
  spec: FieldSpec,
  shape: FieldDefinition,
  context: FieldContext,
): LookupSource | undefined {
  const { lookup } = spec;
  const { file, path, is_key } = context;
  if (lookup === undefined) return undefined;
  const place = [...path, "lookup"];
  if (shape.kind !== "id") file.problem(place, saying("means_nothing", { kind: "id", field: shape.name }));
  else if (is_key) file.problem(place, saying("no_lookup_of_key", { field: shape.name }));
  else if (spec.values !== undefined) file.problem(place, saying("means_nothing_beside", { setting: "values" }));
  else if (spec.value !== undefined) file.problem(place, saying("means_nothing_beside", { setting: "value" }));
  else if (lookup.ledger !== undefined) return ledgerLookup(lookup, lookup.ledger, context);
  else return fileLookup(lookup, context);
  return undefined;
}

const OF_A_FILE = ["file", "key", "value", "encoding"] as const;

function ledgerLookup(lookup: LookupSpec, name: string, { file, path }: FieldContext): LookupSource {
  const place = [...path, "lookup"];
  for (const key of OF_A_FILE)
    if (lookup[key] !== undefined) file.problem([...place, key], saying("means_nothing_beside", { setting: "ledger" }));
  return {
    kind: "ledger",
    name,
    path: resolve(dirname(file.path), name),
    line: file.lineOf([...place, "ledger"]),
  };
}

function fileLookup(lookup: LookupSpec, { file, path }: FieldContext): LookupSource | undefined {
  const place = [...path, "lookup"];
  const { file: name, key, value, encoding } = lookup;
  for (const each of ["file", "key", "value"] as const) {
    if (lookup[each] === undefined) file.problem([...place, each], saying("is_missing"));
  }
  if (name === undefined || key === undefined || value === undefined) return undefined;
  return {
    kind: "file",
    name,
    path: resolve(dirname(file.path), name),
    key: columnRef(file, [...place, "key"], key),
    value: columnRef(file, [...place, "value"], value),
    encoding,
  };
}
