import type { Requests } from "../ledger/runs.js";
import type { Clock } from "../words/clock.js";
import { axesOf, type Failure } from "../words/failure.js";
import type { FeishuRequest, Reply } from "../words/reply.js";
import type { Send } from "./attempt.js";
import { backoff } from "./backoff.js";
import type { Brake } from "./brake.js";
import type { InFlight } from "./carry-all.js";
import type { Outage, Pass } from "./outage.js";
import { refusedUs } from "./refused-us.js";

/** What it takes to ask for something until Feishu has decided. */
export interface Insisting {
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
interface Errand {
  readonly what: FeishuRequest;
  /** Puts the intent on disk. Must have returned before the first byte leaves. */
  readonly intend: (now_ms: number) => void;
  /** Each request that left and was no success, as soon as that is known. */
  readonly failed?: (reply: Reply & { ok: false }) => void;
  readonly inFlight?: InFlight;
}

const REFUSED_TOKEN: Failure = {
  kind: "refused_us",
  message: "Feishu refuses even a new token",
  hint: "check in the developer console that the app is enabled and installed, then run the same line again",
};

/**
 * Sends a request again and again until it succeeds, is refused, or was tried often enough: the reply that decided.
 * `undefined`: the run stopped before. A refusal of us pulls the brake.
 */
export async function insist(options: Insisting, errand: Errand): Promise<Reply | undefined> {
  const { brake, outage, clock, random, max_attempts } = options;
  const { inFlight = (request) => request() } = errand;
  let dead_tokens = 0;
  let tries = 0;
  for (let nth = 1; !brake.pulled; nth++) {
    const pass = await outage.pass();
    if (pass === "stopped") return undefined;
    const reply = await inFlight(async () => {
      const answer = await sendOnce(options, errand, pass, nth);
      dead_tokens = isDeadToken(answer) ? dead_tokens + 1 : 0;
      return heeded(options, answer, dead_tokens);
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

function isDeadToken(reply: Reply | undefined): boolean {
  return reply?.ok === false && reply.failure.kind === "token_dead";
}

/** A refusal of us pulls the brake while its slot is still held, so that no other request takes it. */
function heeded({ brake }: Insisting, reply: Reply | undefined, dead_tokens: number): Reply | undefined {
  if (reply === undefined || reply.ok) return reply;
  const failure = dead_tokens > 1 ? REFUSED_TOKEN : reply.failure;
  if (axesOf(failure).ends === "run") brake.pull({ why: "stopped", stop: refusedUs(failure) });
  return { ...reply, failure };
}

/** The request was called off inside its slot: nothing has left. */
class CalledOff extends Error {}

async function sendOnce(
  { brake, clock, outage, request, requests }: Insisting,
  { what, intend, failed }: Errand,
  pass: Pass,
  nth: number,
): Promise<Reply | undefined> {
  let has_left = false;
  const leave = () => {
    if (brake.pulled) throw new CalledOff();
    intend(clock.now_ms());
    has_left = true;
    requests.sent += 1;
    if (nth > 1) requests.retried += 1;
  };
  try {
    const reply = await request(what, { leave, signal: brake.signal });
    outage.note(reply, pass);
    if (!reply.ok && reply.failure.kind === "throttled") requests.throttled += 1;
    if (!reply.ok && has_left) failed?.(reply);
    return reply;
  } catch (error) {
    outage.unused(pass);
    if (error instanceof CalledOff || (!has_left && brake.pulled)) return undefined;
    throw error;
  }
}
