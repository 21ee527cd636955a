import { Outage } from "../engine/outage.js";
import { type Updated, updateRecords } from "../engine/update.js";
import { Verdicts } from "../engine/verdicts.js";
import type { Target, Update } from "../targets/target.js";
import { systemClock } from "./clock.js";
import { connectChange } from "./connect-change.js";
import { limitDuration } from "./max-duration.js";
import { inWords, number } from "./numbers.js";
import type { Output } from "./output.js";
import type { FeishuPlace } from "./place.js";
import { CONCURRENCY, FIRST_CONTACT_MS, MAX_ATTEMPTS, MAX_OUTAGE_MS, type SendFlags } from "./send-rows.js";
import { tick } from "./ticker.js";
import type { Work } from "./work.js";

interface SendUpdatesOptions {
  readonly work: Work;
  readonly place: FeishuPlace;
  readonly target: Target;
  readonly update: Update;
  readonly flags: SendFlags;
  readonly output: Output;
  /** How many this call has planned. */
  readonly planned: number;
  readonly updated: Updated;
}

/** Sends the updates that this call has planned, within what is left of the call's limits. */
export async function sendUpdates(options: SendUpdatesOptions): Promise<void> {
  const { work, place, target, update, flags, output, planned, updated } = options;
  const { ledger, brake, run_id, began_ms, observe, requests } = work;
  const { rate, timeout, maxDuration, maxOutage = MAX_OUTAGE_MS } = flags;
  const last_request_ms = ledger.updates.lastStart();
  const connection = connectChange(place, target, update, { rate, timeout, last_request_ms });
  const spent_ms = systemClock.monotonic_ms() - began_ms;
  const end = limitDuration(brake, maxDuration === undefined ? undefined : Math.max(maxDuration - spent_ms, 0));
  const pace_per_s = rate ?? update.cap_per_s;
  const stopTicking = tick(output, () => {
    const left = planned - updated.updated - updated.failed;
    return `updated ${number(planned - left)} of ${number(planned)} | ${inWords((left / pace_per_s) * 1000)} left`;
  });
  const common = { clock: systemClock, random: Math.random, brake, observe };
  try {
    await updateRecords({
      ...common,
      updates: ledger.updates,
      target,
      update,
      run_id,
      began_ms,
      concurrency: flags.concurrency ?? CONCURRENCY,
      updated,
      request: connection.request,
      find: target.find,
      send: connection.read,
      max_attempts: flags.maxAttempts ?? MAX_ATTEMPTS,
      outage: new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms: maxOutage }),
      verdicts: new Verdicts(flags.maxErrors, brake),
      requests,
      asked: () => {
        requests.reads += 1;
      },
    });
  } finally {
    stopTicking();
    end();
    await connection.close();
  }
}
