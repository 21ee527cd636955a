import { ErrorBudget } from "../engine/calls/error-budget.js";
import { IdempotencyWindow } from "../engine/calls/idempotency-window.js";
import { Outage } from "../engine/calls/outage.js";
import type { Target } from "../targets/target.js";
import type { Cap } from "./cap.js";
import type { Feishu, FeishuPlace, PacedClient } from "./feishu.js";
import { FIRST_CONTACT_MS, limitDuration, MAX_ATTEMPTS, MAX_OUTAGE_MS, type SendLimits } from "./limits.js";
import type { RunContext } from "./run-context.js";

export interface WriteClientOptions {
  readonly place: FeishuPlace;
  readonly target: Target;
  readonly cap: Cap;
  readonly limits: SendLimits;
  /** When the ledger's last request of this kind left, on the wall clock; 0: none has. */
  readonly last_request_ms: number;
}

/** Lets `act` change records that are there, within the call's limits and with all that it needs to ask and to wait. */
export async function withWriteClient(
  run: RunContext,
  { place, target, cap, limits, last_request_ms }: WriteClientOptions,
  act: (parts: WriteParts) => Promise<void>,
): Promise<void> {
  const feishu = await run.connect(place, { codes: target.codes, timeout_ms: limits.timeout_ms });
  const { send: request } = feishu.client(cap, { rate: limits.rate, last_request_ms });
  const end = limitDuration(run.clock, run.brake, limits.max_duration_ms);
  try {
    await act({ ...partsOf(run, target, limits, feishu), request });
  } finally {
    end();
    await feishu.close();
  }
}

function partsOf(run: RunContext, { find }: Target, limits: SendLimits, feishu: Feishu) {
  const { clock, random, brake, observe, requests, latest_entry_ms } = run;
  const common = { clock, random, brake, observe };
  const max_outage_ms = limits.max_outage_ms ?? MAX_OUTAGE_MS;
  return {
    ...common,
    requests,
    // No key is judged here, only what may still act.
    window: new IdempotencyWindow(clock, undefined, latest_entry_ms, feishu.heard_time),
    find,
    send: feishu.client({ cap_per_s: find.cap_per_s }).ask,
    max_attempts: limits.max_attempts ?? MAX_ATTEMPTS,
    outage: new Outage({ ...common, first_contact_ms: FIRST_CONTACT_MS, max_outage_ms }),
    budget: new ErrorBudget(limits.max_errors, brake),
    asked: () => {
      requests.reads += 1;
    },
  };
}

export type WriteParts = ReturnType<typeof partsOf> & { readonly request: PacedClient["send"] };
