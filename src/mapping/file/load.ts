import type { z } from "zod";
import type { TargetSchema } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import { suggested } from "../cells/did-you-mean.js";
import { DEFAULT_EMPTY, fold } from "../cells/text.js";
import { valueTable } from "../cells/value-table.js";
import { type LineProblem, MappingFile, type Path, stopOnProblems } from "../mapping-file.js";
import type { Condition, CsvSettings, MappedField, Mapping, PersonField } from "../rows/mapping.js";
import { isZone } from "../times/zone.js";
import { zoneProblem } from "../times/zone-advice.js";
import { canonicalJson, sha256 } from "./canonical-json.js";
import { compileField } from "./compile-field.js";
import { compileLookup } from "./compile-lookup.js";
import { compilePerson } from "./compile-person.js";
import { columnRef } from "./compile-source.js";
import type { FieldContext } from "./field-context.js";
import { requiredFields } from "./json-schema.js";
import { leavesOf } from "./leaves.js";
import { type ConditionSpec, type FieldSpec, type MappingDocument, mappingSchema, schemaOf } from "./schema.js";
import { noteIssues } from "./schema-problems.js";
import { stopOnUndecided } from "./undecided.js";

/**
 * Reads a mapping file and checks all of it that can be checked without an export. Throws one ExitError (exit 2,
 * `bad_mapping`) that names file, line and key of every problem, up to ten of them; what is yet to be decided comes
 * first (`undecided_mapping`), all of it.
 */
export function loadMapping(path: string, targets: readonly TargetSchema[]): Mapping {
  const { mapping, problems } = readMapping(path, targets);
  stopOnProblems(path, problems);
  return mapping;
}

interface ReadMapping {
  readonly mapping: Mapping;
  readonly problems: readonly LineProblem[];
}

/** What can be used of a mapping, and what is wrong with its fields; throws like `loadMapping` for the rest. */
export function readMapping(path: string, targets: readonly TargetSchema[]): ReadMapping {
  const file = new MappingFile(path);
  stopOnUndecided(file, targets);
  const parsed = mappingSchema.safeParse(withoutBareKeys(file.content));
  if (!parsed.success) noteIssues(parsed.error.issues, file);
  file.stopOnProblems();
  const target = targets.find(({ name }) => name === parsed.data?.target);
  const document = withFields(file, parsed.data as z.output<typeof mappingSchema>, target);
  file.stopOnProblems();
  if (target === undefined) {
    const names = targets.map(({ name }) => name);
    file.problem(
      ["target"],
      saying("no_such_target", { target: document.target, close: suggested(document.target, names) }),
    );
  }
  checkZone(file, [], document.timezone);
  const where = (document.where ?? []).map((condition, index) => compileCondition(file, condition, index));
  const compiled = target === undefined ? { fields: [] } : compileFields(file, document, target);
  if (target === undefined) file.stopOnProblems();
  const mapping = {
    path,
    target: target as TargetSchema,
    csv: (document.csv ?? {}) as CsvSettings,
    hash: sha256(canonicalJson({ ...document, ...orderOfKeys(compiled) })),
    key_rule: keyRule(document, target as TargetSchema),
    timezone: document.timezone ?? zoneOfField(document, target as TargetSchema),
    empty: document.empty ?? DEFAULT_EMPTY,
    decode: document.decode ?? [],
    where,
    ...compiled,
  };
  return { mapping, problems: file.problems };
}

/** Of the first field that names one by itself. */
function zoneOfField({ fields }: MappingDocument, target: TargetSchema): string | undefined {
  const known = Object.entries(fields).filter(([name]) => target.fields.some((field) => field.name === name));
  const zones = known.map(([, spec]) => ("timezone" in spec ? spec.timezone : undefined));
  return zones.find((zone) => typeof zone === "string");
}

/** In which order a person's keys are asked is said by the order in the file, which canonical JSON does not keep. */
function orderOfKeys({ person }: Compiled): { order_of_keys?: string[] } {
  return person === undefined ? {} : { order_of_keys: person.keys.map(({ kind }) => kind) };
}

const OPTIONAL_KEYS = new Set(["csv", "timezone", "empty", "decode", "where"]);

