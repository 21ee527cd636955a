import { z } from "zod";
import type { FieldDefinition, Payload } from "../model/payload.js";

/** What a payload of these fields has to be before it may leave: nothing else, nothing empty. */
export function zodOf(fields: readonly FieldDefinition[]): z.ZodType<Payload> {
  return objectOf(fields) as unknown as z.ZodType<Payload>;
}

/** Of each list: the pages name it. */
const ITEMS_MAX = 100;

function objectOf(fields: readonly FieldDefinition[]): z.ZodType {
  const shape = fields.map((field) => {
    const value = valueOfKind(field);
    return [field.name, field.required ? value : value.optional()] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

function valueOfKind(field: FieldDefinition): z.ZodType {
  switch (field.kind) {
    case "choice":
      return z.literal(Object.keys(field.choices ?? {}).map(Number));
    case "time":
      return field.written_as === "text" ? z.string().regex(/^-?\d{1,15}$/) : z.int();
    case "number":
      return z.number();
    case "boolean":
      return z.boolean();
    case "list":
      return z
        .array(valueOfKind(field.item as FieldDefinition))
        .min(1)
        .max(ITEMS_MAX);
    case "object":
      return objectOf(field.fields ?? []);
    default:
      return z.string().min(1);
  }
}
