import { type Updated, updateRecords } from "../engine/changes/update.js";
import type { Target, Update } from "../targets/target.js";
import { changing } from "../app/write-client.js";
import { systemClock } from "./clock.js";
import { inWords, number } from "./numbers.js";
import type { Output } from "./output.js";
import type { FeishuPlace } from "./place.js";
import { CONCURRENCY, type SendFlags } from "../app/limits.js";
import type { Work } from "../app/run-context.js";

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
  const { work, target, update, flags, planned, updated } = options;
  const { ledger, run_id, began_ms } = work;
  const spent_ms = systemClock.monotonic_ms() - began_ms;
  const pace_per_s = flags.rate ?? update.cap_per_s;
  await changing(
    {
      ...options,
      cap: update,
      last_request_ms: ledger.updates.lastStart(),
      max_duration_ms: flags.maxDuration === undefined ? undefined : Math.max(flags.maxDuration - spent_ms, 0),
      state: () => {
        const left = planned - updated.updated - updated.failed;
        return `updated ${number(planned - left)} of ${number(planned)} | ${inWords((left / pace_per_s) * 1000)} left`;
      },
    },
    (parts) =>
      updateRecords({
        ...parts,
        ledger,
        target,
        update,
        run_id,
        began_ms,
        concurrency: flags.concurrency ?? CONCURRENCY,
        updated,
      }),
  );
}
