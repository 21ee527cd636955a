import { localClock, localMinute } from "../model/local-time.js";
import { terminal } from "./texts/en/terminal.js";

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

const EN = terminal.progress;

/** How long it takes, and where that is worth a look at the clock, until when. */
export function timeLeft(left_ms: number, wall_ms: number, t = EN): string {
  const until_ms = wall_ms + left_ms;
  if (left_ms < WORTH_A_CLOCK_MS) return t.left(left_ms, undefined);
  return t.left(left_ms, left_ms > DAY_MS ? localMinute(until_ms) : localClock(until_ms));
}

/** Why nothing is sent just now; else how long it will take; else why it is not over. */
export function outlook(prospect: Prospect, t = EN): string {
  const { now_ms, wall_ms, left, pace_per_s, throttled_until_ms, next_try_ms, late_until_ms } = prospect;
  if (next_try_ms !== undefined) return next_try_ms <= now_ms ? t.trying : t.next_try(next_try_ms - now_ms);
  if (throttled_until_ms !== undefined && throttled_until_ms - now_ms >= WORTH_TELLING_MS) {
    return t.throttled(throttled_until_ms - now_ms);
  }
  if (left > 0) return timeLeft(Math.max((left / pace_per_s) * 1000, 1_000), wall_ms, t);
  if (late_until_ms.length === 0) return t.finishing;
  return t.late(late_until_ms.length, Math.max(...late_until_ms) - now_ms);
}
