import { keptFailure } from "../../ledger/file/failures.js";
import type { QueuedRow } from "../../ledger/rows/queue.js";
import { type Settlement, statusOfAbsent } from "../../ledger/rows/settlements.js";
import type { Failure } from "../../model/failure.js";
import { READ_AFTER_MS } from "../../model/late.js";
import type { Payload } from "../../model/payload.js";
import type { Find, FoundRecord } from "../../targets/target.js";
import { because } from "../../texts/because.js";
import { type ListContext, type ListedRecords, listRecords } from "../calls/list-records.js";
import type { Observer } from "../events.js";
import { type Match, matchRows, type RowInDoubt } from "./match.js";
import type { SubjectLock } from "./subject-lock.js";
import { summarizeRecord } from "./summarize-record.js";
import { Twins, type TwinsOptions } from "./twins.js";

/** How often a subject whose rows are to be read again later is asked whether one of them is due. */
const LOOK_MS = 5_000;

export interface SettlerOptions extends ListContext, Omit<TwinsOptions, "find"> {
  readonly find: Find;
  readonly run_id: number;
  readonly subjects: SubjectLock;
  readonly observe: Observer;
}

/**
 * `absent`: it did not act, and may be sent as if for the first time. `unproven`: nothing of it is there, but a request
 * of it may still act; it stays in doubt, and its key protects a repeat. `stopped`: the run ended first.
 */
export type Settled = "done" | "absent" | "unproven" | "in_doubt" | "stopped";

/** A row in doubt, and what is known of its requests. */
export interface Unsettled {
  readonly row: Pick<QueuedRow, "id" | "key" | "line">;
  /** What left. */
  readonly payload: Payload;
  /** When its last attempt ended, on the monotonic clock. */
  readonly ended_ms: number;
  /** Why nobody knows. */
  readonly doubt: Failure;
  /** Why it is not sent again in this call even where it turns out to be absent. */
  readonly give_up: Failure | null;
  /** It was refused after a reading that showed nothing of it: if nothing is there now, that was about its content. */
  readonly is_refused: boolean;
  /** How long one of its requests may still act, from now; negative: nothing can since then. */
  readonly mayAct_ms: () => number;
  /** Whether Feishu takes whatever is sent again and what still acts for one: then absence counts at once. */
  readonly isProtected: () => boolean;
}

interface Waiting extends RowInDoubt, Omit<Unsettled, "row"> {
  readonly key: string;
  readonly line: number;
  /** Readings so far that showed nothing of it. */
  readonly looks: number;
  /** When it was read last, nothing could act any more. */
  readonly is_proven: boolean;
  /** When it was read last, a record of its own may have been taken for a twin's. */
  readonly has_twin: boolean;
  readonly tell: (settled: Settled) => void;
  readonly fail: (error: unknown) => void;
}

/** A row that is to be read again at a moment on the monotonic clock. */
interface Late {
  readonly row: Waiting;
  readonly due_ms: number;
}

