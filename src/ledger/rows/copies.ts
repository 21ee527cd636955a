import type { Database } from "better-sqlite3";
import { FAILURE_AXES } from "../../model/failure.js";

/** Done rows of which Feishu may hold another record, which nothing refers to: an answer was lost on the way to it. */
export interface CopiedRows {
  readonly count: number;
  /** The first of them. */
  readonly lines: readonly number[];
}

const LINES_MAX = 20;

const MAY_HAVE_ACTED = Object.entries(FAILURE_AXES)
  .filter(([, { may_have_acted }]) => may_have_acted)
  .map(([kind]) => `'${kind}'`);

/** Of targets whose rows are sent again without harm, whatever became of the request before. */
export class Copies {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  rows(): CopiedRows {
    const lines = this.#db
      .prepare<[], number>(
        `SELECT line FROM rows WHERE status = 'done' AND id IN (
           SELECT row_id FROM attempts WHERE verdict IS NULL OR verdict IN (${MAY_HAVE_ACTED.join()})) ORDER BY id`,
      )
      .pluck()
      .all();
    return { count: lines.length, lines: lines.slice(0, LINES_MAX) };
  }
}
