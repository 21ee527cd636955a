import type { FeishuRequest, Reply } from "../words/reply.js";
import { abortable } from "./abortable.js";
import { classify } from "./classify.js";
import type { CodeTable } from "./codes.js";
import type { WireRequest } from "./exchange.js";
import type { Lane, Transport } from "./http.js";
import type { Departure, Pacer, Started } from "./pacer.js";
import type { RawAnswer, Unreachable } from "./raw-answer.js";
import type { Tokens } from "./token.js";

/** What the client asks of a pacer. */
export type Slots = Pick<Pacer, "start" | "throttled" | "accepted">;

export interface ClientOptions {
  readonly transport: Pick<Transport, "encode" | "lane">;
  readonly tokens: Tokens;
  /** Without one, requests leave at once. */
  readonly pacer?: Slots;
  readonly codes: CodeTable;
}

export interface SendOptions {
  /**
   * Called synchronously inside the slot, immediately before the request is written: the place to write the intent
   * down. When it throws, nothing has left and `send` rejects with what it threw. Where it was never called, there was
   * no attempt: the failure is about the token or the connection.
   */
  readonly leave?: () => void;
  /** Only heeded until the request leaves; then `send` rejects with its reason. */
  readonly signal?: AbortSignal;
}

export interface FeishuClient {
  /** At most one HTTP request for a row, never repeated here: who asks decides whether to try again. */
  send(request: FeishuRequest, options?: SendOptions): Promise<Reply>;
}

const atOnce: Departure = { delayed: () => undefined, left: () => undefined };
const unpaced: Slots = {
  start: async (leave) => ({ value: leave(atOnce), started_ms: 0 }),
  throttled: () => undefined,
  accepted: () => undefined,
};

function giveBack(late: Lane | Unreachable): void {
  if (!("kind" in late)) late.release();
}

/** The pacer counts from when the bytes leave, which on a connection used before is a turn of the event loop later. */
function dispatch(lane: Lane, wire: WireRequest, departure: Departure): Promise<RawAnswer> {
  let left = false;
  const answer = lane.send(wire, () => {
    left = true;
    departure.left();
  });
  if (!left) departure.delayed();
  return answer;
}

class Client implements FeishuClient {
  private readonly pacer: Slots;

  constructor(private readonly options: ClientOptions) {
    this.pacer = options.pacer ?? unpaced;
  }

  /** Token, connection, slot: in this order, so that nothing but the write itself stands behind the slot. */
  async send(request: FeishuRequest, { leave, signal }: SendOptions = {}): Promise<Reply> {
    const { tokens, transport, codes } = this.options;
    const got = await tokens.get(signal);
    if ("failure" in got) return { ok: false, took_ms: 0, failure: got.failure };
    const wire = transport.encode(request, { authorization: `Bearer ${got.token}` });
    const lane = await abortable(transport.lane(), signal, giveBack);
    if ("kind" in lane) return classify(lane, codes);
    const { value: answer, started_ms } = await this.inSlot(lane, signal, (departure) => {
      leave?.();
      return dispatch(lane, wire, departure);
    });
    const reply = classify(await answer, codes);
    this.learn(reply, got.token, started_ms);
    return reply.ok ? reply : { ...reply, failure: tokens.withoutSecrets(reply.failure, got.token) };
  }

  /** The slot is over when the request has left, not when its answer is there. */
  private async inSlot<T>(
    lane: Lane,
    signal: AbortSignal | undefined,
    depart: (departure: Departure) => T,
  ): Promise<Started<T>> {
    try {
      return await this.pacer.start(depart, signal);
    } catch (stopped) {
      lane.release();
      throw stopped;
    }
  }

  private learn(reply: Reply, token: string, started_ms: number): void {
    const { pacer } = this;
    const { tokens } = this.options;
    if (reply.http_status === undefined) return;
    const kind = reply.ok ? undefined : reply.failure.kind;
    if (kind === "throttled") pacer.throttled(reply.throttle_reset_s, started_ms);
    // 429 with another code is no proof that this pace is right, nor is half an answer.
    else if (kind !== "lost" && reply.http_status !== 429) pacer.accepted();
    if (kind === "token_dead") tokens.invalidate(token);
    else if (reply.code !== undefined && kind !== "throttled") tokens.accepted(token);
  }
}

/** A client for one kind of request: the pacer's cap is Feishu's cap for one method and path. */
export function createFeishuClient(options: ClientOptions): FeishuClient {
  return new Client(options);
}
