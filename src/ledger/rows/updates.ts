import type { Database, Statement } from "better-sqlite3";
import type { Failure } from "../../model/failure.js";
import { failureJson } from "../file/failures.js";
import { laterThan } from "./attempts.js";
import { NAMED_BY_PERSON } from "./named-by-person.js";
import { LATEST_START, UNANSWERED } from "./unanswered.js";

/** Which records get other content. */
export type UpdateChoice =
  /** Those of done rows whose payload is another one now. */
  | { readonly kind: "changed" }
  /** Those that a run has updated last, which get back what they held before; narrowed to single rows. */
  | { readonly kind: "taken_back"; readonly run_id: number; readonly row_ids?: readonly number[] | undefined };

/** A record that may get other content. Payloads are JSON. */
export interface ChosenUpdate {
  readonly row_id: number;
  readonly key: string;
  readonly line: number;
  readonly remote_id: string;
  /** What Feishu holds, by this ledger. */
  readonly before: string;
  readonly after: string;
  /** The update that is taken back. */
  readonly undoes: number | null;
}

/** An update that is to be sent. */
export interface PlannedUpdate extends ChosenUpdate {
  readonly id: number;
  /** 1: an earlier request of it may have acted. */
  readonly may_hold: 0 | 1;
  /**
   * When the last request left whose answer the ledger does not know, and that would give the record other content;
   * null: none. Whether a call that died had heard nothing yet, or could not write down what it had, nobody knows.
   */
  readonly rival_at_ms: number | null;
  /** 1: an earlier call had such a request that was not accepted: Feishu may still do it behind an error. */
  readonly rival_unsure: 0 | 1;
}

/** What one request of an update came to. */
export interface UpdateAnswer {
  readonly attempt_id: number;
  readonly verdict: string;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly log_id: string | null;
  readonly now_ms: number;
}

interface NewestUpdate extends Pick<PlannedUpdate, "id" | "remote_id" | "after" | "undoes"> {
  readonly state: "planned" | "sending" | "updated" | "failed" | "superseded";
  readonly plan_id: number;
}

const PAGE_ROWS = 1_000;

// A record that a person has named may hold what nobody here knows: there would be no way back.
const CHANGED = `SELECT r.id AS row_id, r.key, r.line, r.remote_id, r.sent_payload AS before, r.payload AS after,
    NULL AS undoes
  FROM rows r WHERE r.status = 'done' AND r.sent_payload IS NOT NULL AND r.remote_id IS NOT NULL
    AND NOT ${NAMED_BY_PERSON}`;

// The latest update that acted or may have, whose last request this run sent; an unfinished way back does not count.
const TAKEN_BACK = `SELECT r.id AS row_id, r.key, r.line, r.remote_id, coalesce(r.sent_payload, r.payload) AS before,
    u.before AS after, u.id AS undoes
  FROM updates u JOIN rows r ON r.id = u.row_id
  WHERE r.status = 'done' AND r.remote_id = u.remote_id AND (u.state = 'updated' OR u.may_hold = 1)
    AND $run_id = (SELECT a.run_id FROM update_attempts a WHERE a.update_id = u.id ORDER BY a.number DESC LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM updates n WHERE n.row_id = u.row_id AND n.id > u.id
      AND (n.state = 'updated' OR n.may_hold = 1 AND n.undoes IS NOT u.id))
    AND ($row_ids IS NULL OR r.id IN (SELECT value FROM json_each($row_ids)))`;

// Requests that would give the record of update `u` other content than it.
const RIVALS = `FROM update_attempts a JOIN updates o ON o.id = a.update_id
  WHERE o.row_id = u.row_id AND o.remote_id = u.remote_id AND o.after <> u.after`;

