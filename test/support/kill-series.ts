import { setTimeout as wait } from "node:timers/promises";
import { MAY_ACT_MS } from "../../src/model/late.js";
import type { Ran, Running } from "../cli/program.js";

const soak_seed = process.env.SOAK_SEED;
/** Of `npm run soak`: long, and with a seed of its own. */
export const is_soak = soak_seed !== undefined;

/**
 * Where a series of kills strikes hangs on this. `npm test` strikes a few times, each at the very moment at which a
 * request has arrived, so that what a kill meets is certain on any machine. `npm run soak` strikes far more often, with
 * a seed of its own: every other time at any moment of the clock, else soon after a request has arrived.
 */
export const KILL_SEED = Number(soak_seed ?? 20_250_106);

const SOON_MS = 300;

/** How many kills a series has, or rows. */
export function howMany(quick: number, long: number): number {
  return is_soak ? long : quick;
}

/** Of so many kills, those that must have met rows under way, or the series proves nothing. */
export function mustMeet(count: number): number {
  return is_soak ? 1 : count;
}

/** In a ledger: so long ago that Feishu can no longer act on it. The next call would wait for that, five minutes. */
export const AGED = `UPDATE attempts SET started_at_ms = started_at_ms - ${MAY_ACT_MS}, latest_start_ms = NULL`;

export interface Moment {
  readonly round: number;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Resolves once so many further requests have arrived. */
  readonly arrivals: (more: number) => Promise<void>;
  /** So many requests more, at most, are let through before the kill. */
  readonly most: number;
  /** About how long a whole call takes: the clock's moments lie within it. */
  readonly longest_ms: number;
}

/** Kills a call with SIGKILL, unless it ends before. */
export async function strike(call: Running, { round, random, arrivals, most, longest_ms }: Moment): Promise<Ran> {
  const at_any_ms = 100 + random() * longest_ms;
  const arrived = arrivals(1 + Math.floor(random() * most));
  const soon = is_soak ? arrived.then(() => wait(random() * SOON_MS)) : arrived;
  await Promise.race([is_soak && round % 2 === 0 ? wait(at_any_ms) : soon, call.ended]);
  call.kill("SIGKILL");
  return call.ended;
}
