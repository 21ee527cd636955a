import type { Payload } from "../../model/payload.js";
import type { Find, FoundRecord } from "../../targets/target.js";

export interface RowInDoubt {
  readonly row_id: number;
  /** What left. */
  readonly payload: Payload;
}

export type Match =
  | { readonly kind: "same"; readonly record: FoundRecord }
  /** Records that nobody can tell for sure from this row. */
  | { readonly kind: "near"; readonly records: readonly FoundRecord[] }
  | { readonly kind: "none" };

/**
 * Gives each row in doubt the record it made, if it made one. Rows of equal content are matched one to one: which of
 * them made which record makes no difference. `unowned`: the records that no other row holds.
 */
export function matchRows(
  rows: readonly RowInDoubt[],
  unowned: readonly FoundRecord[],
  compare: Find["compare"],
): Map<number, Match> {
  const left = new Set(unowned);
  const matches = new Map<number, Match>();
  for (const { row_id, payload } of rows) {
    const record = Array.from(left).find((each) => compare(payload, each) === "same");
    if (record === undefined) continue;
    left.delete(record);
    matches.set(row_id, { kind: "same", record });
  }
  for (const { row_id, payload } of rows) {
    if (matches.has(row_id)) continue;
    const records = Array.from(left).filter((each) => compare(payload, each) === "near");
    matches.set(row_id, records.length > 0 ? { kind: "near", records } : { kind: "none" });
  }
  return matches;
}
