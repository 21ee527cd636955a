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
  is_shared = false,
): Map<number, Match> {
  if (is_shared) return new Map(rows.map(({ row_id, payload }) => [row_id, shared(payload, unowned, compare)]));
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

/** Several rows may be the one record; where there are several records nobody can tell which. */
function shared(payload: Payload, records: readonly FoundRecord[], compare: Find["compare"]): Match {
  const [record, ...others] = records.filter((each) => compare(payload, each) === "same");
  if (record === undefined) return { kind: "none" };
  return others.length === 0 ? { kind: "same", record } : { kind: "near", records: [record, ...others] };
}
