import type { MaxErrors } from "../engine/calls/error-budget.js";
import { sendRows } from "../engine/sending/send-rows.js";
import type { QueuedRow } from "../ledger/queue.js";
import type { Target } from "../targets/target.js";
import { systemClock } from "../cli/clock.js";
import { type ConnectOptions, connect } from "./feishu.js";
import { limitDuration } from "../cli/max-duration.js";
import type { FeishuPlace } from "../cli/place.js";
import type { Work } from "./run-context.js";

export const CONCURRENCY = 64;
export const MAX_ATTEMPTS = 5;
export const FIRST_CONTACT_MS = 60_000;
export const MAX_OUTAGE_MS = 15 * 60_000;

export interface SendFlags {
  readonly rate?: number;
  readonly concurrency?: number;
  readonly limit?: number;
  readonly maxErrors?: MaxErrors;
  readonly maxDuration?: number;
  readonly maxAttempts?: number;
  readonly timeout?: number;
  readonly maxOutage?: number;
}

/** Act two of a call: sends the rows, watched by the progress bar, within the call's limits. */
export async function sendQueued(
  work: Work,
  place: FeishuPlace,
  target: Target,
  rows: Iterator<QueuedRow>,
  flags: SendFlags,
): Promise<void> {
  const { ledger, brake, progress, last_start_ms } = work;
  const options: ConnectOptions = { rate: flags.rate, timeout: flags.timeout, last_start_ms };
  const connection = connect(place, target, options);
  const end = limitDuration(brake, flags.maxDuration);
  progress.sending(ledger.summary.counts(), flags.rate ?? target.cap_per_s, connection.pace);
  try {
    await sendRows({
      ...work,
      target,
      rows,
      send: connection.send,
      read: connection.read,
      heard_time: connection.heard_time,
      clock: systemClock,
      random: Math.random,
      concurrency: flags.concurrency ?? CONCURRENCY,
      limit: flags.limit,
      max_errors: flags.maxErrors,
      max_attempts: flags.maxAttempts ?? MAX_ATTEMPTS,
      first_contact_ms: FIRST_CONTACT_MS,
      max_outage_ms: flags.maxOutage ?? MAX_OUTAGE_MS,
    });
  } finally {
    end();
    await connection.close();
  }
}
