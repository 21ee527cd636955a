/** A request on its way out: `left_ms` is undefined until its bytes have left. */
interface Start {
  left_ms: number | undefined;
}

export interface StartRing {
  /** How long until one more may leave: 0 is now, Infinity is not before one that is on its way out has left. */
  freeIn_ms(now_ms: number): number;
  /** One more is on its way out from now on; the function returned says that it has left. */
  open(): (left_ms: number) => void;
  /** How many left in the second before `now_ms`, or are on their way out. */
  lastSecond(now_ms: number): number;
}

/** Several rings as one: each of them is kept. */
export function allRings(rings: readonly StartRing[]): StartRing {
  return {
    freeIn_ms: (now_ms) => Math.max(...rings.map((ring) => ring.freeIn_ms(now_ms))),
    open: () => {
      const leftAt = rings.map((ring) => ring.open());
      return (left_ms) => {
        for (const left of leftAt) left(left_ms);
      };
    },
    lastSecond: (now_ms) => Math.max(...rings.map((ring) => ring.lastSecond(now_ms))),
  };
}

/**
 * The proof behind the limiter: of any `cap + 1` requests in a row, the last one leaves at least `window_ms` after the
 * first. Times are milliseconds on the monotonic clock, so that neither a suspended process nor a wall clock
 * that was set can make it lie. A start that has not left yet counts as if it left now, as long as that takes.
 */
export function createStartRing(cap: number, window_ms: number): StartRing {
  let starts: Start[] = [];
  return {
    freeIn_ms(now_ms) {
      starts = starts.filter((start) => start.left_ms === undefined || start.left_ms + window_ms > now_ms);
      const too_many = starts.length - cap + 1;
      if (too_many <= 0) return 0;
      const left = starts.flatMap((start) => start.left_ms ?? []).sort((a, b) => a - b);
      const expires = left[too_many - 1];
      return expires === undefined ? Number.POSITIVE_INFINITY : expires + window_ms - now_ms;
    },
    open() {
      const start: Start = { left_ms: undefined };
      starts.push(start);
      return (left_ms) => {
        start.left_ms ??= left_ms;
      };
    },
    lastSecond(now_ms) {
      return starts.filter((start) => start.left_ms === undefined || start.left_ms + 1000 > now_ms).length;
    },
  };
}
