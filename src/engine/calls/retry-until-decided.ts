import type { Requests } from "../../ledger/runs/runs.js";
import type { Clock } from "../../model/clock.js";
import { axesOf } from "../../model/failure.js";
import { type FeishuRequest, hasLeft, type Reply, type Send } from "../../model/reply.js";
import { backoff } from "./backoff.js";
import type { Brake } from "./brake.js";
import type { Outage } from "./outage.js";
import { refusedUs } from "./refused-us.js";
import type { Depart } from "./worker-pool.js";

/** What it takes to ask for something until Feishu has decided. */
export interface RetryOptions {
  /** Sends one paced request. */
  readonly request: Send;
  readonly clock: Clock;
  readonly random: () => number;
  readonly brake: Brake;
  readonly outage: Outage;
  readonly max_attempts: number;
  /** Counted up as requests leave. */
  readonly requests: Requests;
}

/** A request that does no harm when it is repeated. */
interface IdempotentRequest {
  readonly what: FeishuRequest;
  /** Asked at its turn; false: it is not sent now, and `insist` ends with `undefined`. */
  readonly mayLeave?: () => boolean;
  /** Puts the intent on disk. Must have returned before the first byte leaves. */
  readonly intend: (now_ms: number) => void;
  /** Each request that was no success, as soon as that is known. */
  readonly failed?: (reply: Reply & { ok: false }) => void;
}

/**
 * Sends a request again and again until it succeeds, is refused, or was tried often enough: the reply that decided.
 * `undefined`: the run stopped before, or it may not leave. A refusal of us pulls the brake.
 */
export async function retryUntilDecided(
  options: RetryOptions,
  depart: Depart,
  errand: IdempotentRequest,
): Promise<Reply | undefined> {
  const { brake, outage, clock, random, max_attempts } = options;
  let tries = 0;
  for (let nth = 1; !brake.pulled; nth++) {
    const reply = await depart({
      pick: () => {
        if (errand.mayLeave?.() === false) return undefined;
        return { request: errand.what, leave: () => errand.intend(clock.now_ms()) };
      },
      answered: (answer) => heeded(options, errand, answer, nth),
    });
    if (reply === undefined || reply.ok) return reply;
    const { retry } = axesOf(reply.failure);
    if (retry === "no") return reply;
    if (retry === "free" || outage.down) continue;
    tries += 1;
    if (tries >= max_attempts) return reply;
    await clock.sleep(backoff(tries, random), brake.signal);
  }
  return undefined;
}

function heeded({ brake, requests }: RetryOptions, { failed }: IdempotentRequest, reply: Reply, nth: number): Reply {
  if (hasLeft(reply)) {
    requests.sent += 1;
    if (nth > 1) requests.retried += 1;
  }
  if (reply.ok) return reply;
  if (reply.failure.kind === "throttled") requests.throttled += 1;
  failed?.(reply);
  if (axesOf(reply.failure).ends === "run") brake.pull({ why: "stopped", stop: refusedUs(reply.failure) });
  return reply;
}
