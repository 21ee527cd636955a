/** What one API saw since the start. Times are milliseconds since 1970 UTC on the sandbox's clock. */
export interface RequestCounts {
  /** Requests at the socket, whatever became of them. */
  arrived: number;
  /** Requests that passed the gateway: token, scope, cap. */
  accepted: number;
  /** Most requests in any sliding second (1000 ms, the last not included). */
  worst_second_arrived: number;
  worst_second_accepted: number;
  first_arrival_ms: number | null;
  last_arrival_ms: number | null;
  /** Codes given in answers, whether or not the answer came through. */
  codes: Record<string, number>;
  /** Faults met. */
  faults: Record<string, number>;
}

export interface RequestLog {
  arrived(api: string, now_ms: number): void;
  accepted(api: string, now_ms: number): void;
  answered(api: string, code: unknown, fault: string | null): void;
  counts(): Record<string, RequestCounts>;
}

const SECOND_MS = 1000;

interface Meters {
  readonly counts: RequestCounts;
  readonly arrivals: (now_ms: number) => number;
  readonly acceptances: (now_ms: number) => number;
}

export function createRequestLog(): RequestLog {
  const by_api = new Map<string, Meters>();

  function metersOf(api: string): Meters {
    const known = by_api.get(api);
    if (known) return known;
    const fresh = { counts: noRequests(), arrivals: createMeter(), acceptances: createMeter() };
    by_api.set(api, fresh);
    return fresh;
  }

  return {
    arrived(api, now_ms) {
      const { counts, arrivals } = metersOf(api);
      counts.arrived += 1;
      counts.worst_second_arrived = arrivals(now_ms);
      counts.first_arrival_ms ??= now_ms;
      counts.last_arrival_ms = now_ms;
    },
    accepted(api, now_ms) {
      const { counts, acceptances } = metersOf(api);
      counts.accepted += 1;
      counts.worst_second_accepted = acceptances(now_ms);
    },
    answered(api, code, fault) {
      const { counts } = metersOf(api);
      const name = String(code);
      counts.codes[name] = (counts.codes[name] ?? 0) + 1;
      if (fault) counts.faults[fault] = (counts.faults[fault] ?? 0) + 1;
    },
    counts: () => Object.fromEntries([...by_api].map(([api, { counts }]) => [api, structuredClone(counts)])),
  };
}

function noRequests(): RequestCounts {
  return {
    arrived: 0,
    accepted: 0,
    worst_second_arrived: 0,
    worst_second_accepted: 0,
    first_arrival_ms: null,
    last_arrival_ms: null,
    codes: {},
    faults: {},
  };
}

/** Counts one more at `now_ms` and returns the most that any sliding second has held so far. */
function createMeter(): (now_ms: number) => number {
  const recent_ms: number[] = [];
  let worst = 0;
  return (now_ms) => {
    recent_ms.push(now_ms);
    while (recent_ms[0] !== undefined && now_ms - recent_ms[0] >= SECOND_MS) recent_ms.shift();
    worst = Math.max(worst, recent_ms.length);
    return worst;
  };
}