/** `where:` with all of its lines commented out says as much as no `where` at all. */
function withoutBareKeys(content: unknown): unknown {
  const entries = Object.entries(content as Record<string, unknown>);
  return Object.fromEntries(entries.filter(([key, value]) => !(OPTIONAL_KEYS.has(key) && value === "")));
}

/** Reads each field by its shape; of a target that is not known nothing can be read. */
function withFields(
  file: MappingFile,
  document: z.output<typeof mappingSchema>,
  target: TargetSchema | undefined,
): MappingDocument {
  const fields = (target?.fields ?? []).flatMap((shape) => {
    const given = document.fields[shape.name];
    if (given === undefined) return [];
    const parsed = schemaOf(shape).safeParse(given);
    if (parsed.success) return [[shape.name, parsed.data] as const];
    noteIssues(parsed.error.issues, file, ["fields", shape.name], shape);
    return [];
  });
  return { ...document, fields: { ...(document.fields as MappingDocument["fields"]), ...Object.fromEntries(fields) } };
}

function checkZone(file: MappingFile, path: Path, zone: string | undefined): void {
  const problem = zone === undefined ? undefined : zoneProblem(zone);
  if (problem !== undefined) file.problem([...path, "timezone"], problem);
}

function compileCondition(file: MappingFile, condition: ConditionSpec, index: number): Condition {
  const path = ["where", index];
  const { in: inside, not_in, empty } = condition;
  if (inside === undefined && not_in === undefined && empty === undefined) {
    file.problem(path, saying("condition_needs"));
  }
  return {
    column: columnRef(file, [...path, "column"], condition.column),
    ...(inside === undefined ? {} : { in: setOf(inside) }),
    ...(not_in === undefined ? {} : { not_in: setOf(not_in) }),
    ...(empty === undefined ? {} : { empty }),
  };
}

function setOf(values: readonly string[]) {
  return valueTable(new Map(values.map((value) => [fold(value), 1])), values);
}

type Compiled = Pick<Mapping, "fields" | "person">;

function compileFields(file: MappingFile, document: MappingDocument, target: TargetSchema): Compiled {
  const known = target.fields.map(({ name }) => name);
  const required = requiredFields(target);
  for (const name of Object.keys(document.fields)) {
    if (!known.includes(name)) {
      file.problem(["fields", name], saying("no_such_field", { target: target.name, close: suggested(name, known) }));
    }
  }
  for (const name of required) {
    if (document.fields[name] !== undefined) continue;
    const requirer = target.key_fields.includes(name) ? undefined : target.name;
    file.problem(["fields"], saying("field_missing", { field: name, requirer }));
  }
  const fields: MappedField[] = [];
  let person: PersonField | undefined;
  for (const top of target.fields) {
    for (const { spec, shape, path, place, ...leaf } of leavesOf(file, document.fields[top.name], top)) {
      checkZone(file, path, spec.timezone);
      const timezone = [spec.timezone, document.timezone].find((zone) => zone !== undefined);
      const context: FieldContext = {
        file,
        path,
        place,
        // A wrong zone is noted already; the reader only needs some zone then.
        timezone: timezone === undefined || isZone(timezone) ? timezone : "UTC",
        decode: document.decode ?? [],
        required: place.length === 1 ? required.includes(shape.name) : shape.required,
        is_key: place.length === 1 && target.key_fields.includes(shape.name),
        is_item: leaf.is_item,
      };
      if (spec.resolve !== undefined) {
        person = compilePerson(spec, shape, context);
        continue;
      }
      const field = compileField(spec, shape, context);
      const lookup = compileLookup(spec, shape, context);
      if (field !== undefined) fields.push(lookup === undefined ? field : { ...field, lookup });
    }
  }
  const key = fields.filter(({ shape }) => target.key_fields.includes(shape.name));
  if (key.length > 0 && key.every(({ source }) => source.kind === "constant")) {
    file.problem(["fields", target.key_fields[0] as string], saying("one_key_for_all"));
  }
  return person === undefined ? { fields } : { fields, person };
}

function keyRule(document: MappingDocument, target: TargetSchema): string {
  const sources = target.key_fields.map((name) => {
    const { column, columns, template, value, decode } = (document.fields[name] ?? {}) as FieldSpec;
    return [name, { columns: column === undefined ? columns : [column], template, value, decode }];
  });
  return canonicalJson(Object.fromEntries(sources));
}
