/** Of an attempt `a`: nobody has answered it. The same as `isUnanswered` of its reply. */
export const UNANSWERED = "(a.verdict IS NULL OR a.verdict = 'lost' OR a.verdict = 'foreign_answer')";

/** When it left at the latest. */
export const LATEST_START = "coalesce(a.latest_start_ms, a.started_at_ms)";
