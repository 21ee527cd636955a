import type { Failure } from "../words/failure.js";
import { fold } from "./text.js";

/** A value that a field's `values` do not list; `value` is null for all values beyond the first 1000 of the field. */
export interface UnmappedValue {
  readonly field: string;
  readonly column: string;
  readonly value: string | null;
  readonly count: number;
}

const VALUES_KEPT_MAX = 1000;

/** Counts unmapped values, whatever their case, width and spaces, in bounded memory. */
export class UnmappedValues {
  readonly #by_place = new Map<string, Map<string | null, { value: string | null; count: number }>>();

  /** Takes note of a Failure if it is one of an unmapped value. */
  add(failure: Failure): void {
    if (failure.kind !== "unmapped_value") return;
    const { value = "" } = failure;
    const place = JSON.stringify([failure.field, failure.column]);
    let values = this.#by_place.get(place);
    if (values === undefined) {
      values = new Map();
      this.#by_place.set(place, values);
    }
    const folded = fold(value);
    const key = values.has(folded) || values.size < VALUES_KEPT_MAX ? folded : null;
    const known = values.get(key);
    if (known !== undefined) known.count += 1;
    else values.set(key, { value: key === null ? null : value, count: 1 });
  }

  /** By field, the most frequent first. */
  list(): UnmappedValue[] {
    return Array.from(this.#by_place, ([place, values]) => {
      const [field, column] = JSON.parse(place) as [string, string];
      const counted = Array.from(values.values()).sort((a, b) => b.count - a.count);
      return counted.map(({ value, count }) => ({ field, column, value, count }));
    }).flat();
  }
}
