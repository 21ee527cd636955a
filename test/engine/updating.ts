import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { expect } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { ErrorBudget, type MaxErrors } from "../../src/engine/calls/error-budget.js";
import { IdempotencyWindow } from "../../src/engine/calls/idempotency-window.js";
import { Outage } from "../../src/engine/calls/outage.js";
import { type Updated, type UpdateOptions, updateRecords } from "../../src/engine/changes/update.js";
import type { EngineEvent } from "../../src/engine/events.js";
import type { UpdateChoice } from "../../src/ledger/rows/updates.js";
import type { Payload } from "../../src/model/payload.js";
import type { FeishuRequest, Reply } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import type { Update } from "../../src/targets/target.js";
import { refusal } from "./replies.js";
import { Desk } from "./support.js";

export const CHANGED: UpdateChoice = { kind: "changed" };
export const UNKNOWN_ID = refusal("refused", { code: 1002002 });

const updated: Reply = { ok: true, data: {}, code: 0, http_status: 200, log_id: "L-1", took_ms: 10 };

/** Rows that are done, and a Feishu that holds their records: A-1 as R-A-1, of the talent T-A-1. */
export class Updating extends Desk {
  brake = new Brake();
  readonly told: EngineEvent[] = [];
  /** Each overwrite that left: `R-A-1 Hired`, in the order of the requests. */
  readonly asked: string[] = [];
  readonly held = new Map<string, Payload>();
  readonly requests = { sent: 0, retried: 0, throttled: 0, reads: 0 };
  in_flight = 0;
  most_in_flight = 0;
  readonly #answers = new Map<string, ((act: () => void) => Reply)[]>();
  #run_id = 0;

  async done(...keys: readonly string[]): Promise<this> {
    this.write("a.csv", ...keys.map((key) => `${key},T-${key},Offer,`));
    await this.stage(["a.csv"]);
    for (const key of keys) {
      this.sent(key, "done");
      this.held.set(`R-${key}`, JSON.parse(this.row(key).payload ?? "") as Payload);
    }
    return this;
  }

  /** Every row of a.csv that is in one stage is in another from here on. */
  async change(from: string, to: string): Promise<void> {
    this.writeRaw("a.csv", readFileSync(this.path("a.csv"), "utf8").replaceAll(from, to));
    await this.stage(["a.csv"]);
  }

  /** Answers to the overwrites of one record, one after another; then Feishu acts. */
  answers(id: string, ...replies: readonly ((act: () => void) => Reply)[]): void {
    this.#answers.set(id, [...replies]);
  }

  plan(choice: UpdateChoice = CHANGED, limit = 1_000): number {
    this.#run_id = this.beginRun();
    this.ledger.updates.plan(choice, limit, this.#run_id, this.clock.now_ms());
    return this.#run_id;
  }

  /** One call: plans, and sends what was planned. */
  async update(choice: UpdateChoice = CHANGED, more: Partial<UpdateOptions> = {}): Promise<Updated> {
    this.brake = new Brake();
    this.plan(choice);
    return this.send(more);
  }

  /** Sends what was planned last. */
  async send(more: Partial<UpdateOptions> = {}, max_errors?: MaxErrors): Promise<Updated> {
    const { ledger, clock, brake, requests } = this;
    const tally: Updated = { updated: 0, failed: 0 };
    const observe = (event: EngineEvent) => this.told.push(event);
    const common = { clock, random: () => 1, brake, observe };
    await updateRecords({
      ...common,
      ledger,
      target: externalApplication,
      update: externalApplication.update as Update,
      run_id: this.#run_id,
      began_ms: clock.monotonic_ms(),
      window: new IdempotencyWindow(clock, undefined, 0),
      concurrency: 4,
      updated: tally,
      request: async (pick) => {
        const outgoing = pick();
        outgoing?.leave();
        return outgoing && this.#put(outgoing.request);
      },
      find: externalApplication.find,
      send: async (request) => this.#list(request),
      asked: () => {
        requests.reads += 1;
      },
      outage: new Outage({ ...common, first_contact_ms: 60_000, max_outage_ms: 60_000 }),
      budget: new ErrorBudget(max_errors, brake),
      requests,
      max_attempts: 3,
      ...more,
    });
    return tally;
  }

  async #put({ method, path, body }: FeishuRequest): Promise<Reply> {
    expect(method).toBe("PUT");
    const id = path.split("/").at(-1) as string;
    const payload = body as Payload;
    const [open] = this.query<{ state: string; after: string }>(
      "SELECT state, after FROM updates WHERE remote_id = ? AND state IN ('planned', 'sending')",
      id,
    );
    expect(open?.state, "the intent is on disk").toBe("sending");
    this.asked.push(`${id} ${payload.stage}`);
    this.in_flight += 1;
    this.most_in_flight = Math.max(this.most_in_flight, this.in_flight);
    await this.clock.sleep(100);
    this.in_flight -= 1;
    const act = () => {
      if (this.held.has(id)) this.held.set(id, payload);
    };
    const scripted = this.#answers.get(id)?.shift();
    if (scripted !== undefined) return scripted(act);
    if (!this.held.has(id)) return UNKNOWN_ID;
    act();
    return updated;
  }

  #list({ query }: FeishuRequest): Reply {
    const items = [...this.held]
      .filter(([, { talent_id }]) => talent_id === query?.talent_id)
      .map(([id, fields]) => ({ id, ...fields }));
    return { ok: true, data: { items, has_more: false }, took_ms: 1 };
  }

  query<T>(sql: string, ...values: readonly string[]): T[] {
    const db = new Database(this.ledger_path, { readonly: true });
    try {
      return db.prepare<unknown[], T>(sql).all(...values);
    } finally {
      db.close();
    }
  }

  /** Each update as `A-1 Offer -> Hired updated`, in their order; with ? where it may have acted. */
  states(): string[] {
    return this.query<{ line: string }>(
      `SELECT r.key || ' ' || (u.before ->> '$.stage') || ' -> ' || (u.after ->> '$.stage') || ' ' || u.state ||
         CASE may_hold WHEN 1 THEN '?' ELSE '' END AS line
       FROM updates u JOIN rows r ON r.id = u.row_id ORDER BY u.id`,
    ).map(({ line }) => line);
  }

  stages(): unknown[] {
    return [...this.held.values()].map(({ stage }) => stage);
  }

  changed(): number {
    return this.ledger.summary.changed().count;
  }
}
