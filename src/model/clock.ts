/** Time as the engine sees it, so that a simulation can own it. */
export interface Clock {
  /** Milliseconds since 1970 UTC on the wall clock, which people and NTP may set. */
  now_ms(): number;
  /** Milliseconds on a clock that only goes forward. */
  monotonic_ms(): number;
  /** Resolves after `wait_ms`, or at once when the signal is aborted. Never rejects. */
  sleep(wait_ms: number, signal?: AbortSignal): Promise<void>;
}
