import type { RequestEntry } from "../../../ledger/rows/row-details.js";
import { FAILURE_AXES, type FailureKind } from "../../../model/failure.js";
import { localTime } from "../../../model/local-time.js";
import type { StoryTexts } from "../../texts/en/story.js";

/** It may have acted, and what it made is not what the row holds. */
export function mayHaveLeftACopy({ verdict }: Pick<RequestEntry, "verdict">): boolean {
  return verdict === null || (verdict in FAILURE_AXES && FAILURE_AXES[verdict as FailureKind].may_have_acted);
}

/** A request in one line for people. `what`: which it is, e.g. "attempt 2". */
export function attemptWords(what: string, attempt: RequestEntry, t: StoryTexts): string {
  const { started_at_ms, ended_at_ms, ...facts } = attempt;
  const took_ms = ended_at_ms === null ? null : ended_at_ms - started_at_ms;
  return t.attempt_line({ ...facts, what, when: localTime(started_at_ms), took_ms });
}
