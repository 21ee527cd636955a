/**
 * How fast to go, as a pure function of what the server said: no clock, no timer, no chance.
 *
 * How Feishu counts is not documented, and a one-way delay that varies by J seconds makes 20 sent arrive as
 * 20 * (1 + J) in the worst second. So the highest pace that is never throttled lies somewhere below the cap and has to
 * be found; and with few throttles, for each costs a pause of a second or more, that is 20 rows.
 *
 * - The fewer requests went well since the last throttle, the further we were above what is bearable, and the lower we
 *   go on (`overshootOf`): one step, instead of a throttle for each of many small steps.
 * - From there the pace rises with the cube of the time, as CUBIC (RFC 9438) probes a network: flat at first, so
 *   that a good pace is kept for long, and steep at last, so that a throttle that another client of the same app
 *   brought about is forgotten within minutes.
 * - A throttle that confirms the one before it makes the next rise flatter: probes become rarer.
 */
export interface PaceLimits {
  readonly cap_per_s: number;
  /** The pace never exceeds it. */
  readonly highest_per_s: number;
  /** The pace of a run that knows nothing yet. */
  readonly first_per_s: number;
  /** Throttles never bring the pace below it. */
  readonly lowest_per_s: number;
}

export interface PaceState {
  readonly pace_per_s: number;
  /** The pace from which the present rise began. */
  readonly base_per_s: number;
  /** The pace at which we were throttled last; 0 before the first time. */
  readonly throttled_per_s: number;
  /** Answers that were no throttle since the present rise began. */
  readonly accepted: number;
  /** How long the present rise has lasted, pauses left out. */
  readonly risen_s: number;
  /** How long a rise takes from nothing to the highest pace. */
  readonly patience_s: number;
  /** Throttles in a row with less than a second's worth of accepted requests between them. */
  readonly throttles_in_a_row: number;
}

/** Found by simulation over servers, jitters and seeds (test/feishu/pace-simulation.ts); the optimum is broad. */
export const TUNING = {
  /** Under 31 ms of jitter not even a strictly sliding window throttles 97 %. */
  first_share: 0.97,
  /** Leaves the sliding window (cap per 1010 ms) 2.5 ms for late timers at a cap of 20. */
  highest_share: 0.9875,
  lowest_share: 0.05,
  /** A run that was never throttled rises from the first pace to the highest within half a minute. */
  first_patience_s: 120,
  /** The first throttle, when early, may be a cold start or somebody else: a second one is risked soon. */
  second_patience_s: 60,
  patience_s: 480,
  patience_growth: 2,
  patience_s_max: 1800,
  /** A strictly sliding window refuses about excess^(1 / 0.9) of the requests that come too fast. */
  overshoot_exponent: 0.9,
  overshoot_extra: 0.005,
  overshoot_min: 0.0125,
  overshoot_max: 0.1,
  /** So long after the start, a first throttle still counts as early. */
  early_s: 5,
  /** After a confirmed throttle we go on at most this far up the rise that led to it. */
  bracket_share: 0.25,
  /** This far above the pace of the last throttle, that throttle no longer says anything. */
  outgrown_factor: 1.05,
  /** Throttled before this share of a second's worth was accepted: somebody else is using up the cap. */
  foreign_share: 0.25,
};

const PAUSE_S_MAX = 300;

/** The limits under a cap; a rate asked for is kept in every sliding second, like a cap of its own. */
export function paceLimits(cap_per_s: number, rate_per_s = cap_per_s): PaceLimits {
  const cap = Math.min(cap_per_s, Math.ceil(rate_per_s));
  const highest_per_s = Math.min(rate_per_s, cap * TUNING.highest_share);
  return {
    cap_per_s: cap,
    highest_per_s,
    first_per_s: Math.min(highest_per_s, cap * TUNING.first_share),
    lowest_per_s: Math.min(highest_per_s, cap * TUNING.lowest_share),
  };
}

export function firstPace(limits: PaceLimits): PaceState {
  return {
    pace_per_s: limits.first_per_s,
    base_per_s: limits.first_per_s,
    throttled_per_s: 0,
    accepted: 0,
    risen_s: 0,
    patience_s: TUNING.first_patience_s,
    throttles_in_a_row: 0,
  };
}

export function afterAccepted(limits: PaceLimits, state: PaceState): PaceState {
  const risen_s = state.risen_s + 1 / state.pace_per_s;
  const rise_per_s = limits.highest_per_s * (risen_s / state.patience_s) ** 3;
  const pace_per_s = Math.min(limits.highest_per_s, state.base_per_s + rise_per_s);
  return { ...state, pace_per_s, risen_s, accepted: state.accepted + 1 };
}

export function afterThrottled(limits: PaceLimits, state: PaceState): PaceState {
  const pace_per_s = Math.max(limits.lowest_per_s, lowered_per_s(limits, state));
  return {
    pace_per_s,
    base_per_s: pace_per_s,
    throttled_per_s: state.pace_per_s,
    accepted: 0,
    risen_s: 0,
    patience_s: patienceAfter_s(limits, state),
    throttles_in_a_row: state.accepted < limits.cap_per_s ? state.throttles_in_a_row + 1 : 1,
  };
}

/**
 * How long everything waits after the throttle that led to `state`. `reset_s` is the header's number of seconds, and
 * may have a fraction; where it is absent or not positive the pause is a second, and doubles while throttles go on.
 */
export function pauseOf_ms(state: PaceState, reset_s: number | undefined): number {
  const growing_s = 2 ** Math.max(0, state.throttles_in_a_row - 1);
  const pause_s = reset_s !== undefined && reset_s > 0 ? reset_s : growing_s;
  return Math.min(PAUSE_S_MAX, pause_s) * 1000;
}

function lowered_per_s(limits: PaceLimits, state: PaceState): number {
  const lowered_per_s = state.pace_per_s * (1 - overshootOf(limits, state.accepted));
  if (!confirms(limits, state)) return lowered_per_s;
  const risen_per_s = state.pace_per_s - state.base_per_s;
  return Math.min(lowered_per_s, state.base_per_s + TUNING.bracket_share * risen_per_s);
}

/** By how large a share the pace was too high, judged by how many requests went well at it. */
function overshootOf(limits: PaceLimits, accepted: number): number {
  if (accepted < limits.cap_per_s * TUNING.foreign_share) return TUNING.overshoot_min;
  const share = accepted ** -TUNING.overshoot_exponent + TUNING.overshoot_extra;
  return Math.min(TUNING.overshoot_max, Math.max(TUNING.overshoot_min, share));
}

function patienceAfter_s(limits: PaceLimits, state: PaceState): number {
  const first_time = state.throttled_per_s === 0;
  if (first_time && state.accepted < limits.cap_per_s * TUNING.early_s) return TUNING.second_patience_s;
  if (!confirms(limits, state)) return TUNING.patience_s;
  const grown_s = Math.min(TUNING.patience_s_max, state.patience_s * TUNING.patience_growth);
  return Math.max(TUNING.patience_s, grown_s);
}

/** Whether a throttle in `state` says the same as the one before it: this is about as fast as we may go. */
function confirms(limits: PaceLimits, state: PaceState): boolean {
  const within_first_second = state.accepted < limits.cap_per_s;
  const outgrown = state.pace_per_s > state.throttled_per_s * TUNING.outgrown_factor;
  return !within_first_second && !outgrown && state.pace_per_s < limits.highest_per_s;
}
