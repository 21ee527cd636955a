import { createHmac, randomBytes } from "node:crypto";
import type { Database, Statement } from "better-sqlite3";
import { keyName, type Person, type PersonKey, type TalentAnswer } from "../../model/person.js";

/** What Feishu answered, and the run that asked. */
export type KnownAnswer = TalentAnswer & { readonly run_id: number };

interface AnswerRow {
  readonly answer: TalentAnswer["answer"];
  readonly talent_id: string | null;
  readonly code: number | null;
  readonly run_id: number;
}

/** 128 bits: no two of a million keys get one hash. */
const HASH_BYTES = 16;

/** What Feishu said when it was asked for talents. A person's keys are never written down, only their keyed hashes. */
export class Talents {
  readonly #db: Database;
  readonly #get: Statement<[Buffer], AnswerRow>;
  readonly #put: Statement;
  #secret: Buffer | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#get = db.prepare("SELECT answer, talent_id, code, run_id FROM talent_answers WHERE key_hash = ?");
    this.#put = db.prepare(
      `INSERT INTO talent_answers (key_hash, answer, talent_id, code, run_id, asked_at_ms) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (key_hash) DO UPDATE SET answer = excluded.answer, talent_id = excluded.talent_id,
         code = excluded.code, run_id = excluded.run_id, asked_at_ms = excluded.asked_at_ms`,
    );
  }

  answerOf(key: PersonKey): KnownAnswer | undefined {
    const row = this.#get.get(this.#hash(keyName(key)));
    if (row === undefined) return undefined;
    const { answer, talent_id, code, run_id } = row;
    if (answer === "found") return { answer, talent_id: talent_id as string, run_id };
    if (answer === "refused") return { answer, code: code ?? undefined, run_id };
    return { answer, run_id };
  }

  /** To be called in a transaction where there are several. */
  record(key: PersonKey, answer: TalentAnswer, run_id: number, now_ms: number): void {
    const talent_id = answer.answer === "found" ? answer.talent_id : null;
    const code = answer.answer === "refused" ? (answer.code ?? null) : null;
    this.#put.run(this.#hash(keyName(key)), answer.answer, talent_id, code, run_id, now_ms);
  }

  /** True once Feishu has been asked for anybody. */
  any(): boolean {
    return this.#db.prepare("SELECT 1 FROM talent_answers LIMIT 1").get() !== undefined;
  }

  /**
   * Forgets talents for which Feishu has refused rows with one of these codes, because they are gone: merged or deleted
   * there. `field`: the one that names the talent. Their exports are to be read again.
   */
  forgetGone(field: string, codes: readonly number[]): void {
    const gone = `SELECT source_id, payload ->> ? AS talent_id FROM rows
      WHERE status = 'rejected' AND failure ->> '$.code' IN (SELECT value FROM json_each(?))`;
    const values = [`$.${field}`, JSON.stringify(codes)];
    const forgotten = this.#db
      .prepare(`DELETE FROM talent_answers WHERE talent_id IN (SELECT talent_id FROM (${gone}))`)
      .run(values).changes;
    if (forgotten === 0) return;
    this.#db.prepare(`UPDATE sources SET staged_as = NULL WHERE id IN (SELECT source_id FROM (${gone}))`).run(values);
  }

  /** The same text for the same person, from which nobody can be told. */
  pseudonym(person: Person): string {
    return this.#hash(person.map(keyName).join("\n")).toString("hex");
  }

  #hash(text: string): Buffer {
    this.#secret ??= this.#readSecret() ?? this.#makeSecret();
    return createHmac("sha256", this.#secret).update(text).digest().subarray(0, HASH_BYTES);
  }

  #readSecret(): Buffer | undefined {
    return this.#db.prepare<[], Buffer>("SELECT secret FROM talent_secret").pluck().get() as Buffer | undefined;
  }

  #makeSecret(): Buffer {
    const secret = randomBytes(32);
    this.#db.prepare("INSERT INTO talent_secret (id, secret) VALUES (1, ?)").run(secret);
    return secret;
  }
}
