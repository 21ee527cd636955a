import { localClock, localMinute } from "./local-time.js";
import { counted, inWords } from "./numbers.js";

/** What a run waits for, and what it has left. Times are on one monotonic clock. */
export interface Prospect {
  readonly now_ms: number;
  /** The same moment on the wall clock. */
  readonly wall_ms: number;
  /** Rows that are still to be sent. */
  readonly left: number;
  readonly pace_per_s: number;
  /** Until when nothing is sent because Feishu has throttled. */
  readonly throttled_until_ms: number | undefined;
  /** While Feishu is out of reach: when it is tried next. */
  readonly next_try_ms: number | undefined;
  /** Until when Feishu may still act on requests that it has not answered, for each row. */
  readonly late_until_ms: readonly number[];
}

/** Shorter waits are part of the pace. */
const WORTH_TELLING_MS = 1_500;
const WORTH_A_CLOCK_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long it takes, and where that is worth a look at the clock, until when. */
export function timeLeft(left_ms: number, wall_ms: number): string {
  const until_ms = wall_ms + left_ms;
  if (left_ms < WORTH_A_CLOCK_MS) return `${inWords(left_ms)} left`;
  const day = left_ms > DAY_MS ? localMinute(until_ms) : localClock(until_ms);
  return `${inWords(left_ms)} left (until ${day})`;
}

/** Why nothing is sent just now; else how long it will take; else why it is not over. */
export function outlook(prospect: Prospect): string {
  const { now_ms, wall_ms, left, pace_per_s, throttled_until_ms, next_try_ms, late_until_ms } = prospect;
  const until = (moment_ms: number) => inWords(moment_ms - now_ms);
  if (next_try_ms !== undefined) {
    return next_try_ms <= now_ms
      ? "Feishu is unreachable, trying"
      : `Feishu is unreachable, next try in ${until(next_try_ms)}`;
  }
  if (throttled_until_ms !== undefined && throttled_until_ms - now_ms >= WORTH_TELLING_MS) {
    return `throttled by Feishu for ${until(throttled_until_ms)}`;
  }
  if (left > 0) return timeLeft(Math.max((left / pace_per_s) * 1000, 1_000), wall_ms);
  if (late_until_ms.length === 0) return "finishing";
  const rows = counted(late_until_ms.length, "row waits", "rows wait");
  return `${rows} for a late answer, ${until(Math.max(...late_until_ms))} at most`;
}
