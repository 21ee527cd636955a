import type { PartToTell, SayMessage } from "../catalogue.js";
import { type Suggestion, suggested } from "./suggested.js";

/** What a YAML file of ours is. */
export type YamlKind = "mapping" | "plan";

const CREATE: Readonly<Record<YamlKind, string>> = {
  mapping: "Create one: hire-import init EXPORT, or pass --mapping FILE.",
  plan: "Write one: a list of steps, each with name, mapping and exports; see docs/whole-history.md.",
};
const CORRECT: Readonly<Record<YamlKind, string>> = {
  mapping: "Correct the mapping, then run the same command again.",
  plan: "Correct the plan, then run the same command again.",
};
const HOLDS: Readonly<Record<YamlKind, string>> = { mapping: "target and fields", plan: "steps" };

/** What is wrong with a mapping, and with a plan of several imports. */
export const mappings = {
  mapping_problems: ({ path, file, problems, more }: MappingProblems, say: SayMessage) => ({
    message: [
      ...problems.map(({ line, place, why }) => {
        const { message } = say(why);
        return `${path} line ${line}: ${place === "" ? message : `${place}: ${message}`}`;
      }),
      ...(more > 0 ? [`… and ${more} more`] : []),
    ].join("\n"),
    hint: CORRECT[file],
  }),
  mapping_no_map: ({ path, file, is_empty }: YamlFile & { is_empty: boolean }) => ({
    message: `${path} ${is_empty ? "is empty" : `is not a ${file}`}: it must be a YAML map with ${HOLDS[file]}.`,
    hint: CORRECT[file],
  }),
  mapping_bad_yaml: ({ path, file, why }: YamlFile & { why: string }) => ({
    message: `${path}: not valid YAML: ${why}`,
    hint: CORRECT[file],
  }),
  mapping_too_large: ({ path, file }: YamlFile) => ({
    message: `${path} is larger than 1 MiB: it is not a ${file}.`,
    hint: CREATE[file],
  }),
  mapping_missing: ({ path, file }: YamlFile) => ({
    message: `${file === "plan" ? "Plan" : "Mapping file"} not found: ${path}`,
    hint: CREATE[file],
  }),
  mapping_is_folder: ({ path, file }: YamlFile) => ({
    message: `${path} is a folder, not a ${file === "plan" ? "plan" : "mapping file"}.`,
    hint: CREATE[file],
  }),
  mapping_unreadable: ({ path, why }: { path: string; why: string }) => `${path} cannot be read: ${why}`,
  mapping_not_text: ({ path, file }: YamlFile) => ({
    message: `${path} is not UTF-8 text.`,
    hint: `Save the ${file} as UTF-8.`,
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
  zone_of_posix: ({ text, hours, is_behind, zones }: PosixZone) =>
    `${text} is not a time zone of a region: it is ${hours} hours ${is_behind ? "behind" : "ahead of"} UTC, ` +
    `the other way round than it reads${oneOf(zones)}`,
  zone_is_offset: ({ text, zones }: LikelyZones) =>
    `${text} is no time zone but an offset, which does not include daylight saving time${oneOf(zones)}`,
  zone_is_abbreviation: ({ text, zones }: LikelyZones) =>
    `${text} is no time zone but an abbreviation${zones.length > 1 ? " that several share" : ""}${oneOf(zones)}`,
  zone_unknown: ({ text, close }: { text: string; close: Suggestion }) =>
    `${text} is no time zone of the IANA database${suggested(close)}`,
  no_lookup_of_key: ({ field }: { field: string }) =>
    `${field} makes the key of a row, which must not change with another file`,
  not_resolvable: ({ field }: { field: string }) => `Feishu cannot be asked for ${field}`,
  names_none_of: ({ names }: { names: readonly string[] }) => `names none of ${names.join(", ")}`,
  no_split_of_key: "a part of a cell makes no key: two rows may share it",
  no_split_of_time: "a time has a format, and is not split",
  split_needs_columns: "means something for columns only",
  no_values_of_time: "a time has a format, not values",
  value_twice: ({ meaning }: { meaning: string }) =>
    `is ${meaning} above already: case, width and spaces make no difference`,
  template_names_none: "{} names no column",
  template_no_column: "it names no column; write one as {Column}",
  template_brace: "a brace has no partner; write a column as {Column}, a brace as {{ or }}",
  template_side_by_side:
    "puts two columns side by side, so that two rows may get one key; put a character between them",
  format_without_zone: ({ format }: { format: string }) =>
    `${format} has no offset, so the mapping must name the zone, e.g. timezone: Asia/Shanghai`,
};

function oneOf(zones: readonly string[]): string {
  const [last, ...others] = Array.from(zones).reverse();
  if (last === undefined) return "; use a name such as Asia/Shanghai";
  return `; did you mean ${others.length === 0 ? last : `${others.reverse().join(", ")} or ${last}`}?`;
}

/** What is no time zone, and those that are probably meant. */
export interface LikelyZones {
  readonly text: string;
  readonly zones: readonly string[];
}

/** `Etc/GMT+8` */
export interface PosixZone extends LikelyZones {
  readonly hours: number;
  readonly is_behind: boolean;
}

export interface YamlFile {
  readonly path: string;
  readonly file: YamlKind;
}

export interface MappingProblems extends YamlFile {
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
