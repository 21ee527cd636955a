import type { Clock } from "../../model/clock.js";
import { axesOf } from "../../model/failure.js";
import { hasLeft, type Reply } from "../../model/reply.js";
import { backoff } from "./backoff.js";
import type { Brake } from "./brake.js";
import type { Outage } from "./outage.js";

/** Whoever asks Feishu something that changes nothing there. */
export interface RetryContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly brake: Brake;
  readonly outage: Outage;
  readonly max_attempts: number;
  /** Called for every request that left. */
  readonly asked: () => void;
}

/**
 * Asks until there is an answer that counts, or attempts are spent. `send` sends one paced request. `undefined`: the
 * brake was pulled.
 */
export async function retryRead(
  context: RetryContext,
  send: (signal: AbortSignal) => Promise<Reply | undefined>,
): Promise<Reply | undefined> {
  const { clock, random, brake, outage, max_attempts, asked } = context;
  for (let tries = 1; !brake.pulled; ) {
    const pass = await outage.acquire();
    if (pass === "stopped") return undefined;
    const reply = await send(brake.signal);
    if (reply === undefined) {
      outage.unused(pass);
      return undefined;
    }
    outage.note(reply, pass);
    if (hasLeft(reply)) asked();
    if (reply.ok) return reply;
    const { retry } = axesOf(reply.failure);
    if (retry === "no" || tries >= max_attempts) return reply;
    if (retry === "free" || outage.down) continue;
    await clock.sleep(backoff(tries, random), brake.signal);
    tries += 1;
  }
  return undefined;
}
