import type { Deletion, DeletionChoice, Deletions, DoomedRow } from "../ledger/deletions.js";
import type { Requests } from "../ledger/runs.js";
import type { Remove, Target } from "../targets/target.js";
import { axesOf, type Failure } from "../words/failure.js";
import type { Reply } from "../words/reply.js";
import type { Payload } from "../words/target-shape.js";
import type { Send } from "./attempt.js";
import { backoff } from "./backoff.js";
import type { Observer } from "./events.js";
import type { Outage, Pass } from "./outage.js";
import { type Reader, readAll } from "./read-all.js";
import { refusedUs } from "./refused-us.js";
import type { Verdicts } from "./verdicts.js";

const HOUR_MS = 3_600_000;
const PAGE_ROWS = 200;
/** A list may still show what was deleted just now, or not yet show what was created just now. */
const READ_AFTER_MS = 3_000;

const UNDONE: Failure = {
  kind: "undone",
  message: "deleted again by undo",
  hint: "hire-import resolve KEY --send takes it up again, once its key is free (24 hours after it was sent)",
};

export interface UndoOptions extends Reader {
  readonly deletions: Deletions;
  readonly target: Target;
  readonly remove: Remove;
  readonly choice: DeletionChoice;
  /** Sends one request of `remove`, paced by its cap. */
  readonly request: Send;
  /** The rows are to be sent again, once their keys are free. */
  readonly resend: boolean;
  /** Records to delete at most. */
  readonly limit: number | undefined;
  /** Counted up as records come to their end. */
  readonly undone: Undone;
  readonly outage: Outage;
  readonly verdicts: Verdicts;
  readonly requests: Requests;
  readonly observe: Observer;
}

export interface Undone {
  deleted: number;
  already_gone: number;
  failed: number;
}

type End = { readonly state: "deleted" | "already_gone" } | { readonly state: "failed"; readonly failure: Failure };

/** Deletes the records that were planned, one after the other: at 20 a minute nothing is gained by more at once. */
export async function undo(options: UndoOptions): Promise<void> {
  const { brake, undone, limit = Number.POSITIVE_INFINITY } = options;
  let taken = 0;
  for (const row of rowsOf(options)) {
    if (brake.pulled || taken >= limit) break;
    taken += 1;
    const end = await remove(options, row);
    if (end !== undefined) undone[end] += 1;
  }
}

function* rowsOf({ deletions, choice }: UndoOptions): Generator<DoomedRow> {
  let after_id = 0;
  for (;;) {
    const page = deletions.next(choice, after_id, PAGE_ROWS);
    yield* page;
    if (page.length < PAGE_ROWS) return;
    after_id = page.at(-1)?.row_id ?? after_id;
  }
}

/** Deletes one record. `undefined`: the run stopped before that came to an end. */
async function remove(options: UndoOptions, row: DoomedRow): Promise<keyof Undone | undefined> {
  const { brake, outage, clock, random, max_attempts } = options;
  let dead_tokens = 0;
  let tries = 0;
  while (!brake.pulled) {
    const pass = await outage.pass();
    if (pass === "stopped") return undefined;
    const reply = await requestOnce(options, row, pass);
    if (reply === undefined) return undefined;
    if (reply.ok) return conclude(options, row, reply, { state: "deleted" });
    dead_tokens = reply.failure.kind === "token_dead" ? dead_tokens + 1 : 0;
    const failure = dead_tokens > 1 ? REFUSED_TOKEN : reply.failure;
    const { retry, ends } = axesOf(failure);
    if (ends === "run") {
      brake.pull({ why: "stopped", stop: refusedUs(failure) });
      return conclude(options, row, reply, { state: "failed", failure });
    }
    if (retry === "free" || outage.down) continue;
    tries += 1;
    if (retry === "no" || tries >= max_attempts) return settle(options, row, reply, failure);
    await clock.sleep(backoff(tries, random), brake.signal);
  }
  return undefined;
}

const REFUSED_TOKEN: Failure = {
  kind: "refused_us",
  message: "Feishu refuses even a new token",
  hint: "check in the developer console that the app is enabled and installed, then run the same line again",
};

/** The request was called off inside its slot: nothing has left. */
class CalledOff extends Error {}

async function requestOnce(options: UndoOptions, row: DoomedRow, pass: Pass): Promise<Reply | undefined> {
  const { brake, clock, deletions, outage, request, requests } = options;
  let left = 0;
  const leave = () => {
    if (brake.pulled) throw new CalledOff();
    deletions.intend(row.remote_id, clock.now_ms());
    requests.sent += 1;
    left += 1;
  };
  try {
    const what = options.remove.request(row.remote_id, JSON.parse(row.payload) as Payload);
    const reply = await request(what, { leave, signal: brake.signal });
    outage.note(reply, pass);
    if (!reply.ok && reply.failure.kind === "throttled") requests.throttled += 1;
    return reply;
  } catch (error) {
    outage.unused(pass);
    if (error instanceof CalledOff || (left === 0 && brake.pulled)) return undefined;
    throw error;
  }
}

/**
 * Feishu has no code for a record that is not there, and a lost answer says nothing: what the list shows decides. It is
 * read twice, three seconds apart, before a record counts as still there.
 */
async function settle(
  options: UndoOptions,
  row: DoomedRow,
  reply: Reply,
  failure: Failure,
): Promise<keyof Undone | undefined> {
  const { brake, clock, find, target } = options;
  const subject = target.find.subject(JSON.parse(row.payload) as Payload);
  for (let nth = 1; nth <= 2; nth++) {
    await clock.sleep(READ_AFTER_MS, brake.signal);
    const reading = await readAll({ ...options, find }, subject);
    if (reading === undefined) return undefined;
    if ("failure" in reading) return conclude(options, row, reply, { state: "failed", failure: unread(failure) });
    const is_there = reading.records.some(({ remote_id }) => remote_id === row.remote_id);
    if (!is_there) return conclude(options, row, reply, { state: "already_gone" });
  }
  return conclude(options, row, reply, { state: "failed", failure });
}

function unread(failure: Failure): Failure {
  return {
    ...failure,
    message: `${failure.message}; whether the record is still there could not be read`,
    hint: "run the same line again",
  };
}

function conclude(options: UndoOptions, row: DoomedRow, reply: Reply, end: End): keyof Undone {
  const { deletions, clock, verdicts, observe, target, resend } = options;
  const { row_id, remote_id, key, line } = row;
  const deletion: Deletion = { row_id, remote_id, log_id: reply.log_id ?? null, now_ms: clock.now_ms() };
  if (end.state === "failed") {
    deletions.failed(deletion, end.failure);
    verdicts.error("rejected", end.failure);
  } else {
    const { idempotency } = target;
    const key_life_ms = "hours" in idempotency ? idempotency.hours * HOUR_MS : 0;
    const afterlife = resend ? ({ status: "pending", failure: null } as const) : SKIPPED;
    deletions.gone(deletion, end.state, { ...afterlife, key_life_ms });
    verdicts.done();
  }
  const verdict = reply.ok ? "accepted" : reply.failure.kind;
  const { http_status = null, code = null, took_ms } = reply;
  const facts = { http_status, code, log_id: deletion.log_id, took_ms };
  observe({ event: "deletion", key, line, state: end.state, verdict, ...facts });
  return end.state;
}

const SKIPPED = { status: "skipped", failure: UNDONE } as const;
