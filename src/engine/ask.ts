import type { Clock } from "../words/clock.js";
import { axesOf } from "../words/failure.js";
import type { Reply } from "../words/reply.js";
import { backoff } from "./backoff.js";
import type { Brake } from "./brake.js";
import type { Outage } from "./outage.js";

/** Whoever asks Feishu something that changes nothing there. */
export interface Asker {
  readonly clock: Clock;
  readonly random: () => number;
  readonly brake: Brake;
  readonly outage: Outage;
  readonly max_attempts: number;
  /** Called for every request. */
  readonly asked: () => void;
}

/**
 * Asks until there is an answer that counts, or attempts are spent. `send` sends one paced request. `undefined`: the
 * brake was pulled.
 */
export async function ask(asker: Asker, send: (signal: AbortSignal) => Promise<Reply>): Promise<Reply | undefined> {
  const { clock, random, brake, outage, max_attempts } = asker;
  let dead_tokens = 0;
  for (let tries = 1; ; ) {
    const pass = await outage.pass();
    if (pass === "stopped") return undefined;
    const reply = await askOnce(asker, send);
    if (reply === undefined) return undefined;
    outage.note(reply, pass);
    if (reply.ok) return reply;
    const { retry } = axesOf(reply.failure);
    dead_tokens = reply.failure.kind === "token_dead" ? dead_tokens + 1 : 0;
    if (retry === "no" || tries >= max_attempts || dead_tokens > 1) return reply;
    if (retry === "free") continue;
    if (outage.down) continue;
    await clock.sleep(backoff(tries, random), brake.signal);
    tries += 1;
  }
}

async function askOnce(
  { brake, asked }: Asker,
  send: (signal: AbortSignal) => Promise<Reply>,
): Promise<Reply | undefined> {
  asked();
  try {
    return await send(brake.signal);
  } catch (error) {
    if (brake.pulled) return undefined;
    throw error;
  }
}
