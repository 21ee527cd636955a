import type { FieldDefinition } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import { keyPath, type MappingFile, type Path } from "../mapping-file.js";
import type { AnySpec, FieldSpec } from "./schema.js";

/** A field that holds one value, wherever in the payload it stands. */
export interface Leaf {
  readonly spec: FieldSpec;
  readonly shape: FieldDefinition;
  /** In the mapping file. */
  readonly path: Path;
  /** In the payload. */
  readonly place: Path;
  readonly is_item: boolean;
}

/** The fields of one value that a field of the target is made of: itself, or those within its lists and objects. */
export function leavesOf(file: MappingFile, spec: AnySpec | undefined, shape: FieldDefinition): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (each: AnySpec | undefined, at: FieldDefinition, place: Path, is_item: boolean): void => {
    if (each === undefined) return;
    const path = ["fields", ...place];
    if (at.kind === "list") {
      const item = at.item as FieldDefinition;
      for (const [index, inner] of (each as readonly AnySpec[]).entries()) visit(inner, item, [...place, index], true);
    } else if (at.kind === "object") {
      const inside = each as Readonly<Record<string, AnySpec | undefined>>;
      for (const field of at.fields ?? []) {
        if (field.required && inside[field.name] === undefined) {
          file.problem(path, saying("field_missing", { field: field.name, requirer: shape.name }));
        }
        visit(inside[field.name], field, [...place, field.name], false);
      }
    } else {
      const name = keyPath(place);
      leaves.push({ spec: each as FieldSpec, shape: { ...at, name }, path, place, is_item });
    }
  };
  visit(spec, shape, [shape.name], false);
  return leaves;
}
