import { ErrorBudget } from "../engine/calls/error-budget.js";
import { IdempotencyWindow } from "../engine/calls/idempotency-window.js";
import type { Cap } from "../model/cap.js";
import { findOf, type Target } from "../targets/target.js";
import type { Feishu, FeishuPlace, PacedClient } from "./feishu.js";
import type { SendLimits } from "./limits.js";
import type { RunContext } from "./run-context.js";
import { patienceOf, withFeishu } from "./run-feishu.js";

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
  await withFeishu(run, { place, codes: target.codes, limits }, (feishu) => {
    const { send: request } = feishu.client(cap, { rate: limits.rate, last_request_ms });
    return act({ ...partsOf(run, target, limits, feishu), request });
  });
}

function partsOf(run: RunContext, target: Target, limits: SendLimits, feishu: Feishu) {
  const find = findOf(target);
  const { clock, brake, requests, latest_entry_ms } = run;
  return {
    ...patienceOf(run, limits),
    requests,
    // No key is judged here, only what may still act.
    window: new IdempotencyWindow(clock, undefined, latest_entry_ms, feishu.heard_time),
    find,
    send: feishu.client({ cap_per_s: find.cap_per_s }).ask,
    budget: new ErrorBudget(limits.max_errors, brake),
  };
}

export type WriteParts = ReturnType<typeof partsOf> & { readonly request: PacedClient["send"] };
