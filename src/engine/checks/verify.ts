import type { Ledger } from "../../ledger/open.js";
import type { RowToVerify } from "../../ledger/rows/verifications.js";
import type { Clock } from "../../model/clock.js";
import { axesOf, type Failure } from "../../model/failure.js";
import { READ_AFTER_MS } from "../../model/late.js";
import type { Payload } from "../../model/payload.js";
import type { Find } from "../../targets/target.js";
import { type ListContext, listRecords } from "../calls/list-records.js";
import { refusedUs } from "../calls/refused-us.js";
import type { Observer } from "../events.js";
import { compareSubject } from "./verify-subject.js";

const PAGE_SUBJECTS = 200;

export interface VerifyOptions extends ListContext {
  readonly ledger: Ledger;
  readonly find: Find;
  readonly verification_id: number;
  /** Not all rows are read back: what is read may belong to one that is not. */
  readonly is_sample: boolean;
  /** Readings at once. */
  readonly concurrency: number;
  /** Readings at most. */
  readonly limit: number | undefined;
  readonly observe: Observer;
}

/** Reads each subject once and notes what it shows. Why the first of those could not be read that could not. */
export async function verify(options: VerifyOptions): Promise<Failure | undefined> {
  const { brake, concurrency, limit = Number.POSITIVE_INFINITY } = options;
  const subjects = subjectsOf(options);
  let taken = 0;
  let unread: Failure | undefined;
  const work = async (): Promise<void> => {
    while (!brake.pulled && taken < limit) {
      taken += 1;
      const subject = subjects.next();
      if (subject.done === true) return;
      const failure = await verifySubject(options, subject.value);
      if (failure !== undefined) unread ??= failure;
    }
  };
  const workers = Array.from({ length: concurrency }, () =>
    work().catch((error: unknown) => {
      brake.pull({ why: "broken" });
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return unread;
}

function* subjectsOf({ ledger, verification_id }: VerifyOptions): Generator<string, undefined> {
  let after = "";
  for (;;) {
    const page = ledger.verifications.subjects(verification_id, after, PAGE_SUBJECTS);
    yield* page;
    if (page.length < PAGE_SUBJECTS) return undefined;
    after = page.at(-1) ?? after;
  }
}

async function verifySubject(options: VerifyOptions, subject: string): Promise<Failure | undefined> {
  const { ledger, find, verification_id, is_sample, clock, brake, observe } = options;
  const rows = ledger.verifications.rows(verification_id, subject);
  await clock.sleep(waitFor_ms(clock, rows), brake.signal);
  const reading = await listRecords(options, subject);
  if (reading === undefined) return undefined;
  if ("failure" in reading) {
    if (axesOf(reading.failure).ends === "run") brake.pull({ why: "stopped", stop: refusedUs(reading.failure) });
    return reading.failure;
  }
  const ours = rows.map((row) => ({
    ...row,
    payload: JSON.parse(row.payload) as Payload,
    may_hold: JSON.parse(row.may_hold) as Payload[],
  }));
  const isOwned = (remote_id: string) => ledger.settlements.ownerOf(remote_id)?.kind === "row";
  const { verified, beyond } = compareSubject({ find, rows: ours, records: reading.records, is_sample, isOwned });
  ledger.verifications.record(verification_id, subject, verified, beyond, clock.now_ms());
  for (const [index, { verdict }] of verified.entries()) {
    const { key, line } = rows[index] as RowToVerify;
    observe({ event: "verified", key, line, verdict });
  }
  return undefined;
}

/** A clock that was set back must not make this wait for hours. */
function waitFor_ms(clock: Clock, rows: readonly RowToVerify[]): number {
  const latest_ms = Math.max(...rows.map(({ updated_at_ms }) => updated_at_ms));
  return Math.min(Math.max(latest_ms + READ_AFTER_MS - clock.now_ms(), 0), READ_AFTER_MS);
}
