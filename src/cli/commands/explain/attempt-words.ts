import type { RequestEntry } from "../../../ledger/row-details.js";

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
