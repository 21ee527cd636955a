import type { Failure } from "../../model/failure.js";
import type { Scalar } from "../../model/payload.js";
import { cutShort } from "../../model/text.js";
import type { Warning } from "../../model/warning.js";
import { because } from "../../texts/because.js";
import { saying } from "../../texts/saying.js";
import { ERROR_VALUE, isErrorValue } from "../cells/error-values.js";
import type { IdLooks } from "../cells/id-looks.js";
import { wordForNothing } from "../cells/nothing-words.js";
import { emptyWith, encodingsIn, odditiesOf } from "../cells/odd-text.js";
import { partOf } from "../cells/split.js";
import { type IsEmpty, trimCell } from "../cells/text.js";
import { isUndecodable, UNDECODABLE } from "../cells/text-reader.js";
import { isProblem, type Problem, type ReadValue } from "../cells/value.js";
import type { ExportProfile } from "../columns/export-profile.js";
import type { Columns } from "./header.js";
import type { Lookups } from "./lookup.js";
import type { ColumnRef, MappedField, ReaderRules } from "./mapping.js";

/** A field whose columns were found in an export. */
export interface BoundField {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly index: number }[];
  readonly required: boolean;
  /** The field's value of a record; undefined where the record says nothing. Several where a cell holds them. */
  readonly read: (cells: readonly string[]) => Scalar | readonly Scalar[] | undefined | Failure;
  /** Whether any of its cells says something. */
  readonly isFilled: (cells: readonly string[]) => boolean;
}

/** What each BoundField needs to know beside its own mapping. */
export interface ReadRules {
  readonly columns: Columns;
  readonly is_empty: IsEmpty;
  /** The mapping's spellings of nothing. */
  readonly empty: readonly string[];
  readonly facts: ExportProfile;
  readonly note: (doubt: Warning) => void;
  /** By field: how ids of Feishu's own look. */
  readonly looks: ReadonlyMap<string, IdLooks>;
  /** Titles in their comparable form: what stands where an id should be, and is a title, is none. */
  readonly titles: ReadonlySet<string>;
  /** By field: what the files say that its ids are looked up in. */
  readonly lookups: Lookups;
}

const MISSING: Problem = because("missing_value", { id: "missing_value" });

const MISSING_PART: Problem = because("missing_value", { id: "missing_part" });

export function bindField(field: MappedField, rules: ReadRules): BoundField {
  const { source, required } = field;
  const { name } = field.shape;
  if (source.kind === "constant") {
    return { name, columns: [], required, read: () => source.value, isFilled: () => false };
  }
  const isFilledIn = (columns: readonly Column[]) => (cells: readonly string[]) =>
    columns.some(({ index }) => !rules.is_empty(field.cleaner.clean(cells[index] ?? "")));
  const find = (column: ColumnRef) => ({ name: column.name, index: rules.columns.indexOf(column) });
  if (source.kind === "columns") {
    const columns = source.columns.map(find);
    const read = field.spreads === true ? spreadReader(field, columns, rules) : columnsReader(field, columns, rules);
    return { name, columns, required, read, isFilled: isFilledIn(columns) };
  }
  const parts = source.parts.map((part) => (typeof part === "string" ? part : find(part)));
  const columns = parts.filter((part) => typeof part !== "string");
  return { name, columns, required, read: templateReader(field, parts, rules), isFilled: isFilledIn(columns) };
}

type Column = BoundField["columns"][number];

/** Every part of a cell is an item of the list. */
function spreadReader(field: MappedField, columns: readonly Column[], rules: ReadRules): BoundField["read"] {
  const { split = "", ...whole } = field;
  const readers = columns.map((column) => ({
    take: taker(whole, column, rules),
    finish: finisher(field, column.name, rules),
  }));
  return (cells) => {
    for (const { take, finish } of readers) {
      const parts = take(cells)
        .split(split)
        .map(trimCell)
        .filter((part) => !rules.is_empty(part));
      if (parts.length === 0) continue;
      const values = parts.map(finish);
      const problem = values.find((value) => typeof value === "object");
      return problem ?? (values as Scalar[]);
    }
    return undefined;
  };
}

