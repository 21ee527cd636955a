import type { Failure } from "../../model/failure.js";
import { nearest } from "../cells/did-you-mean.js";
import { separatorOf } from "../cells/split.js";
import { fold } from "../cells/text.js";
import type { ValueTable } from "../cells/value-table.js";
import type { Mapping } from "./mapping.js";

/** A value that a field's `values` do not list, and how often it stands in an export. */
export interface CountedValue {
  readonly field: string;
  readonly column: string;
  /** Cut short, see `cutShort`; null for all values beyond the first 1000 of a column. */
  readonly value: string | null;
  readonly count: number;
}

export interface UnmappedValue extends CountedValue {
  /** The value of the mapping that it is probably meant to be. */
  readonly suggestion: string | null;
  /** What parts it into values that are all listed. */
  readonly split: string | null;
}

const VALUES_KEPT_MAX = 1000;

/** A third of a value may differ. */
const DIFFERENCE_MAX = 1 / 3;

/** Counts unmapped values, whatever their case, width and spaces, in bounded memory. */
export class UnmappedValues {
  readonly #by_place = new Map<string, Map<string | null, { readonly value: string | null; count: number }>>();

  /** Takes note of a Failure if it is one of an unmapped value. */
  add({ kind, field = "", column = "", value = "" }: Failure): void {
    if (kind === "unmapped_value") this.count({ field, column, value, count: 1 });
  }

  /** By field and column, the most frequent first. */
  list(): CountedValue[] {
    return Array.from(this.#by_place, ([place, values]) => {
      const [field, column] = JSON.parse(place) as [string, string];
      const counted = Array.from(values.values()).sort((a, b) => b.count - a.count);
      return counted.map(({ value, count }) => ({ field, column, value, count }));
    }).flat();
  }

  /** Takes note of what has been counted elsewhere. */
  count({ field, column, value, count }: CountedValue): void {
    const place = JSON.stringify([field, column]);
    let values = this.#by_place.get(place);
    if (values === undefined) {
      values = new Map();
      this.#by_place.set(place, values);
    }
    const folded = value === null ? null : fold(value);
    const key = values.has(folded) || values.size < VALUES_KEPT_MAX ? folded : null;
    const known = values.get(key);
    if (known !== undefined) known.count += count;
    else values.set(key, { value: key === null ? null : value, count });
  }
}

/** What was counted in several exports, together, with what each value is probably meant to be. */
export function unmappedValues(mapping: Mapping, counted: Iterable<CountedValue>): UnmappedValue[] {
  const values = new UnmappedValues();
  for (const each of counted) values.count(each);
  const tables = new Map(mapping.fields.map(({ shape, table }) => [shape.name, table]));
  return values.list().map((each) => ({ ...each, ...likeliest(each.value, tables.get(each.field)) }));
}

function likeliest(value: string | null, table: ValueTable | undefined): Pick<UnmappedValue, "suggestion" | "split"> {
  if (value === null || table === undefined) return { suggestion: null, split: null };
  const split = separatorOf(value, table) ?? null;
  const close = split === null ? nearest(value, table.spellings, DIFFERENCE_MAX) : undefined;
  return { suggestion: close ?? null, split };
}
