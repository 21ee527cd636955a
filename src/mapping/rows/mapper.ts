import type { Failure } from "../../model/failure.js";
import { type Moment, type Payload, textOf } from "../../model/payload.js";
import { cutShort } from "../../model/text.js";
import type { CountedWarning } from "../../model/warning.js";
import { because } from "../../texts/because.js";
import { IdLooks } from "../cells/id-looks.js";
import { tellWords } from "../cells/odd-text.js";
import { emptyTest } from "../cells/text.js";
import { type ExportProfile, NO_PROFILE } from "../columns/export-profile.js";
import { titleKey } from "../columns/title.js";
import { stopOnProblems } from "../mapping-file.js";
import { type BoundGroup, bindGroup } from "./bind-group.js";
import { type BoundPerson, bindPerson, type WantedTalent } from "./bind-person.js";
import { type FindFile, lookAtFiles, NO_FILES } from "./files.js";
import { Columns, type Header } from "./header.js";
import type { Lookups } from "./lookup.js";
import { columnsOf, type MappedField, type Mapping } from "./mapping.js";
import { type BoundField, bindField, type ReadRules } from "./read-field.js";
import { redactor } from "./redact.js";
import { RunningRows } from "./running-rows.js";
import { isTotalLine } from "./total-line.js";
import { type CountedValue, UnmappedValues } from "./unmapped.js";
import { RowWarnings } from "./warnings.js";
import { compileWhere, type WhereFilter } from "./where.js";

/** What a record became. `key` is there whenever the key's own fields can be read. */
export type Mapped = Resolved | Unresolved;

/** It can be placed. */
export type Resolved =
  | { readonly kind: "payload"; readonly key: string; readonly payload: Payload }
  | { readonly kind: "excluded"; readonly key?: string; readonly failure: Failure }
  | { readonly kind: "invalid"; readonly key?: string; readonly failure: Failure };

/** Nothing is wrong with it, and its talent is to be asked for; until then the payload holds nobody's in its place. */
export interface Unresolved {
  readonly kind: "unresolved";
  readonly key: string;
  readonly payload: Payload;
  readonly wanted: WantedTalent;
}

/** Maps the records of one export. It keeps no record; only unmapped values are counted. */
export interface RowMapper {
  /** `cells` as many as the header has. The payload's keys stand in the order of the target's fields. */
  map(cells: readonly string[], line?: number): Mapped;
  /** Whether the record is a total line; to be asked only where no further row may follow. */
  looksLikeTotal(cells: readonly string[]): boolean;
  /** The values outside `values` among the records mapped so far. */
  unmapped(): CountedValue[];
  /** What is doubtful among the payloads mapped so far. */
  warnings(): CountedWarning[];
  /** The columns that the mapping uses, in the export's order: all others are private. */
  readonly columns_used: readonly string[];
}

export interface BindOptions {
  /** What the export's columns say as a whole. Without it a time without a format is an ISO time. */
  readonly facts?: ExportProfile;
  /** For times in the future. */
  readonly now_ms?: number;
  /** What the mapping's lookup files say. */
  readonly lookups?: Lookups;
  /** Finds the files that a target's rows are; see `FindFile`. Without it there are none. */
  readonly files?: FindFile;
}