function columnsReader(
  field: MappedField,
  columns: readonly Column[],
  rules: ReadRules,
): (cells: readonly string[]) => Scalar | undefined | Failure {
  const { required, table } = field;
  const { is_empty } = rules;
  const first = columns[0] as Column;
  const readers = columns.map((column) => ({
    take: taker(field, column, rules),
    finish: finisher(field, column.name, rules),
  }));
  const take_first = taker(field, first, rules);
  return (cells) => {
    for (const { take, finish } of readers) {
      const text = take(cells);
      if (!is_empty(text)) return finish(text);
    }
    const text = take_first(cells);
    const listed = table?.get(text);
    if (listed !== undefined) return listed;
    return required ? failure(MISSING, field.shape.name, first.name, text) : undefined;
  };
}

/** Takes the text out of a record that is to be read as the column's value. */
function taker(field: MappedField, column: Column, rules: ReadRules): (cells: readonly string[]) => string {
  const { cleaner, split, table, shape } = field;
  const { is_empty, note } = rules;
  return (cells) => {
    const cell = cells[column.index] ?? "";
    const text = cleaner.clean(cell);
    // Compared by reference as a rule: a clean cell comes back as it is.
    if (text !== cell && !is_empty(text)) {
      for (const each of cleaner.cleanings(cell)) {
        const told = saying("cell_cleaned", { what: each });
        note({ kind: "cleaned_cell", field: shape.name, column: column.name, ...told });
      }
    }
    return split === undefined ? text : partOf(text, split, table, is_empty);
  };
}

function templateReader(field: MappedField, parts: readonly (string | Column)[], rules: ReadRules): BoundField["read"] {
  const { name, kind } = field.shape;
  const titles = parts.filter((part) => typeof part !== "string").map((part) => part.name);
  const finish = finisher(field, titles.join(", "), rules);
  const is_plain_id = kind === "id" && field.table === undefined;
  const readers = parts.map((part) => {
    if (typeof part === "string") return part;
    const read = is_plain_id ? field.reader({ ...rulesFor(field, part.name, rules), is_part: true }) : undefined;
    return { ...part, take: taker(field, part, rules), read };
  });
  return (cells) => {
    let whole = "";
    for (const part of readers) {
      if (typeof part === "string") {
        whole += part;
        continue;
      }
      const text = part.take(cells);
      if (rules.is_empty(text)) return failure(MISSING_PART, name, part.name, text);
      // A damaged part is harder to see in the whole: 6.96E+18-1042.
      const read = isErrorValue(text) ? ERROR_VALUE : part.read?.(text);
      if (read !== undefined && isProblem(read)) return failure(read, name, part.name, text);
      if (kind === "text") for (const each of odditiesOf(text)) rules.note({ ...each, field: name, column: part.name });
      whole += text;
    }
    return finish(whole);
  };
}

function finisher(field: MappedField, column: string, rules: ReadRules): (text: string) => Scalar | Failure {
  const { name, kind } = field.shape;
  const read: ReadValue = field.reader(rulesFor(field, column, rules));
  const lookup = rules.lookups.get(name);
  const looks = lookup === undefined ? rules.looks.get(name) : undefined;
  return (text) => {
    const value = isErrorValue(text) && field.table?.get(text) === undefined ? ERROR_VALUE : read(text);
    if (isProblem(value)) return failure(problemOf(text, value, rules.empty), name, column, text);
    if (kind !== "time" && field.table?.get(text) === undefined) {
      const odd = kind === "id" ? encodingsIn(text) : odditiesOf(text, field.table !== undefined);
      for (const each of odd) rules.note({ ...each, field: name, column });
    }
    looks?.see(text);
    if (lookup === undefined) return value;
    const found = lookup.find(String(value));
    return isProblem(found) ? failure(found, name, column, text) : found;
  };
}

/** What is worse about a text than that its field cannot read it. */
function problemOf(text: string, problem: Problem, empty: readonly string[]): Problem {
  if (isUndecodable(text)) return UNDECODABLE;
  if (problem.kind !== "bad_time" || wordForNothing(text) === undefined) return problem;
  return because("bad_time", { id: "time_is_nothing", paste: emptyWith([text], empty) });
}

function rulesFor({ shape }: MappedField, column: string, { facts, note, titles }: ReadRules): ReaderRules {
  return { time: facts.times[shape.name], id: facts.ids[column], titles, note: (doubt) => note({ ...doubt, column }) };
}

function failure(problem: Problem, field: string, column: string, text: string): Failure {
  return { ...problem, field, column, value: cutShort(text) };
}
