import { Brake } from "../../src/engine/calls/brake.js";
import type { EngineEvent } from "../../src/engine/events.js";
import { unfinished } from "../../src/engine/sending/select.js";
import { type SendRowsOptions, sendRows } from "../../src/engine/sending/send-rows.js";
import type { QueuedRow } from "../../src/ledger/rows/queue.js";
import type { Requests } from "../../src/ledger/runs/runs.js";
import type { FeishuRequest, Outgoing, Reply } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { created } from "./replies.js";
import { Desk } from "./support.js";

/** What Feishu answers to one request: `at_ms` since the run began. */
export type Answer = (at_ms: number, nth: number) => Reply | Promise<Reply>;

export interface Asked {
  readonly key: string;
  readonly at_ms: number;
}

/** Rows of one export that are sent to a Feishu that answers as it is told, by a clock that makes nobody wait. */
export class Sending extends Desk {
  readonly brake = new Brake();
  readonly requests: Requests = { sent: 0, retried: 0, throttled: 0, reads: 0 };
  readonly asked: Asked[] = [];
  readonly taken: { readonly key: string; readonly in_flight: number }[] = [];
  readonly told: EngineEvent[] = [];
  in_flight = 0;
  most_in_flight = 0;
  took_ms = 100;
  /** Before the slot: what a pacer does. */
  slot: (signal: AbortSignal | undefined) => Promise<void> = async () => undefined;
  /** Whose request it is. */
  keyOf: (request: FeishuRequest) => string = ({ body }) => (body as { external_id: string }).external_id;
  /** Called when a request has left, before it is answered. */
  onLeft: (key: string) => void = () => undefined;
  readonly #answers = new Map<string, Answer>();

  /** Stages a pending row for each key. */
  async load(...keys: readonly string[]): Promise<this> {
    this.write("a.csv", ...keys.map((key) => `${key},T-${key},,`));
    await this.stage(["a.csv"]);
    return this;
  }

  /** Answers to the requests of a row, one after another; then it is created. */
  answers(key: string, ...replies: readonly Reply[]): void {
    this.#answers.set(key, (_at_ms, nth) => replies[nth] ?? created(`R-${key}`));
  }

  answer(key: string, answer: Answer): void {
    this.#answers.set(key, answer);
  }

  run(more: Partial<SendRowsOptions> = {}): Promise<boolean> {
    const { ledger, clock, brake, requests } = this;
    const latest_entry_ms = ledger.runs.latestEntry();
    const run_id = this.beginRun();
    ledger.attempts.markInterrupted(clock.now_ms());
    return sendRows({
      ledger,
      target: externalApplication,
      run_id,
      latest_entry_ms,
      rows: this.#watched(unfinished(ledger.queue, clock)),
      send: (pick, signal) => this.#send(pick, signal),
      read: async () => ({ ok: true, data: { items: [], has_more: false }, took_ms: 1 }),
      clock,
      random: () => 1,
      brake,
      observe: (event) => this.told.push(event),
      requests,
      concurrency: 4,
      limit: undefined,
      max_errors: undefined,
      max_attempts: 5,
      first_contact_ms: 60_000,
      max_outage_ms: 15 * 60_000,
      ...more,
    });
  }

  *#watched(rows: Iterator<QueuedRow>): Generator<QueuedRow, undefined> {
    for (let row = rows.next(); row.done !== true; row = rows.next()) {
      this.taken.push({ key: row.value.key, in_flight: this.in_flight });
      yield row.value;
    }
  }

  async #send(pick: () => Outgoing | undefined, signal: AbortSignal | undefined): Promise<Reply | undefined> {
    await this.slot(signal);
    const outgoing = pick();
    if (outgoing === undefined) return undefined;
    outgoing.leave();
    const key = this.keyOf(outgoing.request);
    const at_ms = this.clock.monotonic_ms();
    const nth = this.asked.filter((each) => each.key === key).length;
    this.asked.push({ key, at_ms });
    this.in_flight += 1;
    this.most_in_flight = Math.max(this.most_in_flight, this.in_flight);
    this.onLeft(key);
    await this.clock.sleep(this.took_ms);
    this.in_flight -= 1;
    return (this.#answers.get(key) ?? (() => created(`R-${key}`)))(at_ms, nth);
  }

  /** The steps of a row as they were told: `in_doubt by lost`, … */
  steps(key: string): string[] {
    return this.told.flatMap((each) =>
      each.event === "attempt" && each.key === key ? [`${each.status} by ${each.verdict}`] : [],
    );
  }

  times(key: string): number[] {
    return this.asked.filter((each) => each.key === key).map(({ at_ms }) => at_ms);
  }
}

export function keys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `A-${index + 1}`);
}
