import { z } from "zod";
import type { FieldDefinition } from "../../model/payload.js";
import { DECODINGS } from "../cells/decode.js";

/**
 * The shape of the mapping file, once for reading it and once (as JSON Schema) for editors. The reader hands over
 * every scalar as the text that stands in the file, so that 010, yes and ids of 19 digits stay what they are;
 * numbers and booleans are accepted for the sake of the JSON Schema.
 */
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "must be a single value" }).transform(String);

const filled = z
  .union([z.string().min(1, "has no value"), z.number(), z.boolean()], { error: "must be a single value" })
  .transform(String);

const flag = z
  .union([z.boolean(), z.enum(["true", "false"], "must be true or false")], { error: "must be true or false" })
  .transform((value) => value === true || value === "true");

const column = filled.describe("The title of a column of the export.");

const timezone = filled.describe("UTC, or an IANA time zone such as Asia/Shanghai: for times that carry no offset.");

const decode = z
  .array(z.enum(DECODINGS, { error: `must be one of ${DECODINGS.join(", ")}` }), { error: "must be a list" })
  .describe("What texts were encoded with before they were exported: html (&amp;, &#39;, <br>), xlsx (_x000D_).");

const format = filled.describe(
  "iso, epoch-ms, epoch-s, excel-serial, or tokens of Unicode LDML: yyyy MM dd HH mm ss; letters in single quotes.",
);

