import type { Failure } from "../../model/failure.js";
import type { Person, PersonKey } from "../../model/person.js";
import { because } from "../../texts/because.js";
import type { Problem } from "../cells/value.js";
import type { PersonField, PersonKeySource } from "./mapping.js";
import { KEY_READERS } from "./person-keys.js";
import { type BoundField, bindField, type ReadRules } from "./read-field.js";

/** A payload's field whose value is the talent of this person, once Feishu was asked for it. */
export interface WantedTalent {
  readonly field: string;
  readonly person: Person;
}

/** A field with `resolve` whose columns were found in an export. */
export interface BoundPerson extends Omit<BoundField, "read" | "isFilled"> {
  readonly read: (cells: readonly string[]) => WantedTalent | Failure | undefined;
}

const NOBODY: Problem = because("missing_value", { id: "no_person" });

/** Of a problem the columns are told, and never what stands in the cell. */
export function bindPerson({ shape, required, keys }: PersonField, rules: ReadRules): BoundPerson {
  const field = shape.name;
  const readers = keys.map((key) => bindKey(key, rules));
  const columns = readers.flatMap((reader) => reader.columns);
  const nobody: Failure = { ...NOBODY, field, column: titles(columns) };
  return {
    name: field,
    columns,
    required,
    read: (cells) => {
      const found: PersonKey[] = [];
      let unusable: Failure | undefined;
      for (const { read } of readers) {
        const key = read(cells);
        if (key === undefined) continue;
        if ("message" in key) unusable ??= { ...key, field };
        else found.push(key);
      }
      const [first, ...others] = found;
      if (first !== undefined) return { field, person: [first, ...others] };
      return unusable ?? (required ? nobody : undefined);
    },
  };
}

interface KeyReader {
  readonly columns: BoundField["columns"];
  readonly read: (cells: readonly string[]) => PersonKey | (Problem & { readonly column: string }) | undefined;
}

function bindKey({ kind, value, context }: PersonKeySource, all_rules: ReadRules): KeyReader {
  const rules = discreet(all_rules);
  const own = bindField(value, rules);
  const about = context === undefined ? undefined : bindField(context, rules);
  const columns = [...own.columns, ...(about?.columns ?? [])];
  const column = titles(columns);
  return {
    columns,
    read: (cells) => {
      const text = textOf(own, cells);
      if (text === undefined) return undefined;
      if (typeof text !== "string") return { ...text, column };
      const key = KEY_READERS[kind](text, about && textOf(about, cells));
      return "message" in key ? { ...key, column } : { kind, ...key, column };
    },
  };
}

/** Nothing that stands in these columns is told, not even a word that means nothing. */
function discreet(rules: ReadRules): ReadRules {
  return { ...rules, note: (doubt) => (doubt.word === undefined ? rules.note(doubt) : undefined) };
}

/** What a cell says, or why it cannot be read. */
function textOf(field: BoundField, cells: readonly string[]): string | Problem | undefined {
  const value = field.read(cells);
  if (value === undefined) return undefined;
  if (typeof value !== "object" || !("message" in value)) return String(value);
  const { kind, reason, message, hint } = value;
  // Whatever is wrong, it is no value of the field's own that `values` of the mapping could list.
  return { kind: kind === "unmapped_value" ? "bad_value" : kind, reason, message, hint };
}

const titles = (columns: BoundField["columns"]): string => columns.map(({ name }) => name).join(", ");
