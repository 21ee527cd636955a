const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Between half of it and all of it, so that rows that failed together do not come back together. */
export function jittered(wait_ms: number, random: () => number): number {
  return wait_ms * (0.5 + random() / 2);
}

/** The wait before the attempt that follows the `tries`-th: 1, 2, 4 … 60 seconds, jittered. */
export function backoff(tries: number, random: () => number): number {
  return jittered(Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS), random);
}
