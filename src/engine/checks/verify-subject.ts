import type { BeyondRecord, Difference, VerifiedRow } from "../../ledger/rows/verifications.js";
import type { Payload } from "../../model/payload.js";
import type { Find, FoundRecord } from "../../targets/target.js";

export interface RowOfSubject {
  readonly row_id: number;
  readonly remote_id: string | null;
  /** What was sent. */
  readonly payload: Payload;
  /** What an update may have made of it, nobody knows. */
  readonly may_hold: readonly Payload[];
}

export interface SubjectRead {
  readonly find: Find;
  /** Rows that are done, of one subject. */
  readonly rows: readonly RowOfSubject[];
  /** Everything that Feishu holds of it. */
  readonly records: readonly FoundRecord[];
  readonly is_sample: boolean;
  /** Whether some row of the ledger holds this id. */
  isOwned(remote_id: string): boolean;
}

/** Each row against its record, and the records that are nobody's. Pure; `verified` has the order of `rows`. */
export function compareSubject(read: SubjectRead): { verified: VerifiedRow[]; beyond: BeyondRecord[] } {
  const { find, rows, records, is_sample, isOwned } = read;
  const left = new Set(records);
  const by_id = new Map(records.flatMap((record) => (record.remote_id === null ? [] : [[record.remote_id, record]])));
  const verified = rows.map((row): VerifiedRow => {
    const { row_id, remote_id, payload, may_hold } = row;
    const record = remote_id === null ? sameAs(find, payload, left) : by_id.get(remote_id);
    if (record === undefined) return { row_id, verdict: "missing", differences: [] };
    left.delete(record);
    const differences = remote_id === null ? [] : differencesOf(find, payload, record);
    const is_either = may_hold.some((image) => differencesOf(find, image, record).length === 0);
    if (is_either) return { row_id, verdict: "same", differences: [] };
    return { row_id, verdict: differences.length === 0 ? "same" : "differing", differences };
  });
  const beyond = Array.from(left)
    // A record without an id of its own may be that of a row which is not in the sample.
    .filter(({ remote_id }) => (remote_id === null ? !is_sample : !isOwned(remote_id)))
    .map((record): BeyondRecord => {
      const equal = rows.find(({ payload }) => find.compare(payload, record) === "same");
      return { record_id: record.id, double_of: equal?.row_id, fields: record.fields };
    });
  return { verified, beyond };
}

function sameAs(find: Find, payload: Payload, records: ReadonlySet<FoundRecord>): FoundRecord | undefined {
  for (const record of records) if (find.compare(payload, record) === "same") return record;
  return undefined;
}

function differencesOf(find: Find, ours: Payload, record: FoundRecord): Difference[] {
  return find.differing(ours, record).map((field) => {
    return { field, ours: asValue(ours[field]), theirs: asValue(record.fields[field]) };
  });
}

function asValue(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}
