import type { Database } from "better-sqlite3";
import type { Failure } from "../../model/failure.js";
import { failureJson } from "../file/failures.js";

/** Times in which Feishu was out of reach. `Outage` of the engine says when one begins and ends. */
export class Outages {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  begin(run_id: number, failure: Failure, now_ms: number): void {
    this.#db
      .prepare("INSERT INTO outages (run_id, began_at_ms, failure) VALUES (?, ?, ?)")
      .run(run_id, now_ms, failureJson(failure));
  }

  /** `lasted_ms` knows the beginning better: the first request that failed had left before its failure was known. */
  end(run_id: number, lasted_ms: number, now_ms: number): void {
    this.#db
      .prepare("UPDATE outages SET began_at_ms = ?, ended_at_ms = ? WHERE run_id = ? AND ended_at_ms IS NULL")
      .run(now_ms - Math.round(lasted_ms), now_ms, run_id);
  }
}
