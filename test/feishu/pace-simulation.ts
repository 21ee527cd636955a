import {
  afterAccepted,
  afterThrottled,
  firstPace,
  type PaceState,
  paceLimits,
  pauseOf_ms,
} from "../../src/feishu/pace-policy.js";

/** Lets a request that arrives at `at_ms` through (undefined), or says how many seconds the client has to wait. */
export type Server = (at_ms: number) => number | undefined;

export interface Network {
  /** From the socket to the server, ms. */
  readonly outbound_ms: (chance: () => number) => number;
  /** From the arrival to the answer in our hands, ms. */
  readonly answer_ms: (chance: () => number) => number;
}

export interface SimulatedRun {
  readonly rate_per_s: number;
  readonly throttles: number;
  readonly last_pace_per_s: number;
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Never more than `cap` accepted in any second. */
export function slidingWindow(cap: number): Server {
  let accepted: number[] = [];
  return (at_ms) => {
    accepted = accepted.filter((before_ms) => before_ms > at_ms - 1000);
    if (accepted.length >= cap) return 1;
    accepted.push(at_ms);
    return undefined;
  };
}

/** Never more than `cap` in each window of the server's clock. */
export function fixedWindow(cap: number, window_ms = 1000, phase_ms = 337): Server {
  let window = -1;
  let count = 0;
  return (at_ms) => {
    const current = Math.floor((at_ms + phase_ms) / window_ms);
    count = current === window ? count + 1 : 1;
    window = current;
    return count > cap ? Math.ceil(((current + 1) * window_ms - at_ms - phase_ms) / 1000) : undefined;
  };
}

/** Refuses everything from one moment to another, as while another client of the same app uses up the cap. */
export function usedUp(from_ms: number, to_ms: number, otherwise: Server): Server {
  return (at_ms) => (at_ms >= from_ms && at_ms < to_ms ? 1 : otherwise(at_ms));
}

export function jitter(spread_ms: number): Network {
  return { outbound_ms: (chance) => chance() * spread_ms, answer_ms: () => 300 };
}

/** Answers after a median of 400 ms (sigma 0.6), one in a hundred after 3 s. */
export function logNormal(spread_ms: number): Network {
  const normal = (chance: () => number) => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  return {
    outbound_ms: (chance) => chance() * spread_ms,
    answer_ms: (chance) => (chance() < 0.01 ? 3000 : 400 * Math.exp(0.6 * normal(chance))),
  };
}

interface Request {
  readonly started_ms: number;
  readonly at_ms: number;
  readonly stage: "arrives" | "answered";
  readonly reset_s?: number | undefined;
}

/** The requests under way, next event first. */
class UnderWay {
  readonly #requests: Request[] = [];

  add(request: Request): void {
    const later = this.#requests.findIndex((other) => other.at_ms > request.at_ms);
    this.#requests.splice(later === -1 ? this.#requests.length : later, 0, request);
  }

  /** The next event, if it comes before `limit_ms`. */
  takeBefore(limit_ms: number): Request | undefined {
    const next = this.#requests[0];
    return next !== undefined && next.at_ms < limit_ms ? this.#requests.shift() : undefined;
  }
}

/** When the pacer would start the next request: evenly spaced, with late timers, behind a ring of the last starts. */
class VirtualPacer {
  readonly #limits;
  readonly #starts: number[] = [];
  #state: PaceState;
  #slot_ms = 0;
  #held_until_ms = 0;
  #throttled_at_ms = -1;

  constructor(cap: number) {
    this.#limits = paceLimits(cap);
    this.#state = firstPace(this.#limits);
  }

  get pace_per_s(): number {
    return this.#state.pace_per_s;
  }

  nextStart_ms(timer_late_ms: number): number {
    const ring_ms = (this.#starts.at(-this.#limits.cap_per_s) ?? Number.NEGATIVE_INFINITY) + 1010;
    return Math.max(this.#slot_ms + timer_late_ms, this.#held_until_ms + timer_late_ms, ring_ms);
  }

  start(at_ms: number): void {
    this.#starts.push(at_ms);
    const slot_ms = at_ms - this.#slot_ms > this.spacing_ms ? at_ms : this.#slot_ms;
    this.#slot_ms = slot_ms + this.spacing_ms;
  }

  get spacing_ms(): number {
    return 1000 / this.#state.pace_per_s;
  }

  accepted(): void {
    this.#state = afterAccepted(this.#limits, this.#state);
  }

  throttled(now_ms: number, started_ms: number, reset_s: number): void {
    if (started_ms > this.#throttled_at_ms) {
      this.#state = afterThrottled(this.#limits, this.#state);
      this.#throttled_at_ms = now_ms;
    }
    this.#held_until_ms = Math.max(this.#held_until_ms, now_ms + pauseOf_ms(this.#state, reset_s));
  }
}

/** Sends `rows` rows, each until it is accepted, in virtual time. */
export function simulate(options: {
  readonly rows: number;
  readonly server: Server;
  readonly network: Network;
  readonly seed: number;
  readonly cap?: number;
}): SimulatedRun {
  const { rows, server, network } = options;
  const chance = seeded(options.seed);
  const pacer = new VirtualPacer(options.cap ?? 20);
  const under_way = new UnderWay();
  let now_ms = 0;
  let to_send = rows;
  let accepted = 0;
  let throttles = 0;
  while (accepted < rows) {
    const start_ms = to_send > 0 ? pacer.nextStart_ms(chance() * 1.5) : Number.POSITIVE_INFINITY;
    const request = under_way.takeBefore(start_ms);
    now_ms = request?.at_ms ?? start_ms;
    if (request === undefined) {
      pacer.start(now_ms);
      to_send -= 1;
      under_way.add({ started_ms: now_ms, at_ms: now_ms + network.outbound_ms(chance), stage: "arrives" });
    } else if (request.stage === "arrives") {
      const at_ms = now_ms + network.answer_ms(chance);
      under_way.add({ ...request, at_ms, stage: "answered", reset_s: server(now_ms) });
    } else if (request.reset_s === undefined) {
      accepted += 1;
      pacer.accepted();
    } else {
      throttles += 1;
      to_send += 1;
      pacer.throttled(now_ms, request.started_ms, request.reset_s);
    }
  }
  return { rate_per_s: (rows / now_ms) * 1000, throttles, last_pace_per_s: pacer.pace_per_s };
}
