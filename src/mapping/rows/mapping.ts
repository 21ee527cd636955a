import type { FieldDefinition, Scalar, TargetSchema } from "../../model/payload.js";
import type { PersonKeyKind } from "../../model/person.js";
import type { Warning } from "../../model/warning.js";
import type { CellCleaner } from "../cells/clean.js";
import type { Decoding } from "../cells/decode.js";
import type { ReadValue } from "../cells/value.js";
import type { ValueTable } from "../cells/value-table.js";
import type { IdProfile, TimeProfile } from "../columns/export-profile.js";
import type { Path } from "../mapping-file.js";

/** A column as the mapping names it, and where: for messages once the export's header is known. */
export interface ColumnRef {
  readonly name: string;
  /** `fields.stage.columns[1]` */
  readonly key: string;
  readonly line: number;
}

export type Source =
  /** The first column that is not empty. */
  | { readonly kind: "columns"; readonly columns: readonly ColumnRef[] }
  | { readonly kind: "template"; readonly parts: readonly (string | ColumnRef)[] }
  | { readonly kind: "constant"; readonly value: Scalar };

/** What a reader of cells knows beside the mapping. */
export interface ReaderRules {
  readonly time?: TimeProfile | undefined;
  readonly id?: IdProfile | undefined;
  /** In their comparable form: what is a title is no id. */
  readonly titles?: ReadonlySet<string>;
  /** Takes note of what is doubtful about a cell that is read all the same. */
  readonly note: (doubt: Warning) => void;
  /** The column is a part of the field's template: it need not be an id by itself, but no damaged one. */
  readonly is_part?: boolean;
}

/** What is to be known of a time field to infer its formats from the whole column. */
export interface Inference {
  readonly timezone: string | undefined;
  readonly time_of_day_ms: number;
  readonly two_digit_years: boolean;
}

export interface MappedField {
  /** Within a list or an object its name says where: `education_list[0].school`. */
  readonly shape: FieldDefinition;
  /** Where in the payload its value stands: the target's field first. */
  readonly place: Path;
  /** A cell may hold several items of its list, parted by `split`. */
  readonly spreads?: true;
  /** Feishu requires it, or it is part of the key. */
  readonly required: boolean;
  readonly source: Source;
  readonly cleaner: CellCleaner;
  /** What parts a cell with several values, of which one counts. */
  readonly split?: string;
  /** The field's reader for one of its columns, of cells that are clean. */
  readonly reader: (rules: ReaderRules) => ReadValue;
  /** Of a time of which the mapping names no format. */
  readonly infers?: Inference;
  /** Of a time: whether it may be a date without a time of day. Milliseconds since 1970 UTC. */
  readonly isDay?: (instant_ms: number) => boolean;
  /** Of a field with `values`: they may list a spelling of nothing, too. */
  readonly table?: ValueTable;
  /** What the field reads is the key of an entry, and the entry holds the value. */
  readonly lookup?: LookupSource;
}

/** Where ids are looked up. */
export type LookupSource = FileLookup | LedgerLookup;

/** The ledger of another import: a row's key gives the id under which Feishu holds the row. */
export interface LedgerLookup {
  readonly kind: "ledger";
  /** As the mapping writes it. */
  readonly name: string;
  readonly path: string;
  /** Of the mapping file. */
  readonly line: number;
}

/** A second CSV that ids are looked up in. */
export interface FileLookup {
  readonly kind: "file";
  /** As the mapping writes it. */
  readonly name: string;
  readonly path: string;
  readonly key: ColumnRef;
  readonly value: ColumnRef;
  /** Undefined: found out. */
  readonly encoding: string | undefined;
}

/** A field whose value Feishu is asked for, by what the export says of a person. */
export interface PersonField {
  readonly shape: FieldDefinition;
  readonly required: boolean;
  /** In the order of the mapping: the first that answers counts. */
  readonly keys: readonly PersonKeySource[];
}

export interface PersonKeySource {
  readonly kind: PersonKeyKind;
  readonly value: MappedField;
  /** Of a mobile the country code, of an identification its type. */
  readonly context?: MappedField;
}

export interface Condition {
  readonly column: ColumnRef;
  readonly in?: ValueTable;
  readonly not_in?: ValueTable;
  readonly empty?: boolean;
}

/** How an export is written, as far as the mapping says so. */
export interface CsvSettings {
  readonly encoding?: string;
  readonly delimiter?: string;
  /** Empty for none. */
  readonly quote?: string;
  /** What stands before a quote inside a quoted cell: the quote itself, or a backslash. */
  readonly escape?: string;
  /** The first line of the file is 1. */
  readonly header_line?: number;
}

/** A mapping that is right in itself; whether an export has its columns is seen by `bindMapping`. */
export interface Mapping {
  readonly path: string;
  readonly target: TargetSchema;
  readonly csv: CsvSettings;
  /** SHA-256 of what the mapping says: comments, white space and the order of keys play no part. */
  readonly hash: string;
  /** Which columns, templates or constants make the key, as canonical JSON. */
  readonly key_rule: string;
  /** The IANA zone in which times are written, for people to read them in; undefined where none is named. */
  readonly timezone: string | undefined;
  /** Values that count as empty. */
  readonly empty: readonly string[];
  /** What texts, choices and the cells of \`where\` were encoded with. */
  readonly decode: readonly Decoding[];
  readonly where: readonly Condition[];
  /** In the order of the target's fields; of lists and objects each field by itself. */
  readonly fields: readonly MappedField[];
  /** The one of the target's fields whose value Feishu is to be asked for. */
  readonly person?: PersonField;
}

/** The titles of all columns that the mapping reads, each once. */
export function columnsOf({ fields, where, person }: Mapping): string[] {
  const parts =
    person?.keys.flatMap(({ value, context }) => (context === undefined ? [value] : [value, context])) ?? [];
  const names = new Set(where.map(({ column }) => column.name));
  for (const { source } of [...fields, ...parts]) {
    if (source.kind === "columns") for (const { name } of source.columns) names.add(name);
    if (source.kind === "template") for (const part of source.parts) if (typeof part !== "string") names.add(part.name);
  }
  return Array.from(names);
}
