import type { RequestEntry } from "../../../ledger/rows/row-details.js";
import { FAILURE_AXES, type FailureKind } from "../../../model/failure.js";

/** It may have acted, and what it made is not what the row holds. */
export function mayHaveLeftACopy({ verdict }: Pick<RequestEntry, "verdict">): boolean {
  return verdict === null || (verdict in FAILURE_AXES && FAILURE_AXES[verdict as FailureKind].may_have_acted);
}

/** A request in one line for people. `what`: which it is, e.g. "attempt 2". */
export function attemptWords(what: string, attempt: RequestEntry): string {
  const { started_at_ms, ended_at_ms, verdict, http_status, code, log_id } = attempt;
  const parts = [`${new Date(started_at_ms).toISOString()}  ${what}: ${verdict ?? "no answer was recorded"}`];
  if (http_status !== null) parts.push(`HTTP ${http_status}`);
  if (code !== null) parts.push(`code ${code}`);
  if (log_id !== null) parts.push(`log id ${log_id}`);
  if (ended_at_ms !== null) parts.push(`${ended_at_ms - started_at_ms} ms`);
  return parts.join(", ");
}
