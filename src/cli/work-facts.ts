import type { RunEnd } from "../app/run-context.js";
import type { StopReason } from "../engine/calls/brake.js";
import type { Ledger } from "../ledger/open.js";
import type { Requests } from "../ledger/runs/runs.js";
import type { Problem } from "../ledger/runs/summary.js";
import type { Exit } from "../model/exit.js";
import type { ExitError } from "../model/exit-error.js";
import { seconds as inSeconds, type LedgerFacts, ledgerFacts } from "./facts.js";

/** What a call that worked on a ledger came to, and what the ledger holds after it. */
export interface WorkResult extends LedgerFacts {
  readonly exit: Exit;
  readonly run_id: number;
  readonly problems_before: readonly Problem[];
  readonly requests: Requests;
  /** Doubts that this call has settled. */
  readonly settled: ReturnType<Ledger["settlements"]["countsOf"]>;
  readonly seconds: number;
  readonly reason: StopReason | undefined;
  /** What ended it, where it did not come to its end by itself. */
  readonly stop: ExitError | undefined;
}

export function workFacts({ took_ms, ...end }: RunEnd, ledger: Ledger): WorkResult {
  const settled = ledger.settlements.countsOf(end.run_id);
  return { ...ledgerFacts(ledger), ...end, settled, seconds: inSeconds(took_ms) };
}

/** Why a call stopped by its own judgement, such as too many errors; nothing where it did not. */
export function stoppedFacts(reason: StopReason | undefined) {
  if (reason === undefined || !("message" in reason)) return {};
  const { why, message, hint } = reason;
  return { stopped: { why, message, hint } };
}