/**
 * Settles rows in doubt by reading what Feishu holds. Rows of one subject that wait at the same time are settled by
 * the same two readings, together.
 */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #waiting = new Map<string, Waiting[]>();
  /** Rows that are to be read again later, by subject. */
  readonly #late = new Map<string, Late[]>();
  readonly #twins: Twins;

  constructor(options: SettlerOptions) {
    this.#options = options;
    this.#twins = new Twins(options);
  }

  settle({ row, ...known }: Unsettled): Promise<Settled> {
    const subject = this.#options.find.subject(known.payload);
    const { id: row_id, key, line } = row;
    return new Promise((tell, fail) => {
      this.#join(subject, { ...known, row_id, key, line, looks: 0, is_proven: false, has_twin: false, tell, fail });
    });
  }

  #join(subject: string, row: Waiting): void {
    const others = this.#waiting.get(subject);
    if (others !== undefined) {
      others.push(row);
      return;
    }
    this.#waiting.set(subject, [row]);
    void this.#session(subject);
  }

  async #session(subject: string): Promise<void> {
    let rows: readonly Waiting[] = [];
    try {
      await this.#options.subjects.exclusive(subject, async () => {
        // Those that come at the same time come along.
        await Promise.resolve();
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
    const began_ms = clock.monotonic_ms();
    const first = await listRecords(this.#options, subject);
    const took_ms = clock.monotonic_ms() - began_ms;
    const seen = first !== undefined && "records" in first ? first.records : [];
    const left = this.#conclude(rows, first, 1).flatMap((row) => {
      // Asked only now, when Feishu's clock has been heard.
      const twin_ms = this.#twins.mayAct_ms(row.payload, seen);
      const may_act_ms = Math.max(row.mayAct_ms(), twin_ms);
      const is_proven = may_act_ms + took_ms <= 0;
      if (is_proven || row.isProtected()) return [{ ...row, is_proven, has_twin: twin_ms + took_ms > 0 }];
      this.#lookAgain(subject, row, Math.max(may_act_ms, 0));
      return [];
    });
    if (left.length === 0) return;
    await clock.sleep(READ_AFTER_MS, brake.signal);
    const second = await listRecords(this.#options, subject);
    this.#conclude(left, second, 2);
  }

  /** At growing intervals, until nothing can act any more: a record that comes late is found soon after it. */
  #lookAgain(subject: string, row: Waiting, may_act_ms: number): void {
    const { clock, observe } = this.#options;
    const { key, line, looks } = row;
    if (looks === 0) observe({ event: "may_still_act", key, line, wait_ms: may_act_ms });
    const due_ms = clock.monotonic_ms() + Math.min(READ_AFTER_MS * 2 ** looks, may_act_ms);
    const late = { row: { ...row, looks: looks + 1 }, due_ms };
    const others = this.#late.get(subject);
    if (others !== undefined) {
      others.push(late);
      return;
    }
    this.#late.set(subject, [late]);
    void this.#watch(subject);
  }

  /** When one of a subject's rows is due, all are looked at: it is the same reading. */
  async #watch(subject: string): Promise<void> {
    const { clock, brake } = this.#options;
    const late = this.#late.get(subject) as Late[];
    const dueIn_ms = () => Math.min(...late.map(({ due_ms }) => due_ms)) - clock.monotonic_ms();
    // Others may come meanwhile, and be due sooner.
    for (let wait_ms = dueIn_ms(); wait_ms > 0 && !brake.pulled; wait_ms = dueIn_ms()) {
      await clock.sleep(Math.min(wait_ms, LOOK_MS), brake.signal);
    }
    this.#late.delete(subject);
    for (const { row } of late) {
      if (brake.pulled) row.tell("stopped");
      else this.#join(subject, row);
    }
  }

  /** Settles what a reading settles, in one transaction; gives back the rows that a second one has to confirm. */
  #conclude(rows: readonly Waiting[], reading: ListedRecords, nth: 1 | 2): readonly Waiting[] {
    if (reading === undefined) {
      for (const { tell } of rows) tell("stopped");
      return [];
    }
    const { settlements, find } = this.#options;
    const isUnowned = ({ remote_id }: FoundRecord) =>
      remote_id === null || find.is_shared === true || settlements.ownerOf(remote_id) === undefined;
    const unowned = "records" in reading ? reading.records.filter(isUnowned) : [];
    const matches = "records" in reading ? matchRows(rows, unowned, find.compare, find.is_shared) : undefined;
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
    for (const { row, settlement } of concluded) {
      const verdict = settlement.verdict as "done" | "absent" | "in_doubt";
      if (verdict === "done") this.#twins.found(row.row_id, row.mayAct_ms);
      this.#told(row, verdict, verdict === "in_doubt" && matches?.get(row.row_id)?.kind === "none");
    }
    return unconfirmed;
  }

  #settlement(
    row: Waiting,
    match: Match | undefined,
    reading: Exclude<ListedRecords, undefined>,
    seen: object,
  ): Settlement {
    const { run_id, clock } = this.#options;
    const base = { row_id: row.row_id, run_id, how: "read", now_ms: clock.now_ms(), remote_id: null } as const;
    if (match === undefined) {
      const failure = "failure" in reading ? unread(reading.failure) : NEAR;
      return { ...base, verdict: "in_doubt", failure, evidence: { ...seen, failure: keptFailure(failure) } };
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
        return {
          ...base,
          verdict: "in_doubt",
          failure: NEAR,
          evidence: { ...seen, near: match.records.map(summarizeRecord) },
        };
      case "none":
        return { ...base, ...this.#absence(row), evidence: { ...seen, proven: row.is_proven } };
    }
  }

  #absence({ give_up, is_proven, has_twin, is_refused, doubt }: Waiting): Pick<Settlement, "verdict" | "failure"> {
    return is_proven || (is_refused && !has_twin)
      ? { verdict: "absent", failure: give_up }
      : { verdict: "in_doubt", failure: doubt };
  }

  #told({ key, line, give_up, tell }: Waiting, verdict: "done" | "absent" | "in_doubt", is_unproven: boolean): void {
    const status = verdict === "absent" ? statusOfAbsent(give_up) : verdict;
    this.#options.observe({ event: "settled", key, line, from: "in_doubt", status, verdict });
    tell(is_unproven ? "unproven" : verdict);
  }
}

const NEAR: Failure = because("no_verdict", { id: "near_record" });

function unread(failure: Failure): Failure {
  return { ...failure, ...because("no_verdict", { id: "not_read", cause: failure.reason }) };
}
