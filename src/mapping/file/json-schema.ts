import { z } from "zod";
import type { FieldDefinition, TargetSchema } from "../../model/payload.js";
import { fieldSchema, mappingSchema } from "./schema.js";

/**
 * The JSON Schema (draft 2020-12) of the mapping file, by which an editor completes and checks it: the schema
 * that reads the file, and for each target its fields with their meaning.
 */
export function mappingJsonSchema(targets: readonly TargetSchema[]): Record<string, unknown> {
  const schema = z.toJSONSchema(mappingSchema, { io: "input" }) as Record<string, unknown>;
  const { $schema: _, ...field } = z.toJSONSchema(fieldSchema, { io: "input" });
  const properties = schema.properties as Record<string, Record<string, unknown>>;
  const rest = { ...schema, title: "hire-import mapping", $defs: { field } };
  if (targets.length === 0) return rest;
  const { description } = properties.target as { description: string };
  const target = { description, enum: targets.map(({ name }) => name) };
  return { ...rest, properties: { ...properties, target }, allOf: targets.map(fieldsOf) };
}

function fieldsOf(target: TargetSchema): Record<string, unknown> {
  const fields = target.fields.map((field) => [field.name, jsonSchemaOf(field)]);
  return {
    if: { properties: { target: { const: target.name } }, required: ["target"] },
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
    then: {
      properties: {
        fields: {
          properties: Object.fromEntries(fields),
          propertyNames: { enum: target.fields.map(({ name }) => name) },
          required: requiredFields(target),
        },
      },
    },
  };
}

/** How a field of this shape is mapped; a list of one item may be written as the item. */
function jsonSchemaOf(field: FieldDefinition): Record<string, unknown> {
  const description = describe(field);
  if (field.item !== undefined) {
    const item = jsonSchemaOf(field.item);
    return { description, anyOf: [{ type: "array", items: item }, item] };
  }
  if (field.fields === undefined) return { description, $ref: "#/$defs/field" };
  return {
    description,
    type: "object",
    properties: Object.fromEntries(field.fields.map((each) => [each.name, jsonSchemaOf(each)])),
    required: field.fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function describe(field: FieldDefinition): string {
  const choices = Object.entries(field.choices ?? {}).map(([number, meaning]) => `${number} ${meaning}`);
  return choices.length === 0 ? field.meaning : `${field.meaning} (${choices.join(", ")})`;
}

/** What a mapping must give: what Feishu requires, and what makes the key. */
export function requiredFields(target: TargetSchema): string[] {
  return target.fields
    .filter((field) => field.required || target.key_fields.includes(field.name))
    .map((field) => field.name);
}
