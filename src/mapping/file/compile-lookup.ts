import { dirname, resolve } from "node:path";
import type { FieldDefinition } from "../../model/payload.js";
import type { LookupSource } from "../rows/mapping.js";
import { columnRef } from "./compile-source.js";
import type { FieldContext } from "./field-context.js";
import type { FieldSpec } from "./schema.js";

/** The file that a field's ids are looked up in; undefined without one, or where the mapping file notes a problem. */
export function compileLookup(
  spec: FieldSpec,
  shape: FieldDefinition,
  context: FieldContext,
): LookupSource | undefined {
  const { lookup } = spec;
  const { file, path, is_key } = context;
  if (lookup === undefined) return undefined;
  const place = [...path, "lookup"];
  if (shape.kind !== "id") file.problem(place, `${shape.name} is no id field, so this means nothing here`);
  else if (is_key) file.problem(place, `${shape.name} makes the key of a row, which must not change with another file`);
  else if (spec.values !== undefined) file.problem(place, "means nothing beside values");
  else if (spec.value !== undefined) file.problem(place, "means nothing for a constant value");
  else {
    return {
      name: lookup.file,
      path: resolve(dirname(file.path), lookup.file),
      key: columnRef(file, [...place, "key"], lookup.key),
      value: columnRef(file, [...place, "value"], lookup.value),
      encoding: lookup.encoding,
    };
  }
  return undefined;
}
