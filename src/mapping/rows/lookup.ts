import { because } from "../../texts/because.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
import { cellCleaner } from "../cells/clean.js";
import { ERROR_VALUE, isErrorValue } from "../cells/error-values.js";
import { emptyTest, type IsEmpty } from "../cells/text.js";
import { isProblem, type Problem, type ReadValue } from "../cells/value.js";
import { IdColumn } from "../columns/id-column.js";
import { stopOnProblems } from "../mapping-file.js";
import { Columns, type Header } from "./header.js";
import { idReader } from "./id.js";
import type { FileLookup, LedgerLookup, LookupSource, MappedField, Mapping } from "./mapping.js";

const LINES_MAX = 20;

/** Lines of a lookup file that cannot be used, by the reason. */
export interface UnusableLines extends PartToTell {
  readonly message: string;
  readonly count: number;
  /** The first 20 of them. */
  readonly lines: readonly number[];
}

/** What a lookup file says, or a ledger. */
export interface Lookup {
  readonly source: LookupSource;
  /** Different keys. */
  readonly entries: number;
  readonly unusable: readonly UnusableLines[];
  /** The value of a key, or why there is none. */
  find(key: string): string | Problem;
}

export type Lookups = ReadonlyMap<string, Lookup>;

/** A field of the mapping with where its ids are looked up. */
export type LookupField = MappedField & { readonly lookup: LookupSource };
export type FileLookupField = MappedField & { readonly lookup: FileLookup };
export type LedgerLookupField = MappedField & { readonly lookup: LedgerLookup };

export function lookupFields({ fields }: Mapping): LookupField[] {
  return fields.filter((field): field is LookupField => field.lookup !== undefined);
}

export function fileLookups(mapping: Mapping): FileLookupField[] {
  return lookupFields(mapping).filter((field): field is FileLookupField => field.lookup.kind === "file");
}

export function ledgerLookups(mapping: Mapping): LedgerLookupField[] {
  return lookupFields(mapping).filter((field): field is LedgerLookupField => field.lookup.kind === "ledger");
}

/** Where payloads hold ids from ledgers: keys, and null for any item of a list. */
export interface LookedUpPlace {
  readonly place: readonly (string | null)[];
  readonly lookup: LedgerLookup;
}

/** A list that holds other ids, too, is none of them: which of its items come from where, no payload says. */
export function ledgerPlaces(mapping: Mapping): LookedUpPlace[] {
  const placeOf = ({ place }: MappedField) => place.map((step) => (typeof step === "number" ? null : step));
  const looked_up = ledgerLookups(mapping);
  const others = new Set(
    mapping.fields.filter(({ lookup }) => lookup?.kind !== "ledger").map((field) => JSON.stringify(placeOf(field))),
  );
  const places = looked_up.map((field) => ({ place: placeOf(field), lookup: field.lookup }));
  const by_place = new Map(places.map((each) => [JSON.stringify([each.place, each.lookup.path]), each]));
  return Array.from(by_place.values()).filter(({ place }) => !others.has(JSON.stringify(place)));
}

const cleaner = cellCleaner("id");

/**
 * Reads a lookup file in two passes: first what its columns say as a whole, which tells damaged ids from sound ones.
 * Throws an ExitError (exit 2, `no_such_column`) where a column is not there.
 */
export class LookupReader {
  readonly #field: FileLookupField;
  readonly #is_empty: IsEmpty;
  readonly #key_index: number;
  readonly #value_index: number;
  readonly #keys = new IdColumn();
  readonly #values = new IdColumn();

  constructor(mapping: Mapping, field: FileLookupField, header: Header) {
    const { key, value, name } = field.lookup;
    const columns = new Columns(header, name);
    this.#field = field;
    this.#is_empty = emptyTest(mapping.empty);
    this.#key_index = columns.indexOf(key);
    this.#value_index = columns.indexOf(value);
    stopOnProblems(mapping.path, columns.problems(), { kind: "no_such_column" });
  }

