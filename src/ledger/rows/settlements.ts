import type { Database, Statement } from "better-sqlite3";
import { axesOf, type Failure } from "../../model/failure.js";
import { assertTransition, type Status } from "../../model/status.js";
import { failureJson } from "../file/failures.js";

export interface Settlement {
  readonly row_id: number;
  /** Null: a person decided, outside of any run. */
  readonly run_id: number | null;
  readonly how: "repeat" | "read" | "person";
  /** `absent`: it did not act, and a new history begins. */
  readonly verdict: "done" | "absent" | "in_doubt" | "pending" | "skipped";
  readonly remote_id: string | null;
  /** Why the row has its status, where it is in_doubt or skipped; with `absent`: why it is refused or given up. */
  readonly failure: Failure | null;
  /** What was seen, or the person's reason. */
  readonly evidence: unknown;
  readonly now_ms: number;
  /** It is not to be sent before this moment. */
  readonly not_before_ms?: number;
}

export interface SettlementEntry {
  readonly row_id: number;
  readonly run_id: number | null;
  readonly at_ms: number;
  readonly how: string;
  readonly verdict: string;
  readonly evidence: string;
}

/** Who holds a record of Feishu's, as far as this ledger knows. */
export type Owner =
  | {
      readonly kind: "row";
      readonly row_id: number;
      readonly payload: string;
      readonly settled_by_reading: boolean;
      /** The record has, or may have, other content since than when the row came to hold it. */
      readonly was_updated: boolean;
    }
  | { readonly kind: "deleted" };

interface OwningRow {
  readonly row_id: number;
  readonly payload: string;
  readonly how: string | null;
  readonly was_updated: 0 | 1;
}

const STATUS_OF = {
  done: "done",
  pending: "pending",
  in_doubt: "in_doubt",
  skipped: "skipped",
} as const;

/** What becomes of a row that is not there: it is sent again, unless there is a reason that it is not. */
export function statusOfAbsent(failure: Failure | null): "pending" | "rejected" | "failed" {
  if (failure === null) return "pending";
  const { retry, may_have_acted, ends } = axesOf(failure);
  return retry === "no" && !may_have_acted && ends === "row" ? "rejected" : "failed";
}

/** How rows in doubt are settled, and what is known of the records that settle them. */
export class Settlements {
  readonly #db: Database;
  readonly #status: Statement<[number], Status>;
  readonly #toStatus: Statement;
  readonly #insert: Statement;
  readonly #owner: Statement<[string, number], OwningRow>;
  readonly #deletion: Statement<[string], unknown>;

  constructor(db: Database) {
    this.#db = db;
    this.#owner = db.prepare(
      `SELECT id AS row_id, coalesce(sent_payload, payload) AS payload,
         EXISTS (SELECT 1 FROM updates u WHERE u.row_id = rows.id AND (u.state = 'updated' OR u.may_hold = 1))
           AS was_updated,
         (SELECT s.how FROM settlements s WHERE s.row_id = rows.id ORDER BY s.id DESC LIMIT 1) AS how
       FROM rows WHERE remote_id = ? AND id <> ?`,
    );
    this.#deletion = db.prepare("SELECT 1 FROM deletions WHERE remote_id = ? AND state IN ('deleted', 'already_gone')");
    this.#status = db.prepare<[number], Status>("SELECT status FROM rows WHERE id = ?").pluck();
    // A new history starts with what the mapping makes of the row now; a row that stays in doubt keeps what left. One
    // that was done and is not any more may have acted with any of its attempts.
    this.#toStatus = db.prepare(
      `UPDATE rows SET status = $status, remote_id = $remote_id, failure = $failure, updated_at_ms = $now_ms,
         doubt_since_ms = CASE WHEN $status = 'in_doubt' THEN coalesce(doubt_since_ms,
           (SELECT min(a.started_at_ms) FROM attempts a WHERE a.row_id = rows.id)) END,
         sent_payload = CASE WHEN $status IN ('in_doubt', 'done') THEN sent_payload END,
         not_before_ms = coalesce($not_before_ms, not_before_ms) WHERE id = $row_id`,
    );
    this.#insert = db.prepare(
      "INSERT INTO settlements (row_id, run_id, at_ms, how, verdict, evidence) VALUES (?, ?, ?, ?, ?, ?)",
    );
  }

  settle(settlement: Settlement): void {
    this.#db.transaction(() => this.#settle(settlement)).immediate();
  }

  /** Several at once, all of them or none: what was matched together is settled together. */
  settleAll(settlements: readonly Settlement[]): void {
    const all = () => {
      for (const each of settlements) this.#settle(each);
    };
    this.#db.transaction(all).immediate();
  }

  #settle(settlement: Settlement): void {
    const { row_id, run_id, how, verdict, remote_id, failure, evidence, now_ms, not_before_ms = null } = settlement;
    const status = verdict === "absent" ? statusOfAbsent(failure) : STATUS_OF[verdict];
    assertTransition(this.#status.get(row_id) as Status, status);
    const why = failureJson(failure);
    this.#toStatus.run({ row_id, status, remote_id, failure: why, now_ms, not_before_ms });
    this.#insert.run(row_id, run_id, now_ms, how, verdict, JSON.stringify(evidence));
  }

  /** How many doubts a run has settled in which way. */
  countsOf(run_id: number): { how: string; verdict: string; count: number }[] {
    return this.#db
      .prepare<[number], { how: string; verdict: string; count: number }>(
        `SELECT how, verdict, count(*) AS count FROM settlements WHERE run_id = ? AND verdict <> 'in_doubt'
         GROUP BY how, verdict ORDER BY how, verdict`,
      )
      .all(run_id);
  }

  of(row_id: number): SettlementEntry[] {
    return this.#db
      .prepare<[number], SettlementEntry>(
        "SELECT row_id, run_id, at_ms, how, verdict, evidence FROM settlements WHERE row_id = ? ORDER BY id",
      )
      .all(row_id);
  }

  /** Which row but this one holds a record, or whether it is one that was deleted again. */
  ownerOf(remote_id: string, but_row_id = 0): Owner | undefined {
    const row = this.#owner.get(remote_id, but_row_id);
    if (row !== undefined) {
      const { row_id, payload, how, was_updated } = row;
      return { kind: "row", row_id, payload, settled_by_reading: how === "read", was_updated: was_updated === 1 };
    }
    return this.#deletion.get(remote_id) === undefined ? undefined : { kind: "deleted" };
  }
}
