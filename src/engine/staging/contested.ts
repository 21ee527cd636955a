import type { RecordLocation, StagedRow } from "../../ledger/rows/staging.js";
import type { Resolved } from "../../mapping/index.js";

/** A record of a failures file whose key another row owns, which may give it up further down in the file. */
export interface Contested {
  readonly at: RecordLocation;
  /** The row that its `_row` names; undefined for a record that somebody has added. */
  readonly named: StagedRow | undefined;
  readonly key: string;
  readonly mapped: Resolved;
}

export interface Claim extends Contested {
  /** The row that it is content of; undefined where its key alone says it. */
  readonly row: StagedRow | undefined;
}

/**
 * Which row each record is, once all of them are known. `_row` wins over the key while its row was never sent. A sent
 * row is its key for ever: two records that name each other's rows, one of them sent, have exchanged their `_row`.
 */
export function claimsOf(
  records: readonly Contested[],
  ownerOf: (key: string) => StagedRow | undefined,
): readonly Claim[] {
  const named = new Set(records.map((record) => record.named?.id));
  const exchanged = new Set<number>();
  const unsent = records
    .filter((record) => !isSent(record))
    .map((record) => {
      const owner = ownerOf(record.key);
      const is_exchanged = record.named !== undefined && owner !== undefined && isSent({ named: owner });
      if (!is_exchanged || !named.has(owner.id)) return { ...record, row: record.named };
      exchanged.add(record.named.id);
      return { ...record, row: owner };
    });
  const sent = records.filter(isSent).map((record) => {
    const owner = ownerOf(record.key);
    const is_spoken_for = owner !== undefined && named.has(owner.id) && !isSent({ named: owner });
    return { ...record, row: is_spoken_for && !exchanged.has(owner.id) ? undefined : owner };
  });
  return [...unsent, ...sent];
}

function isSent({ named }: Pick<Contested, "named">): boolean {
  return named !== undefined && named.attempts > 0;
}
