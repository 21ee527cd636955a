import type { FieldShape, PayloadValue } from "../words/target-shape.js";
import { compileSource } from "./compile-source.js";
import { idReader } from "./id.js";
import type { MappedField } from "./mapping.js";
import type { MappingFile, Path } from "./mapping-file.js";
import type { FieldSpec } from "./schema.js";
import { fold, trimCell } from "./text.js";
import { readText } from "./text-reader.js";
import { timeFormat, timeReader } from "./time-reader.js";
import { isProblem, type ReadValue } from "./value.js";
import { choiceReader, tableReader, type ValueTable, valueTable } from "./value-table.js";
import type { TimeFormat } from "./wall-time.js";

export interface FieldContext {
  readonly file: MappingFile;
  readonly path: Path;
  /** Of the mapping; the field may name its own. */
  readonly timezone: string | undefined;
  readonly required: boolean;
  readonly is_key: boolean;
}

/** Settings that mean something for one kind of field only. */
const OF_KIND = {
  format: "time",
  timezone: "time",
  time_of_day: "time",
  two_digit_years: "time",
  accept_ids: "id",
} as const;

/** One field of the mapping, checked against the target's; undefined where the file notes a problem. */
export function compileField(spec: FieldSpec, shape: FieldShape, context: FieldContext): MappedField | undefined {
  const { file, path } = context;
  for (const [setting, kind] of Object.entries(OF_KIND) as [keyof typeof OF_KIND, string][]) {
    if (spec[setting] !== undefined && shape.kind !== kind) {
      file.problem([...path, setting], `${shape.name} is no ${kind} field, so this means nothing here`);
    }
  }
  checkValuesKeys(spec, shape, context);
  const table = spec.values === undefined ? undefined : compileValues(spec.values, shape, context);
  const reader = readerOf(spec, shape, context, table);
  if (reader === undefined) return undefined;
  const source = compileSource(file, path, spec, reader(never), context.is_key);
  if (source === undefined) return undefined;
  return { shape, required: context.required, source, reader, ...(table === undefined ? {} : { table }) };
}

const never = (): boolean => false;

function checkValuesKeys(spec: FieldSpec, shape: FieldShape, { file, path }: FieldContext): void {
  if (spec.values === undefined) {
    if (spec.otherwise !== undefined) file.problem([...path, "otherwise"], "means nothing without values");
    return;
  }
  if (spec.value !== undefined) file.problem([...path, "values"], "means nothing for a constant value");
  if (shape.kind === "time") file.problem([...path, "values"], "a time has a format, not values");
}

type Reader = MappedField["reader"];

function readerOf(
  spec: FieldSpec,
  shape: FieldShape,
  context: FieldContext,
  table: ValueTable | undefined,
): Reader | undefined {
  if (shape.kind === "time") {
    const read = compileTime(spec, context);
    return read && (() => read);
  }
  if (table !== undefined) {
    const { otherwise } = spec;
    const path = [...context.path, "otherwise"];
    const value = otherwise === undefined ? undefined : meaning(otherwise, shape, context.file, path);
    const read = tableReader(table, value);
    return () => read;
  }
  if (shape.kind === "choice") {
    const read = choiceReader(shape.choices ?? {});
    return () => read;
  }
  if (shape.kind === "text") return () => readText;
  const accepted = new Set(spec.accept_ids?.map(trimCell));
  return (accept) => idReader((id) => accepted.has(id) || accept(id));
}

function compileValues(values: Readonly<Record<string, string>>, shape: FieldShape, context: FieldContext) {
  const by_folded = new Map<string, PayloadValue>();
  for (const [spelling, text] of Object.entries(values)) {
    const path = [...context.path, "values", spelling];
    const value = meaning(text, shape, context.file, path);
    const folded = fold(spelling);
    const other = by_folded.get(folded);
    if (other !== undefined && other !== value) {
      context.file.problem(path, `is ${other} above already: case, width and spaces make no difference`);
    }
    by_folded.set(folded, value ?? text);
  }
  return valueTable(by_folded);
}

/** The payload's value that an entry of `values`, or `otherwise`, stands for. */
function meaning(text: string, shape: FieldShape, file: MappingFile, path: Path): PayloadValue | undefined {
  const trimmed = trimCell(text);
  const read: ReadValue =
    shape.kind === "choice"
      ? choiceReader(shape.choices ?? {})
      : shape.kind === "id"
        ? idReader(never)
        : (same) => same;
  const value = read(trimmed);
  if (!isProblem(value)) return value;
  file.problem(path, `${trimmed}: ${value.message}`);
  return undefined;
}

function compileTime(spec: FieldSpec, { file, path, timezone }: FieldContext): ReadValue | undefined {
  const zone = spec.timezone ?? timezone;
  const formats: TimeFormat[] = [];
  for (const [index, text] of (spec.format ?? ["iso"]).entries()) {
    const format = timeFormat(text, spec.two_digit_years ?? false);
    const place = [...path, "format", ...((spec.format?.length ?? 0) > 1 ? [index] : [])];
    if (typeof format === "string") file.problem(place, `${text}: ${format}`);
    else if (format.local && zone === undefined) {
      const why = "has no offset, so the mapping must name the zone, e.g. timezone: Asia/Shanghai";
      file.problem(place, `${text} ${why}`);
    } else formats.push(format);
  }
  if (formats.length === 0) return undefined;
  const [hours, minutes] = (spec.time_of_day ?? "00:00").split(":");
  return timeReader({
    formats,
    formats_given: spec.format !== undefined,
    timezone: zone,
    time_of_day_ms: (Number(hours) * 60 + Number(minutes)) * 60_000,
  });
}