const csv = z
  .strictObject(
    {
      encoding: filled
        .describe("E.g. utf-8, gb18030, big5, utf-16le, windows-1252; overrules what would be detected.")
        .optional(),
      delimiter: z
        .string({ error: "must be one character" })
        .transform((text) => (text === "\\t" || text === "tab" ? "\t" : text))
        .pipe(z.string().regex(/^[^"\r\n]$/u, 'must be one character, e.g. ";" or "\\t"'))
        .describe('One character; "\\t" or tab for a tabulator.')
        .optional(),
      quote: z
        .string({ error: "must be one character" })
        .regex(/^[^\r\n]?$/u, "must be one character, or empty for none")
        .describe("The character around cells; empty for none.")
        .optional(),
      escape: z
        .string({ error: "must be one character" })
        .regex(/^["'\\]$/, 'must be the quote itself (it is doubled), or "\\\\"')
        .describe("What comes before a quotation mark inside a cell: the mark itself (it is doubled), or a backslash.")
        .optional(),
      header_line: z
        .union([z.int().min(1), z.string().regex(/^[1-9]\d{0,6}$/, "must be a line number: 1, 2, …")], {
          error: "must be a line number: 1, 2, …",
        })
        .transform(Number)
        .describe("The line of the column titles; the first line of the file is 1.")
        .optional(),
    },
    { error: "must be a map of encoding, delimiter, quote, escape and header_line" },
  )
  .describe("Format of the export. Omitted settings are detected per file; check prints them.");

const condition = z
  .strictObject(
    {
      column,
      in: z
        .array(scalar, { error: "must be a list" })
        .describe("The row is kept if its value is one of these.")
        .optional(),
      not_in: z
        .array(scalar, { error: "must be a list" })
        .describe("The row is kept if its value is none of these.")
        .optional(),
      empty: flag.describe("true: the row is kept if the cell is empty; false: if it is filled.").optional(),
    },
    { error: "must be a map with column and one of in, not_in, empty" },
  )
  .describe("A condition on one column.");

const SOURCE_ERROR = "must be a column, or a map with column, columns, template or value";

/** Where a value comes from, and what it means. */
const source = {
  column: column.optional(),
  columns: z
    .array(column, { error: "must be a list of columns" })
    .min(1, "must name at least one column")
    .describe("Columns: the first that is not empty counts.")
    .optional(),
  template: filled
    .describe("Text with columns in braces: {Candidate ID}-{Vacancy ID}. An empty part makes the row invalid.")
    .optional(),
  value: filled.describe("A constant, the same for every row.").optional(),
  values: z
    .record(z.string(), filled, { error: "must be a map of the export's values and what they mean" })
    .describe("The export's values, and the target's value for each. Case, width and spaces do not matter.")
    .optional(),
  otherwise: filled.describe("The target's value for whatever is not in `values`.").optional(),
};

const asMap = <T>(value: string | T): { column: string } | T => (typeof value === "string" ? { column: value } : value);

const PERSON_PARTS = ["email", "mobile", "mobile_code", "identification", "identification_type"] as const;

const part = z
  .union([column, z.strictObject(source, { error: SOURCE_ERROR })], { error: SOURCE_ERROR })
  .transform(asMap<z.output<z.ZodObject<typeof source>>>);

const resolve = z
  // A record keeps the order of the file.
  .partialRecord(z.enum(PERSON_PARTS), part, {
    error: "must be a map of email, mobile, mobile_code, identification and identification_type",
  })
  .describe("Asks Feishu for the person's talent, by the kinds of key given, in this order, until one answers.");

const lookup = z
  .strictObject(
    {
      file: filled.describe("A CSV file; its path is relative to the mapping file.").optional(),
      key: filled.describe("The title of its column that holds what the export's column holds.").optional(),
      value: filled.describe("The title of its column that holds the field's value.").optional(),
      encoding: filled.describe("Detected where it is absent, and refused where it is not certain.").optional(),
      ledger: filled
        .describe("A ledger, its path relative to the mapping file: gives the id of its row with this key in Feishu.")
        .optional(),
    },
    { error: "must be a map of file, key, value and encoding, or of ledger" },
  )
  .describe("Looks the column's value up: in a second CSV, or among the rows of another import.");

const fieldMap = z.strictObject(
  {
    ...source,
    format: z
      .union([format, z.array(format).min(1, "must name at least one format")], {
        error: "must be a format, or a list of formats",
      })
      .transform((value) => (typeof value === "string" ? [value] : value))
      .describe("Format of the time, or a list of them: the first that fits. Default: detected from the whole column.")
      .optional(),
    timezone: timezone.optional(),
    time_of_day: z
      .string({ error: "must be a time, e.g. 09:30" })
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time, e.g. 09:30")
      .describe("For a date without a time, which is 00:00 otherwise.")
      .optional(),
    two_digit_years: flag.describe("Allows yy: 80 to 99 are read as 19yy, 00 to 79 as 20yy.").optional(),
    accept_ids: z
      .union([z.array(filled), z.literal("all")], { error: "must be a list of ids, or all" })
      .describe("Ids that look as if a spreadsheet had damaged them, and are right; or all.")
      .optional(),
    split: z
      .string({ error: "must be the text between two values" })
      .min(1, "must be the text between two values")
      .describe("What parts several values in one cell: the first that `values` list counts, else the first.")
      .optional(),
    decode: decode.optional(),
    resolve: resolve.optional(),
    lookup: lookup.optional(),
  },
  { error: SOURCE_ERROR },
);

export const fieldSchema = z
  .union([column, fieldMap], { error: SOURCE_ERROR })
  .transform((value): z.output<typeof fieldMap> => asMap(value))
  .describe("Where the field's value comes from: a column, or a map of settings.");

/** How a field of this shape is mapped. A list of one item may be written as the item. */
export function schemaOf(shape: FieldDefinition): z.ZodType<AnySpec> {
  if (shape.kind === "list") return z.preprocess(asList, z.array(schemaOf(shape.item as FieldDefinition)));
  if (shape.kind !== "object") return fieldSchema;
  const fields = (shape.fields ?? []).map((field) => [field.name, schemaOf(field).optional()] as const);
  const names = fields.map(([name]) => name).join(", ");
  return z.strictObject(Object.fromEntries(fields), {
    error: `must be a map with any of ${names}`,
  }) as z.ZodType<AnySpec>;
}

const asList = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);

export const mappingSchema = z
  .strictObject(
    {
      target: filled.describe("What the rows become, e.g. external-application."),
      csv: csv.optional(),
      timezone: timezone.optional(),
      empty: z
        .array(scalar, { error: "must be a list" })
        .describe("Values treated as empty. An empty cell always is.")
        .optional(),
      decode: decode.optional(),
      where: z
        .array(condition, { error: "must be a list of conditions" })
        .describe("Conditions that a row must meet, all of them; rows outside are skipped, and counted.")
        .optional(),
      fields: z
        .record(z.string(), z.unknown(), { error: "must be a map: the target's fields, and where they come from" })
        .describe("The target's fields, and where their values come from."),
    },
    { error: "must be a map with target and fields" },
  )
  .describe("How a row of an export becomes a payload for Feishu Hire.");

export type MappingDocument = Omit<z.output<typeof mappingSchema>, "fields"> & {
  readonly fields: Readonly<Record<string, AnySpec>>;
};
export type FieldSpec = z.output<typeof fieldMap>;
/** Of a field, of the items of a list, or of the fields of an object. */
export type AnySpec = FieldSpec | readonly AnySpec[] | { readonly [name: string]: AnySpec | undefined };
export type ResolveSpec = z.output<typeof resolve>;
export type LookupSpec = z.output<typeof lookup>;
export type ConditionSpec = z.output<typeof condition>;

/**
 * The keys that may stand at a place of the mapping, for suggestions; none where any key may. `shape`: of the field in
 * which the place is.
 */
export function keysAt(path: readonly PropertyKey[], shape?: FieldDefinition): readonly string[] {
  if (path[0] === "fields" && (shape?.kind === "list" || shape?.kind === "object")) return keysIn(path.slice(2), shape);
  if (path.length === 0) return Object.keys(mappingSchema.shape);
  if (path[0] === "csv") return Object.keys(csv.shape);
  if (path[0] === "where") return Object.keys(condition.shape);
  if (path[0] !== "fields") return [];
  if (path[2] === "lookup") return Object.keys(lookup.shape);
  if (path[2] === "resolve") return path.length === 3 ? PERSON_PARTS : Object.keys(source);
  return path.length === 2 ? Object.keys(fieldMap.shape) : [];
}

function keysIn(path: readonly PropertyKey[], shape: FieldDefinition): readonly string[] {
  const [step, ...rest] = path;
  if (shape.kind === "list") {
    return typeof step === "number"
      ? keysIn(rest, shape.item as FieldDefinition)
      : keysIn(path, shape.item as FieldDefinition);
  }
  if (shape.kind !== "object") return keysAt(["fields", shape.name, ...path]);
  const { fields = [] } = shape;
  const inner = fields.find(({ name }) => name === step);
  return inner === undefined ? fields.map(({ name }) => name) : keysIn(rest, inner);
}