  /** The first pass. */
  profile(cells: readonly string[]): void {
    const { key, value } = this.cellsOf(cells);
    if (!this.#is_empty(key)) this.#keys.add(key);
    if (!this.#is_empty(value)) this.#values.add(value);
  }

  /** What the second pass is read into. */
  entries(): LookupEntries {
    const { reader, shape, lookup } = this.#field;
    const note = () => undefined;
    const readKey = reader({ id: this.#keys.facts(), note });
    const readId = idReader(shape.name, new Set(), { id: this.#values.facts(), note });
    return new LookupEntries(lookup, readKey, readId, this.#is_empty);
  }

  cellsOf(cells: readonly string[]): LookupCells {
    return { key: cleaner.clean(cells[this.#key_index] ?? ""), value: cleaner.clean(cells[this.#value_index] ?? "") };
  }
}

interface LookupCells {
  readonly key: string;
  readonly value: string;
}

/** The entries of one lookup file as they are read. */
class LookupEntries implements Lookup {
  readonly #readKey: ReadValue;
  readonly #readId: ReadValue;
  readonly #is_empty: IsEmpty;
  readonly #problems;
  readonly #by_key = new Map<string, string | Problem>();
  readonly #unusable = new Map<string, PartToTell & { message: string; count: number; lines: number[] }>();

  constructor(
    readonly source: FileLookup,
    readKey: ReadValue,
    readId: ReadValue,
    is_empty: IsEmpty,
  ) {
    this.#readKey = readKey;
    this.#readId = readId;
    this.#is_empty = is_empty;
    this.#problems = problemsOf(source);
  }

  get entries(): number {
    return this.#by_key.size;
  }

  get unusable(): readonly UnusableLines[] {
    return Array.from(this.#unusable.values()).sort((a, b) => b.count - a.count);
  }

  find(key: string): string | Problem {
    return this.#by_key.get(key) ?? this.#problems.unknown;
  }

  add(line: number, { key, value }: LookupCells): void {
    if (this.#is_empty(key) && this.#is_empty(value)) return;
    if (this.#is_empty(key)) return this.refuse(line, saying("lookup_no_key"));
    const read_key = isErrorValue(key) ? ERROR_VALUE : this.#readKey(key);
    if (isProblem(read_key))
      return this.refuse(line, saying("lookup_bad_key", { column: this.source.key.name, why: read_key }));
    const read = this.#is_empty(value) ? this.#problems.empty : this.#read(value);
    if (isProblem(read)) this.refuse(line, read);
    this.#put(line, String(read_key), read);
  }

  #read(value: string): string | Problem {
    const read = isErrorValue(value) ? ERROR_VALUE : this.#readId(value);
    if (!isProblem(read)) return String(read);
    return this.#problems.damaged(read);
  }

  /** A line that cannot be read. */
  refuse(line: number, { message, reason, said = reason }: PartToTell): void {
    const known = this.#unusable.get(message) ?? { message, said, count: 0, lines: [] };
    this.#unusable.set(message, known);
    known.count += 1;
    if (known.lines.length < LINES_MAX) known.lines.push(line);
  }

  #put(line: number, key: string, value: string | Problem): void {
    const known = this.#by_key.get(key);
    if (typeof known !== "string" || typeof value !== "string") {
      // A line that says nothing takes nothing back, and is made good by one that does.
      if (known === undefined || (known !== this.#problems.twice && typeof value === "string"))
        this.#by_key.set(key, value);
    } else if (known !== value) {
      this.refuse(line, this.#problems.twice);
      this.#by_key.set(key, this.#problems.twice);
    }
  }
}

function problemsOf({ name: file, value }: FileLookup) {
  const column = value.name;
  return {
    unknown: because("not_in_lookup", { id: "lookup_unknown", file }),
    twice: because("bad_lookup", { id: "lookup_twice", file }),
    empty: because("bad_lookup", { id: "lookup_empty", file, column }),
    damaged: ({ reason }: Problem) => because("bad_lookup", { id: "lookup_damaged", file, column, cause: reason }),
  } as const satisfies Record<string, Problem | ((problem: Problem) => Problem)>;
}