/**
 * Finds the mapping's columns in an export's header. Throws an ExitError (exit 2, `no_such_column`) that names the
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
  const outside = compileWhere(mapping, columns, is_empty);
  const warnings = new RowWarnings();
  const { facts = NO_PROFILE, lookups = new Map() } = options;
  const looks = looksOf(mapping);
  const titles = titlesOf(mapping);
  const rules = { columns, is_empty, empty: mapping.empty, facts, note: warnings.note, looks, titles, lookups };
  const fields = bindFields(mapping, rules);
  stopOnProblems(mapping.path, columns.problems(), { kind: "no_such_column" });
  const { target } = mapping;
  const moment = momentOf(mapping, options);
  const key_fields = fields.filter(({ name }) => target.key_fields.includes(name));
  const bound = { mapping, outside, fields, key_fields, files: options.files ?? NO_FILES };
  const hide = redactor(mapping);
  const running = new RunningRows(mapping, header);
  const all_looks = Array.from(looks.values());
  const required_indexes = fields.filter((field) => field.required).flatMap((field) => indexesOf(field));
  const used = new Set([...fields.flatMap(indexesOf), ...mapping.where.map(({ column }) => columns.indexOf(column))]);
  return {
    map: (cells, line = 0) => {
      const mapped = withFailure(mapRecord(bound, cells), hide);
      if (mapped.kind === "invalid") for (const each of allOf(mapped.failure)) unmapped.add(each);
      if (!("payload" in mapped)) {
        warnings.drop();
        for (const look of all_looks) look.drop();
      } else {
        for (const warning of target.warnings?.(mapped.payload, moment) ?? []) warnings.note(warning);
        warnings.keep(line);
        running.see(cells, mapped.payload, line);
        for (const look of all_looks) look.keep(line);
      }
      return mapped;
    },
    looksLikeTotal: (cells) => isTotalLine(cells, required_indexes),
    unmapped: () => unmapped.list(),
    warnings: () => [
      ...running.warnings(),
      ...tellWords(warnings.list(), mapping.empty),
      ...all_looks.flatMap((look) => look.warnings()),
    ],
    columns_used: header.names.filter((_name, index) => used.has(index)),
  };
}

/** By field: of ids that Feishu has made, whose form is known. */
function looksOf({ target, fields }: Mapping): Map<string, IdLooks> {
  const forms = fields.flatMap(({ shape: { name } }) => {
    const form = target.hints?.fields[name]?.form;
    return form === undefined ? [] : [[name, new IdLooks(name, form)] as const];
  });
  return new Map(forms);
}

/** What a line of titles below the first would hold where ids stand, in its comparable form. */
function titlesOf(mapping: Mapping): Set<string> {
  const { fields, hints } = mapping.target;
  const names = fields.filter(({ kind }) => kind === "id").map(({ name }) => name);
  const known = names.flatMap((name) => {
    const { titles = [], fallback = [], parts = [] } = hints?.fields[name] ?? {};
    return [name, ...titles.flat(), ...fallback, ...parts.flat()];
  });
  return new Set([...known, ...columnsOf(mapping)].map(titleKey));
}

