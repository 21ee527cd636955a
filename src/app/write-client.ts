import { ErrorBudget } from "../engine/calls/error-budget.js";
import { IdempotencyWindow } from "../engine/calls/idempotency-window.js";
import { Outage } from "../engine/calls/outage.js";
import type { Target } from "../targets/target.js";
import { systemClock } from "../cli/clock.js";
import { type Cap, connectChange } from "../cli/connect-change.js";
import { limitDuration } from "../cli/max-duration.js";
import type { Output } from "../cli/output.js";
import type { FeishuPlace } from "../cli/place.js";
import { FIRST_CONTACT_MS, MAX_ATTEMPTS, MAX_OUTAGE_MS, type SendFlags } from "./limits.js";
import { tick } from "../cli/ticker.js";
import type { Work } from "./run-context.js";

export interface ChangingOptions {
  readonly work: Work;
  readonly place: FeishuPlace;
  readonly target: Target;
  readonly cap: Cap;
  readonly flags: SendFlags;
  readonly output: Output;
  /** When the ledger's last request of this kind left, on the wall clock; 0: none has. */
  readonly last_request_ms: number;
  readonly max_duration_ms: number | undefined;
  /** How far it is, for the progress line. */
  readonly state: () => string;
}

/** Lets `act` change records that are there, within the call's limits and with all that it needs to ask and to wait. */
export async function changing(
  { work, place, target, cap, flags, output, last_request_ms, max_duration_ms, state }: ChangingOptions,
  act: (parts: ReturnType<typeof partsOf>) => Promise<void>,
): Promise<void> {
  const { rate, timeout } = flags;
  const connection = connectChange(place, target, cap, { rate, timeout, last_request_ms });
  const end = limitDuration(work.brake, max_duration_ms);
  const stopTicking = tick(output, state);
  try {
    await act(partsOf(work, target, flags, connection));
  } finally {
    stopTicking();
    end();
    await connection.close();
  }
}

function partsOf(
  { brake, observe, requests, latest_entry_ms }: Work,
  { find }: Target,
  flags: SendFlags,
  { request, read, heard_time }: ReturnType<typeof connectChange>,
) {
  const common = { clock: systemClock, random: Math.random, brake, observe };
  const max_outage_ms = flags.maxOutage ?? MAX_OUTAGE_MS;
  return {
    ...common,
    requests,
    // No key is judged here, only what may still act.
    window: new IdempotencyWindow(systemClock, undefined, latest_entry_ms, heard_time),
    request,
    find,
    send: read,
    max_attempts: flags.maxAttempts ?? MAX_ATTEMPTS,
    outage: new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms }),
    budget: new ErrorBudget(flags.maxErrors, brake),
    asked: () => {
      requests.reads += 1;
    },
  };
}
