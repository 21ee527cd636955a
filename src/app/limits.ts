import type { Brake } from "../engine/calls/brake.js";
import type { MaxErrors } from "../engine/calls/error-budget.js";
import type { Clock } from "../model/clock.js";

export const CONCURRENCY = 64;
export const MAX_ATTEMPTS = 5;
/** How long somebody who never answered is waited for. */
export const FIRST_CONTACT_MS = 60_000;
export const MAX_OUTAGE_MS = 15 * 60_000;

/** How far a call may go. What is left out is the default of docs/commands.md. */
export interface SendLimits {
  /** Requests a second. */
  readonly rate?: number | undefined;
  /** Requests in flight at most. */
  readonly concurrency?: number | undefined;
  /** Rows at most. */
  readonly limit?: number | undefined;
  readonly max_errors?: MaxErrors;
  readonly max_duration_ms?: number | undefined;
  /** Of one row. */
  readonly max_attempts?: number | undefined;
  /** For one answer. */
  readonly timeout_ms?: number | undefined;
  readonly max_outage_ms?: number | undefined;
}

/** Pulls the brake after this time, unless the function returned is called before. */
export function limitDuration(clock: Clock, brake: Brake, max_duration_ms: number | undefined): () => void {
  const ended = new AbortController();
  if (max_duration_ms !== undefined) {
    void clock.sleep(max_duration_ms, ended.signal).then(() => {
      if (!ended.signal.aborted) brake.pull({ why: "max_duration" });
    });
  }
  return () => ended.abort();
}