/** Records that get other content: planned, then each request with its intent before it leaves, then their end. */
export class Updates {
  readonly #db: Database;
  readonly #newest: Statement<[number], NewestUpdate>;
  readonly #supersede: Statement;
  readonly #planAgain: Statement;
  readonly #insert: Statement;
  readonly #next: Statement<[number, number, number], PlannedUpdate>;
  readonly #toSending: Statement;
  readonly #toUnsureRow: Statement;
  readonly #insertAttempt: Statement;
  readonly #endAttempt: Statement;
  readonly #afterFailure: Statement;
  readonly #toSureRow: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#newest = db.prepare(
      "SELECT id, plan_id, state, remote_id, after, undoes FROM updates WHERE row_id = ? ORDER BY id DESC LIMIT 1",
    );
    this.#supersede = db.prepare(
      "UPDATE updates SET state = 'superseded', at_ms = ? WHERE row_id = ? AND state IN ('planned', 'sending')",
    );
    this.#planAgain = db.prepare(
      `UPDATE updates SET run_id = ?, at_ms = ?, failure = NULL,
         state = CASE WHEN may_hold = 1 THEN 'sending' ELSE 'planned' END WHERE id = ?`,
    );
    this.#insert = db.prepare(
      `INSERT INTO updates (row_id, remote_id, plan_id, run_id, undoes, before, after, state, at_ms)
       VALUES ($row_id, $remote_id, $run_id, $run_id, $undoes, $before, $after, 'planned', $now_ms)`,
    );
    // A row may have lost its record since: to one of equal content whose record it turned out to be.
    this.#next = db.prepare(
      `SELECT u.id, u.row_id, r.key, r.line, u.remote_id, u.before, u.after, u.undoes, u.may_hold,
         (SELECT max(${LATEST_START}) ${RIVALS} AND ${UNANSWERED}) AS rival_at_ms,
         EXISTS (SELECT 1 ${RIVALS} AND a.verdict IS NOT 'accepted') AS rival_unsure
       FROM updates u JOIN rows r ON r.id = u.row_id
       WHERE u.run_id = ? AND u.state IN ('planned', 'sending') AND u.id > ?
         AND r.status = 'done' AND r.remote_id = u.remote_id ORDER BY u.id LIMIT ?`,
    );
    this.#toSending = db.prepare(
      "UPDATE updates SET state = 'sending', may_hold = 1, at_ms = ? WHERE id = ? AND state IN ('planned', 'sending')",
    );
    this.#toUnsureRow = db.prepare(
      `UPDATE rows SET sent_payload = coalesce(sent_payload, payload), updated_at_ms = ?
       WHERE id = ? AND status = 'done' AND remote_id = ?`,
    );
    this.#insertAttempt = db.prepare(
      `INSERT INTO update_attempts (update_id, run_id, number, started_at_ms, latest_start_ms)
       SELECT $id, $run_id, count(*) + 1, $now_ms, $later_ms FROM update_attempts WHERE update_id = $id`,
    );
    this.#endAttempt = db.prepare(
      "UPDATE update_attempts SET ended_at_ms = ?, verdict = ?, http_status = ?, code = ?, log_id = ? WHERE id = ?",
    );
    this.#afterFailure = db.prepare(
      `UPDATE updates SET may_hold = $may_hold, state = CASE $may_hold WHEN 1 THEN 'sending' ELSE 'planned' END
       WHERE id = $id`,
    );
    this.#toSureRow = db.prepare(
      `UPDATE rows SET sent_payload = NULL WHERE id = $row_id AND sent_payload = payload
         AND NOT EXISTS (SELECT 1 FROM updates WHERE row_id = $row_id AND may_hold = 1)`,
    );
  }

  /** What is chosen, in the order of staging, at most `limit` of it. */
  *chosen(choice: UpdateChoice, limit = Number.POSITIVE_INFINITY): Generator<ChosenUpdate> {
    const [sql, given] = choice.kind === "changed" ? [CHANGED, {}] : [TAKEN_BACK, parametersOf(choice)];
    const statement = this.#db.prepare<[object], ChosenUpdate>(`${sql} AND r.id > $after_id ORDER BY r.id LIMIT $rows`);
    let left = limit;
    for (let after_id = 0; left > 0; ) {
      const page = statement.all({ ...given, after_id, rows: Math.min(left, PAGE_ROWS) });
      yield* page;
      if (page.length < PAGE_ROWS) return;
      left -= page.length;
      after_id = page.at(-1)?.row_id ?? after_id;
    }
  }

  /** Changed rows whose record a person has named: they are not chosen. */
  namedByPerson(): number {
    return this.#db
      .prepare<[], number>(
        `SELECT count(*) FROM rows r WHERE r.status = 'done' AND r.sent_payload IS NOT NULL AND ${NAMED_BY_PERSON}`,
      )
      .pluck()
      .get() as number;
  }

  /**
   * The calls that planned what is chosen, null for what nobody has planned yet. Where it is one alone, it stopped
   * before its end, and the number of records that was confirmed then still stands.
   */
  plansOf(choice: UpdateChoice): Set<number | null> {
    const plans = new Set<number | null>();
    for (const each of this.chosen(choice)) plans.add(this.#begun(each)?.plan_id ?? null);
    return plans;
  }

  /** Records that a run has updated, and a later one again: they are not chosen to be taken back. */
  updatedSince(run_id: number): number {
    return this.#db
      .prepare<[number], number>(
        `SELECT count(*) FROM updates u JOIN rows r ON r.id = u.row_id
         WHERE r.status = 'done' AND r.remote_id = u.remote_id AND u.state = 'updated'
           AND ? = (SELECT a.run_id FROM update_attempts a WHERE a.update_id = u.id ORDER BY a.number DESC LIMIT 1)
           AND (SELECT n.undoes IS NOT u.id FROM updates n WHERE n.row_id = u.row_id AND n.id > u.id
             AND n.state = 'updated' ORDER BY n.id LIMIT 1)`,
      )
      .pluck()
      .get(run_id) as number;
  }

  /** How many records were confirmed in this call. */
  plannedBy(run_id: number): number {
    return this.#db
      .prepare<[number], number>("SELECT count(*) FROM updates WHERE plan_id = ?")
      .pluck()
      .get(run_id) as number;
  }

  /**
   * Writes down that what is chosen, at most `limit` of it, is to be sent by this call. What was planned before and is
   * still the same goes on; another image, older than this one, is superseded.
   */
  plan(choice: UpdateChoice, limit: number, run_id: number, now_ms: number): void {
    this.#db
      .transaction(() => {
        for (const each of this.chosen(choice, limit)) {
          const begun = this.#begun(each);
          if (begun !== undefined) {
            this.#planAgain.run(run_id, now_ms, begun.id);
            continue;
          }
          this.#supersede.run(now_ms, each.row_id);
          const { row_id, remote_id, undoes, before, after } = each;
          this.#insert.run({ row_id, remote_id, undoes, before, after, run_id, now_ms });
        }
      })
      .immediate();
  }

  /** The newest update of the row, where it is just this one and has not come to its end. */
  #begun({ row_id, remote_id, after, undoes }: ChosenUpdate): NewestUpdate | undefined {
    const newest = this.#newest.get(row_id);
    if (newest === undefined || newest.state === "updated") return undefined;
    const is_same = newest.remote_id === remote_id && newest.after === after && newest.undoes === undoes;
    return is_same ? newest : undefined;
  }

  /** At most `limit` of what this call is to send, behind the update `after_id`. */
  next(run_id: number, after_id: number, limit: number): PlannedUpdate[] {
    return this.#next.all(run_id, after_id, limit);
  }

  /** When the last request of all left, 0 where none has. */
  lastStart(): number {
    const latest = this.#db.prepare<[], number>("SELECT started_at_ms FROM update_attempts ORDER BY id DESC LIMIT 1");
    return latest.pluck().get() ?? 0;
  }

  /** Puts the intent on disk. Must have returned before the first byte leaves. Returns the attempt's id. */
  intend({ id, row_id, remote_id }: PlannedUpdate, run_id: number, now_ms: number, latest_ms = now_ms): number {
    return this.#db
      .transaction(() => {
        const is_open = this.#toSending.run(now_ms, id).changes === 1;
        const is_held = this.#toUnsureRow.run(now_ms, row_id, remote_id).changes === 1;
        if (!is_open || !is_held) throw new Error(`the update ${id} of row ${row_id} is not to be sent any more`);
        const later_ms = laterThan({ now_ms, latest_ms });
        return Number(this.#insertAttempt.run({ id, run_id, now_ms, later_ms }).lastInsertRowid);
      })
      .immediate();
  }

  /** Feishu holds the new content: its row is known by that from here on. */
  updated({ id, row_id, after }: PlannedUpdate, answer: UpdateAnswer): void {
    const { now_ms } = answer;
    this.#db
      .transaction(() => {
        this.#end(answer);
        this.#db
          .prepare("UPDATE updates SET may_hold = 0 WHERE row_id = ? AND may_hold = 1 AND id <> ?")
          .run(row_id, id);
        this.#db.prepare("UPDATE updates SET state = 'updated', may_hold = 0, at_ms = ? WHERE id = ?").run(now_ms, id);
        const { changes } = this.#db
          .prepare(
            `UPDATE rows SET sent_payload = CASE WHEN payload = $after THEN NULL ELSE $after END,
               updated_at_ms = $now_ms WHERE id = $row_id AND status = 'done'`,
          )
          .run({ row_id, after, now_ms });
        if (changes !== 1) throw new Error(`row ${row_id} was not done when its record was updated`);
      })
      .immediate();
  }

  /** A request that did not succeed. `may_hold`: it, or one before it, may have acted. */
  answered({ id, row_id }: PlannedUpdate, answer: UpdateAnswer, may_hold: boolean): void {
    this.#db
      .transaction(() => {
        this.#end(answer);
        this.#afterFailure.run({ id, may_hold: may_hold ? 1 : 0 });
        this.#toSureRow.run({ row_id });
      })
      .immediate();
  }

  /** Given up: its row stays done, and changed. */
  failed({ id }: PlannedUpdate, failure: Failure, now_ms: number): void {
    this.#db
      .prepare("UPDATE updates SET state = 'failed', failure = ?, at_ms = ? WHERE id = ?")
      .run(failureJson(failure), now_ms, id);
  }

  #end({ attempt_id, verdict, http_status, code, log_id, now_ms }: UpdateAnswer): void {
    this.#endAttempt.run(now_ms, verdict, http_status, code, log_id, attempt_id);
  }
}

function parametersOf({ run_id, row_ids }: Extract<UpdateChoice, { kind: "taken_back" }>) {
  return { run_id, row_ids: row_ids === undefined ? null : JSON.stringify(row_ids) };
}
