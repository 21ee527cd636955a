import type { Settlements } from "../../ledger/rows/settlements.js";
import type { Payload } from "../../model/payload.js";
import type { Find, FoundRecord } from "../../targets/target.js";

export interface TwinsOptions {
  readonly find: Pick<Find, "compare">;
  readonly settlements: Settlements;
  /** How long a request of a row that an earlier call has sent may still act, from now. */
  readonly earlierMayAct_ms: (row_id: number) => number;
}

/**
 * Rows of equal content. Where one was found while a request of its own might still act, the record may be the other
 * one's, and its own is yet to come: until then the other one's absence proves nothing.
 */
export class Twins {
  readonly #options: TwinsOptions;
  readonly #found = new Map<number, () => number>();

  constructor(options: TwinsOptions) {
    this.#options = options;
  }

  /** A record was found for the row. */
  found(row_id: number, mayAct_ms: () => number): void {
    if (mayAct_ms() > 0) this.#found.set(row_id, mayAct_ms);
  }

  /** How long a twin of what was sent may still bring its record; negative: none can. `records`: all that are there. */
  mayAct_ms(payload: Payload, records: readonly FoundRecord[]): number {
    const { find, settlements, earlierMayAct_ms } = this.#options;
    const waits_ms = records.map((record) => {
      if (record.remote_id === null || find.compare(payload, record) !== "same") return Number.NEGATIVE_INFINITY;
      const owner = settlements.ownerOf(record.remote_id);
      if (owner?.kind !== "row" || !owner.settled_by_reading) return Number.NEGATIVE_INFINITY;
      return this.#found.get(owner.row_id)?.() ?? earlierMayAct_ms(owner.row_id);
    });
    return Math.max(Number.NEGATIVE_INFINITY, ...waits_ms);
  }
}
