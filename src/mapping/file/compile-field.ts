import type { FieldDefinition, Scalar } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import { cellCleaner } from "../cells/clean.js";
import { decodingCleaner } from "../cells/decode.js";
import { fold, trimCell } from "../cells/text.js";
import { readText } from "../cells/text-reader.js";
import { isProblem, type ReadValue } from "../cells/value.js";
import {
  choiceReader,
  readBoolean,
  readNumber,
  tableReader,
  type ValueTable,
  valueTable,
} from "../cells/value-table.js";
import type { MappingFile, Path } from "../mapping-file.js";
import { idReader } from "../rows/id.js";
import type { MappedField, ReaderRules } from "../rows/mapping.js";
import { compileSource } from "./compile-source.js";
import { compileTime, timeRules } from "./compile-time.js";
import type { FieldContext } from "./field-context.js";
import type { FieldSpec } from "./schema.js";

/** Settings that mean something for one kind of field only. */
const OF_KIND = {
  format: "time",
  timezone: "time",
  time_of_day: "time",
  two_digit_years: "time",
  accept_ids: "id",
} as const;

/** One field of the mapping, checked against the target's; undefined where the file notes a problem. */
export function compileField(spec: FieldSpec, shape: FieldDefinition, context: FieldContext): MappedField | undefined {
  const { file, path } = context;
  for (const [setting, kind] of Object.entries(OF_KIND) as [keyof typeof OF_KIND, string][]) {
    if (spec[setting] !== undefined && shape.kind !== kind) {
      file.problem([...path, setting], saying("means_nothing", { kind, field: shape.name }));
    }
  }
  checkValuesKeys(spec, shape, context);
  const table = spec.values === undefined ? undefined : compileValues(spec.values, shape, context);
  const reader = readerOf(spec, shape, context, table);
  if (reader === undefined) return undefined;
  const source = compileSource(file, path, spec, reader(NO_RULES), context.is_key);
  if (source === undefined) return undefined;
  const { split } = spec;
  // Ids only where their field says so: the key of a row must not change with the mapping's texts.
  const decodings = spec.decode ?? (shape.kind === "id" ? [] : context.decode);
  if (split !== undefined) checkSplit(spec, shape, context);
  // What is looked up in a ledger is the key of a row there, and read as such.
  const is_key = context.is_key || spec.lookup?.ledger !== undefined;
  return {
    shape,
    place: context.place,
    required: context.required,
    source,
    cleaner: decodingCleaner(cellCleaner(shape.kind, is_key), decodings),
    reader,
    ...(shape.kind === "time" ? timeRules(spec, context) : {}),
    ...(split === undefined ? {} : { split }),
    ...(split !== undefined && context.is_item ? { spreads: true as const } : {}),
    ...(table === undefined ? {} : { table }),
  };
}

const NO_RULES: ReaderRules = { note: () => undefined };

function checkSplit(spec: FieldSpec, shape: FieldDefinition, { file, path, is_key }: FieldContext): void {
  const place = [...path, "split"];
  if (is_key) file.problem(place, saying("no_split_of_key"));
  else if (shape.kind === "time") file.problem(place, saying("no_split_of_time"));
  else if (spec.column === undefined && spec.columns === undefined) file.problem(place, saying("split_needs_columns"));
}

function checkValuesKeys(spec: FieldSpec, shape: FieldDefinition, { file, path }: FieldContext): void {
  if (spec.values === undefined) {
    if (spec.otherwise !== undefined)
      file.problem([...path, "otherwise"], saying("means_nothing_without", { setting: "values" }));
    return;
  }
  if (spec.value !== undefined) file.problem([...path, "values"], saying("means_nothing_beside", { setting: "value" }));
  if (shape.kind === "time") file.problem([...path, "values"], saying("no_values_of_time"));
}

type Reader = MappedField["reader"];

function readerOf(
  spec: FieldSpec,
  shape: FieldDefinition,
  context: FieldContext,
  table: ValueTable | undefined,
): Reader | undefined {
  if (shape.kind === "time") return written(compileTime(spec, shape, context), shape);
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
  if (shape.kind !== "id") {
    const read = plainReader(shape);
    return () => read;
  }
  const accepted = spec.accept_ids === "all" ? "all" : new Set(spec.accept_ids?.map(trimCell));
  return (rules) => idReader(shape.name, accepted, rules);
}

/** Of kinds that need to know nothing else; a time that is listed in `values` is told elsewhere. */
function plainReader({ kind }: FieldDefinition): ReadValue {
  if (kind === "number") return readNumber;
  return kind === "boolean" ? readBoolean : readText;
}

/** A time as Feishu wants it in this place. */
function written(reader: Reader | undefined, { written_as }: FieldDefinition): Reader | undefined {
  if (reader === undefined || written_as === undefined) return reader;
  return (rules) => {
    const read = reader(rules);
    return (text) => {
      const instant_ms = read(text);
      return isProblem(instant_ms) ? instant_ms : String(instant_ms);
    };
  };
}

function compileValues(values: Readonly<Record<string, string>>, shape: FieldDefinition, context: FieldContext) {
  const by_folded = new Map<string, Scalar>();
  for (const [spelling, text] of Object.entries(values)) {
    const path = [...context.path, "values", spelling];
    const value = meaning(text, shape, context.file, path);
    const folded = fold(spelling);
    const other = by_folded.get(folded);
    if (other !== undefined && other !== value) {
      context.file.problem(path, saying("value_twice", { meaning: String(other) }));
    }
    by_folded.set(folded, value ?? text);
  }
  return valueTable(by_folded, Object.keys(values));
}

/** The payload's value that an entry of `values`, or `otherwise`, stands for. */
function meaning(text: string, shape: FieldDefinition, file: MappingFile, path: Path): Scalar | undefined {
  const trimmed = trimCell(text);
  const read: ReadValue =
    shape.kind === "choice"
      ? choiceReader(shape.choices ?? {})
      : shape.kind === "id"
        ? idReader(shape.name, new Set(), NO_RULES)
        : plainReader(shape);
  const value = read(trimmed);
  if (!isProblem(value)) return value;
  file.problem(path, saying("value_refused_here", { value: trimmed, why: value }));
  return undefined;
}
