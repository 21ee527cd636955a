import type { QueuedRow } from "../ledger/queue.js";
import type { Settlement, Settlements } from "../ledger/settlements.js";
import type { Find, FoundRecord } from "../targets/target.js";
import type { Failure } from "../words/failure.js";
import type { Payload } from "../words/target-shape.js";
import type { Observer } from "./events.js";
import { type Match, matchRows, type RowInDoubt } from "./match.js";
import { type Reader, type Reading, readAll } from "./read-all.js";
import { sketch } from "./sketch.js";
import type { Subjects } from "./subjects.js";

/** What was sent may show in a list only after a while: neither the first reading nor the second may come sooner. */
const READ_AFTER_MS = 3_000;

export interface SettlerOptions extends Reader {
  readonly find: Find;
  readonly settlements: Settlements;
  readonly run_id: number;
  readonly subjects: Subjects;
  readonly observe: Observer;
}

/** `absent`: it did not act, and may be sent as if for the first time. `stopped`: the run ended first. */
export type Settled = "done" | "absent" | "in_doubt" | "stopped";

interface Waiting extends RowInDoubt {
  readonly key: string;
  readonly line: number;
  readonly ended_ms: number;
  readonly give_up: Failure | null;
  readonly tell: (settled: Settled) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Settles rows in doubt by reading what Feishu holds. Rows of one subject that wait at the same time are settled by
 * the same two readings, together.
 */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /**
   * `ended_ms`: when the row's last attempt ended, on the monotonic clock. `give_up`: why it is not sent again in
   * this call even where it turns out to be absent.
   */
  settle(row: QueuedRow, payload: Payload, ended_ms: number, give_up: Failure | null): Promise<Settled> {
    const subject = this.#options.find.subject(payload);
    return new Promise((tell, fail) => {
      const { id: row_id, key, line } = row;
      const waiting = { row_id, key, line, payload, ended_ms, give_up, tell, fail };
      const others = this.#waiting.get(subject);
      if (others !== undefined) {
        others.push(waiting);
        return;
      }
      this.#waiting.set(subject, [waiting]);
      void this.#session(subject);
    });
  }

  async #session(subject: string): Promise<void> {
    let rows: readonly Waiting[] = [];
    try {
      await this.#options.subjects.alone(subject, async () => {
        rows = this.#waiting.get(subject) ?? [];
        this.#waiting.delete(subject);
        await this.#settleTogether(subject, rows);
      });
    } catch (error) {
      for (const { fail } of rows) fail(error);
    }
  }

  async #settleTogether(subject: string, rows: readonly Waiting[]): Promise<void> {
    const { clock, brake } = this.#options;
    const latest_ms = Math.max(...rows.map(({ ended_ms }) => ended_ms));
    await clock.sleep(Math.max(latest_ms + READ_AFTER_MS - clock.monotonic_ms(), 0), brake.signal);
    const first = await readAll(this.#options, subject);
    const left = this.#conclude(rows, first, 1);
    if (left.length === 0) return;
    await clock.sleep(READ_AFTER_MS, brake.signal);
    const second = await readAll(this.#options, subject);
    this.#conclude(left, second, 2);
  }

  /** Settles what a reading settles, in one transaction; gives back the rows that a second one has to confirm. */
  #conclude(rows: readonly Waiting[], reading: Reading, nth: 1 | 2): readonly Waiting[] {
    if (reading === undefined) {
      for (const { tell } of rows) tell("stopped");
      return [];
    }
    const { settlements, find } = this.#options;
    const isUnowned = ({ remote_id }: FoundRecord) =>
      remote_id === null || settlements.ownerOf(remote_id) === undefined;
    const unowned = "records" in reading ? reading.records.filter(isUnowned) : [];
    const matches = "records" in reading ? matchRows(rows, unowned, find.compare) : undefined;
    const seen = {
      reading: nth,
      records: "records" in reading ? reading.records.length : null,
      unowned: unowned.length,
    };
    const unconfirmed: Waiting[] = [];
    const concluded: { readonly row: Waiting; readonly settlement: Settlement }[] = [];
    for (const row of rows) {
      const match = matches?.get(row.row_id);
      if (match?.kind === "none" && nth === 1) unconfirmed.push(row);
      else concluded.push({ row, settlement: this.#settlement(row, match, reading, seen) });
    }
    settlements.settleAll(concluded.map(({ settlement }) => settlement));
    for (const { row, settlement } of concluded) this.#told(row, settlement.verdict as "done" | "absent" | "in_doubt");
    return unconfirmed;
  }

  #settlement(row: Waiting, match: Match | undefined, reading: Exclude<Reading, undefined>, seen: object): Settlement {
    const { run_id, clock } = this.#options;
    const base = { row_id: row.row_id, run_id, how: "read", now_ms: clock.now_ms(), remote_id: null } as const;
    if (match === undefined) {
      const failure = "failure" in reading ? unread(reading.failure) : NEAR;
      return { ...base, verdict: "in_doubt", failure, evidence: { ...seen, failure } };
    }
    switch (match.kind) {
      case "same":
        return {
          ...base,
          verdict: "done",
          remote_id: match.record.remote_id,
          failure: null,
          evidence: { ...seen, id: match.record.id },
        };
      case "near":
        return { ...base, verdict: "in_doubt", failure: NEAR, evidence: { ...seen, near: match.records.map(sketch) } };
      case "none":
        return { ...base, verdict: "absent", failure: row.give_up, evidence: seen };
    }
  }

  #told({ key, line, give_up, tell }: Waiting, verdict: "done" | "absent" | "in_doubt"): void {
    const absent = give_up === null ? "pending" : "failed";
    const status = verdict === "absent" ? absent : verdict;
    this.#options.observe({ event: "settled", key, line, from: "in_doubt", status, verdict });
    tell(verdict);
  }
}

const NEAR: Failure = {
  kind: "no_verdict",
  message: "Feishu holds a record that may be this row's, but is not quite the same",
  hint: "compare them with hire-import explain KEY, then decide with hire-import resolve KEY",
};

function unread(failure: Failure): Failure {
  return {
    ...failure,
    kind: "no_verdict",
    message: `what Feishu holds could not be read (${failure.message})`,
    hint: "run the same line again: the row is settled then",
  };
}