/** In the order of the target's fields. */
function bindFields({ target, fields, person }: Mapping, rules: ReadRules): AnyField[] {
  const by_name = new Map<string, MappedField[]>();
  for (const field of fields) {
    const name = String(field.place[0]);
    by_name.set(name, [...(by_name.get(name) ?? []), field]);
  }
  const bound = Array.from(by_name, ([name, within]): AnyField => {
    const [only] = within;
    return only?.place.length === 1 ? bindField(only, rules) : bindGroup(name, within, rules);
  });
  if (person !== undefined) bound.push(bindPerson(person, rules));
  const order = target.fields.map(({ name }) => name);
  return bound.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

function momentOf({ fields }: Mapping, { now_ms = Number.POSITIVE_INFINITY }: BindOptions): Moment {
  const tests = new Map(fields.map(({ shape, isDay }) => [shape.name, isDay]));
  return { now_ms, isDay: (field, instant_ms) => tests.get(field)?.(instant_ms) ?? false };
}

function withFailure(mapped: Mapped, change: (failure: Failure) => Failure): Mapped {
  if (!("failure" in mapped)) return mapped;
  const failure = change(mapped.failure);
  return failure === mapped.failure ? mapped : { ...mapped, failure };
}

function allOf(failure: Failure): readonly Failure[] {
  return [failure, ...(failure.also ?? [])];
}

function indexesOf(field: AnyField): number[] {
  return field.columns.map(({ index }) => index);
}

type AnyField = BoundField | BoundPerson | BoundGroup;

/** Stands for a talent that is not known yet. */
const NOBODY = "?";

interface BoundMapping {
  readonly mapping: Mapping;
  readonly outside: WhereFilter;
  readonly fields: readonly AnyField[];
  readonly key_fields: readonly AnyField[];
  readonly files: FindFile;
}

function mapRecord(bound: BoundMapping, cells: readonly string[]): Mapped {
  const { mapping, fields } = bound;
  const excluded = bound.outside(cells);
  if (excluded !== undefined) {
    const kind = excluded.kind === "excluded" ? "excluded" : "invalid";
    return { kind, ...keyOf(bound, readable(bound.key_fields, cells)), failure: excluded };
  }
  const payload: Payload = {};
  let failures: Failure[] | undefined;
  let wanted: WantedTalent | undefined;
  for (const field of fields) {
    if ("assemble" in field) {
      const { value, failures: within } = field.assemble(cells);
      if (value !== undefined) payload[field.name] = value;
      if (within.length > 0) failures = [...(failures ?? []), ...within];
      continue;
    }
    const value = field.read(cells);
    if (value === undefined) continue;
    if (typeof value !== "object") payload[field.name] = value;
    else if ("person" in value) {
      wanted = value;
      payload[field.name] = NOBODY;
    } else if ("message" in value) failures = [...(failures ?? []), value];
  }
  failures ??= lookAtFiles(bound, payload);
  if (failures === undefined) {
    const normal = normalOf(mapping, fields, payload);
    if (Array.isArray(normal)) failures = normal;
    else {
      const checked = mapping.target.payload.safeParse(normal);
      const key = mapping.target.key(normal);
      if (checked.success && wanted !== undefined) return { kind: "unresolved", key, payload: normal, wanted };
      if (checked.success) return { kind: "payload", key, payload: normal };
      failures = checked.error.issues.map((issue) => refusedValue(mapping, fields, normal, issue));
    }
  }
  // What is wrong with the row itself comes before that its parent is yet to come.
  const [first, ...also] = failures.sort((a, b) => Number(isWaiting(a)) - Number(isWaiting(b))) as [
    Failure,
    ...Failure[],
  ];
  const failure = also.length === 0 ? first : { ...first, also };
  const key_is_bad = failures.some(({ field }) => field !== undefined && mapping.target.key_fields.includes(field));
  return { kind: "invalid", ...(key_is_bad ? {} : keyOf(bound, payload)), failure };
}

function normalOf({ target }: Mapping, fields: readonly AnyField[], payload: Payload): Payload | Failure[] {
  const normal = target.normal?.(payload) ?? payload;
  if (!Array.isArray(normal)) return normal as Payload;
  return (normal as readonly Failure[]).map((failure) => {
    const columns = fields.find(({ name }) => name === failure.field)?.columns ?? [];
    return columns.length === 0 ? failure : { ...failure, column: columns.map(({ name }) => name).join(", ") };
  });
}

function isWaiting({ kind }: Failure): boolean {
  return kind === "parent_not_done";
}

/** What of the fields can be read. */
function readable(fields: readonly AnyField[], cells: readonly string[]): Payload {
  const payload: Payload = {};
  for (const field of fields) {
    const value = "read" in field ? field.read(cells) : undefined;
    if (value !== undefined && typeof value !== "object") payload[field.name] = value;
  }
  return payload;
}

function keyOf({ mapping, key_fields }: BoundMapping, payload: Payload): { key?: string } {
  if (key_fields.some(({ name }) => payload[name] === undefined)) return {};
  return { key: mapping.target.key(payload) };
}

function refusedValue(
  mapping: Mapping,
  fields: readonly AnyField[],
  payload: Payload,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string },
): Failure {
  const field = fields.find(({ name }) => name === issue.path[0]);
  const refused = { target: mapping.target.name, issue: issue.message };
  const problem: Failure = because("bad_value", { id: "value_refused", ...refused });
  if (field === undefined) return problem;
  const value = payload[field.name];
  return {
    ...problem,
    field: field.name,
    ...(field.columns.length === 0 ? {} : { column: field.columns.map(({ name }) => name).join(", ") }),
    ...(value === undefined ? {} : { value: cutShort(textOf(value)) }),
  };
}
