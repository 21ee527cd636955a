import { randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";

/** What a ledger belongs to: everything in it was made for this and nothing else. */
export interface Setup {
  readonly ledger_id: string;
  readonly target: string;
  readonly key_rule: string;
  /** Null until the first run that sends. */
  readonly app_id: string | null;
  readonly place: string | null;
}

export class SetupTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get(): Setup | undefined {
    return this.#db.prepare<[], Setup>("SELECT ledger_id, target, key_rule, app_id, place FROM setup").get();
  }

  create(target: string, key_rule: string, now_ms: number): Setup {
    const ledger_id = newLedgerId();
    this.#db
      .prepare("INSERT INTO setup (id, ledger_id, target, key_rule, created_at_ms) VALUES (1, ?, ?, ?, ?)")
      .run(ledger_id, target, key_rule, now_ms);
    return { ledger_id, target, key_rule, app_id: null, place: null };
  }

  /** Binds the ledger to the app and the place that its rows are sent to. */
  bind(app_id: string, place: string): void {
    this.#db.prepare("UPDATE setup SET app_id = ?, place = ?").run(app_id, place);
  }

  /**
   * Another key rule makes every row another row: what was staged under the old one, and never sent, goes. Row numbers
   * begin anew, so failures files of the time before must not fit any more.
   */
  restart(key_rule: string): void {
    this.#db.exec("DELETE FROM rows; DELETE FROM sources");
    this.#db.prepare("UPDATE setup SET key_rule = ?, ledger_id = ?").run(key_rule, newLedgerId());
  }

  /** The first key, of a row that Feishu holds or may hold, that begins with one of these characters. */
  heldKeyWith(firsts: readonly string[]): string | undefined {
    const find = this.#db
      .prepare<[string, string], string>(
        `SELECT key FROM rows WHERE owns_key = 1 AND key >= ? AND key < ?
           AND status IN ('done', 'in_doubt', 'sending') ORDER BY key LIMIT 1`,
      )
      .pluck();
    return firsts.map((first) => find.get(first, `${first}\u{10ffff}`)).find((key) => key !== undefined);
  }

  /** True once any row has left for Feishu. */
  wasSent(): boolean {
    return this.#db.prepare("SELECT 1 FROM attempts LIMIT 1").get() !== undefined;
  }
}

/** It begins with a letter, so that no spreadsheet takes a `_row` cell for a number, a date or a time. */
function newLedgerId(): string {
  return `L${randomBytes(4).toString("hex")}`;
}
