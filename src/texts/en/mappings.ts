import type { PartToTell, SayMessage } from "../catalogue.js";

const CREATE = "Create one: hire-import init EXPORT, or pass --mapping FILE.";
const CORRECT = "Correct the mapping, then run the same command again.";

/** What is wrong with a mapping. */
export const mappings = {
  mapping_problems: ({ path, problems, more }: MappingProblems, say: SayMessage) => ({
    message: [
      ...problems.map(({ line, place, why }) => {
        const { message } = say(why);
        return `${path} line ${line}: ${place === "" ? message : `${place}: ${message}`}`;
      }),
      ...(more > 0 ? [`… and ${more} more`] : []),
    ].join("\n"),
    hint: CORRECT,
  }),
  mapping_no_map: ({ path, is_empty }: { path: string; is_empty: boolean }) => ({
    message: `${path} ${is_empty ? "is empty" : "is not a mapping"}: it must be a YAML map with target and fields.`,
    hint: CORRECT,
  }),
  mapping_bad_yaml: ({ path, why }: { path: string; why: string }) => ({
    message: `${path}: not valid YAML: ${why}`,
    hint: CORRECT,
  }),
  mapping_too_large: ({ path }: { path: string }) => ({
    message: `${path} is larger than 1 MiB: it is not a mapping.`,
    hint: CREATE,
  }),
  mapping_missing: ({ path }: { path: string }) => ({ message: `Mapping file not found: ${path}`, hint: CREATE }),
  mapping_is_folder: ({ path }: { path: string }) => ({
    message: `${path} is a folder, not a mapping file.`,
    hint: CREATE,
  }),
  mapping_unreadable: ({ path, why }: { path: string; why: string }) => `${path} cannot be read: ${why}`,
  mapping_not_text: ({ path }: { path: string }) => ({
    message: `${path} is not UTF-8 text.`,
    hint: "Save the mapping as UTF-8.",
  }),
  bad_yaml: ({ why }: { why: string }) => `not valid YAML: ${why}`,
  duplicate_key: "duplicate key",
  is_missing: "is missing",
  has_no_value: "has no value",
  /** `rule`: what a place must be, in its English words. */
  rule: ({ rule }: { rule: string }) => rule,
  unknown_key: ({ close }: { close: Suggestion }) => `unknown key${suggested(close)}`,
  no_such_target: ({ target, close }: { target: string; close: Suggestion }) =>
    `unknown target ${target}${suggested(close)}`,
  no_such_field: ({ target, close }: { target: string; close: Suggestion }) =>
    `the target ${target} has no such field${suggested(close)}`,
  field_missing: ({ field, requirer }: { field: string; requirer: string | undefined }) =>
    requirer === undefined
      ? `the field ${field} is missing: it makes the key of a row`
      : `the field ${field} is missing: ${requirer} requires it`,
  no_such_column: ({ export: name, column, line, close }: MissingColumn) =>
    `${name} has no column ${column} in its header (line ${line})${suggested(close)}`,
  column_twice: ({ export: name, column, numbers, is_unseen }: DoubleColumn) =>
    `${name} has the column ${column} more than once (columns ${numbers.join(" and ")}${
      is_unseen ? ", which differ in nothing that one can see" : ""
    }); give them different titles`,
  no_column_found: ({ export: name, columns, line, titles }: NoColumn) =>
    `${name} has none of the mapping's ${columns} columns in its header ` +
    `(line ${line}${titles === undefined ? "" : `, ${titles}`}): ` +
    "are delimiter, header_line and encoding under csv: right?",
  undecided: ({ key, advice }: { key: string; advice: PartToTell | undefined }, say: SayMessage) =>
    `${key} is not decided yet${advice === undefined ? "" : `: ${say(advice).message}`}`,
  undecided_any: "replace it, or delete the line",
  undecided_choice: ({ choices, may_delete }: { choices: Readonly<Record<string, string>>; may_delete: boolean }) => {
    const listed = Object.entries(choices).map(([number, meaning]) => `${number} ${meaning}`);
    return `set one of these numbers (${listed.join(", ")})${
      may_delete ? "; or delete the line and set `otherwise`" : ""
    }`;
  },
  needs_source: "needs one of column, columns, template or value; give exactly one of them",
  several_sources: ({ given }: { given: readonly string[] }) => `has ${given.join(" and ")}; give exactly one of them`,
  condition_needs: "needs one of in, not_in or empty",
  one_key_for_all: "makes one key for all rows; take it from a column",
  means_nothing: ({ kind, field }: { kind: string; field: string }) =>
    `${field} is no ${kind} field, so this means nothing here`,
  means_nothing_beside: ({ setting }: { setting: string }) => `means nothing beside ${setting}`,
  means_nothing_without: ({ setting }: { setting: string }) => `means nothing without ${setting}`,
  value_refused_here: ({ value, why }: { value: string; why: PartToTell }, say: SayMessage) =>
    `${value}: ${say(why).message}`,
  format_without_zone: ({ format }: { format: string }) =>
    `${format} has no offset, so the mapping must name the zone, e.g. timezone: Asia/Shanghai`,
};

/** The name that was probably meant, else the first of those that are known. */
export interface Suggestion {
  readonly close: string | undefined;
  readonly known: readonly string[];
}

const NAMES_SHOWN = 12;

function suggested({ close, known }: Suggestion): string {
  if (close !== undefined) return `; did you mean ${close}?`;
  return `; known: ${known.slice(0, NAMES_SHOWN).join(", ")}${known.length > NAMES_SHOWN ? ", …" : ""}`;
}

export interface MappingProblems {
  readonly path: string;
  /** In the order of their lines. `place`: by keys, as in `fields.create_time.format[1]`. */
  readonly problems: readonly { readonly line: number; readonly place: string; readonly why: PartToTell }[];
  readonly more: number;
}

export interface MissingColumn {
  readonly export: string;
  readonly column: string;
  readonly line: number;
  readonly close: Suggestion;
}

export interface DoubleColumn {
  readonly export: string;
  readonly column: string;
  readonly numbers: readonly number[];
  readonly is_unseen: boolean;
}

export interface NoColumn {
  readonly export: string;
  readonly columns: number;
  readonly line: number;
  readonly titles: string | undefined;
}

export type MappingTexts = typeof mappings;
