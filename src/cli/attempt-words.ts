/** One HTTP request as the ledger knows it. */
interface AttemptFacts {
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly verdict: string | null;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly log_id: string | null;
}

/** A request in one line for people. `what`: which it is, e.g. "attempt 2". */
export function attemptWords(what: string, attempt: AttemptFacts): string {
  const { started_at_ms, ended_at_ms, verdict, http_status, code, log_id } = attempt;
  const parts = [`${new Date(started_at_ms).toISOString()}  ${what}: ${verdict ?? "no answer was recorded"}`];
  if (http_status !== null) parts.push(`HTTP ${http_status}`);
  if (code !== null) parts.push(`code ${code}`);
  if (log_id !== null) parts.push(`log id ${log_id}`);
  if (ended_at_ms !== null) parts.push(`${ended_at_ms - started_at_ms} ms`);
  return parts.join(", ");
}
