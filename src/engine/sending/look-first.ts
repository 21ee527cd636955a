import type { Ledger } from "../../ledger/open.js";
import { axesOf, type Failure } from "../../model/failure.js";
import { READ_AFTER_MS } from "../../model/late.js";
import type { Find, FoundRecord } from "../../targets/target.js";
import { because } from "../../texts/because.js";
import type { ErrorBudget } from "../calls/error-budget.js";
import type { IdempotencyWindow } from "../calls/idempotency-window.js";
import { type ListContext, listRecords } from "../calls/list-records.js";
import { refusedUs } from "../calls/refused-us.js";
import type { Observer } from "../events.js";
import type { SendState } from "./send-state.js";
import { SubjectLock } from "./subject-lock.js";

export interface LookFirstOptions extends ListContext {
  readonly find: Find;
  readonly ledger: Pick<Ledger, "attempts" | "transaction" | "staging">;
  readonly run_id: number;
  readonly window: IdempotencyWindow;
  readonly budget: ErrorBudget;
  readonly observe: Observer;
  /** When this call began to send, on the monotonic clock. */
  readonly began_ms: number;
  /** The ledger's latest entry before this call; 0: there is none. */
  readonly latest_entry_ms: number;
}

const SEVERAL: Failure = because("talent_ambiguous", { id: "several_records" });

/**
 * Asks Feishu whether a row is there before anything is sent for it. What this call has made is known at once, for a
 * list may show it late.
 */
export class LookFirst {
  readonly #options: LookFirstOptions;
  /** Which record is behind a name, as far as this call knows. */
  readonly #known = new Map<string, string>();
  readonly #names = new SubjectLock();

  constructor(options: LookFirstOptions) {
    this.#options = options;
  }

  /** Rows with a name in common one after the other. Names are taken in one order, so that nobody waits for ever. */
  alone<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    const [first, ...others] = Array.from(new Set(names)).sort();
    return first === undefined ? work() : this.#names.exclusive(first, () => this.alone(others, work));
  }

  /** The names belong to this record. */
  learn(names: readonly string[], remote_id: string): void {
    for (const name of names) this.#known.set(name, remote_id);
  }

  /** True where nothing of the row is there, so that it is to be sent; else it has its outcome, or the run stops. */
  async isAbsent(state: SendState, names: readonly string[]): Promise<boolean> {
    const { find } = this.#options;
    if (names.length === 0) return true;
    if (!(await this.#isShown())) return false;
    const known = names.map((name) => this.#known.get(name)).filter((id) => id !== undefined);
    const reading = await listRecords(this.#options, find.subject(state.payload));
    if (reading === undefined) return false;
    if ("failure" in reading) {
      this.#notRead(state, reading.failure);
      return false;
    }
    const ids = new Set([...known, ...reading.records.map(({ remote_id }) => remote_id as string)]);
    const [first, ...others] = ids;
    if (first === undefined) return true;
    if (others.length > 0) this.#several(state, reading.records);
    else this.#found(state, names, first);
    return false;
  }

  /**
   * What an earlier call has made a moment ago, for another row of the same person, Feishu may show late. How long ago
   * that was the wall clock does not tell for certain. False where the run stops meanwhile.
   */
  async #isShown(): Promise<boolean> {
    const { clock, brake, began_ms, latest_entry_ms } = this.#options;
    const wait_ms = began_ms + READ_AFTER_MS - clock.monotonic_ms();
    if (latest_entry_ms > 0 && wait_ms > 0) await clock.sleep(wait_ms, brake.signal);
    return !brake.pulled;
  }

  #found(state: SendState, names: readonly string[], remote_id: string): void {
    this.learn(names, remote_id);
    this.#conclude(state, "found", { status: "done", remote_id, failure: null });
    this.#options.budget.done();
  }

  #several({ row }: SendState, records: readonly FoundRecord[]): void {
    const { ledger, budget, clock } = this.#options;
    const failure: Failure = { ...SEVERAL, value: records.map(({ id }) => id).join(", ") };
    ledger.transaction(() => {
      ledger.attempts.refuse(row.id, failure, clock.now_ms());
      // Nobody knows when they are merged: the next run asks again.
      ledger.staging.readAgainRow(row.id);
    });
    budget.error("rejected", failure);
  }

  /** It was not sent; who cannot be asked for is not created on a guess. */
  #notRead(state: SendState, failure: Failure): void {
    const { budget, brake } = this.#options;
    const { retry, ends } = axesOf(failure);
    const status = retry === "no" && ends === "row" && !axesOf(failure).may_have_acted ? "rejected" : "failed";
    this.#conclude(state, failure.kind, { status, remote_id: null, failure });
    if (ends === "run") brake.pull({ why: "stopped", stop: refusedUs(failure) });
    budget.error(status, failure);
  }

  /** The look is noted as an attempt that ended at once: the row's story is whole. */
  #conclude(
    state: SendState,
    verdict: string,
    outcome: {
      readonly status: "done" | "rejected" | "failed";
      readonly remote_id: string | null;
      readonly failure: Failure | null;
    },
  ): void {
    const { ledger, run_id, window, clock, observe } = this.#options;
    const { row, fingerprint, status: from } = state;
    const number = state.attempts + 1;
    const { code = null, http_status = null, log_id = null } = outcome.failure ?? {};
    const facts = { http_status, code, log_id };
    ledger.transaction(() => {
      const now_ms = window.stamp();
      const id = ledger.attempts.begin({ row_id: row.id, run_id, number, fingerprint, now_ms });
      const all = { ...outcome, ...facts, verdict, doubt_since_ms: null };
      ledger.attempts.finish(id, row.id, all, clock.now_ms());
    });
    state.attempts = number;
    state.status = outcome.status;
    const { key, line } = row;
    observe({ event: "attempt", key, line, number, from, status: outcome.status, verdict, ...facts, took_ms: 0 });
  }
}
