import type { FeishuRequest, Outgoing, Reply, Send } from "../model/reply.js";
import { abortable } from "./abortable.js";
import { classify } from "./classify.js";
import type { CodeTable } from "./codes.js";
import type { Connection } from "./connection-pool.js";
import type { WireRequest } from "./exchange.js";
import type { Transport } from "./http.js";
import { notReached } from "./network-failures.js";
import type { Pacer } from "./pacer.js";
import type { RawAnswer, Unreachable } from "./raw-answer.js";
import type { AccessToken, Tokens, TokenVerdict } from "./token.js";

/** What the client asks of a pacer. */
export type Slots = Pick<Pacer, "slot" | "left" | "throttled" | "accepted">;

export interface ClientOptions {
  readonly transport: Pick<Transport, "encode" | "warm" | "standing" | "connection">;
  readonly tokens: Tokens;
  readonly pacer: Slots;
  readonly codes: CodeTable;
}

export interface FeishuClient {
  /** Never repeats a request: who asks decides whether to try again. */
  readonly send: Send;
  /** `send` for a request that changes nothing and needs no intent. */
  ask(request: FeishuRequest, signal?: AbortSignal): Promise<Reply | undefined>;
}

/** All that a request needs to leave now. */
interface Ready {
  readonly token: AccessToken;
  readonly connection: Connection;
}

interface Picked {
  readonly request: FeishuRequest;
  readonly wire: WireRequest;
}

interface Departed extends Ready {
  readonly request: FeishuRequest;
  readonly answer: Promise<RawAnswer>;
  /** On the monotonic clock; undefined where no byte of it has left. */
  readonly left_ms: number | undefined;
}

const GONE: Reply = { ok: false, took_ms: 0, failure: notReached("CONNECTION_GONE") };

class Client implements FeishuClient {
  readonly #options: ClientOptions;
  #last_turn: Promise<unknown> = Promise.resolve();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** One departure at a time, first come first served; their answers are waited for side by side. */
  readonly send: Send = async (pick, signal) => {
    const turn = this.#last_turn.then(() => this.#depart(pick, signal));
    this.#last_turn = turn.catch(() => undefined);
    const departed = await turn;
    if (departed === undefined || "ok" in departed) return departed;
    const { tokens, codes } = this.#options;
    const { answer, connection, request } = departed;
    const raw = await answer;
    const reply = classify(raw, codes, request);
    // Another request's answer: what comes next by this connection is one off as well.
    if (raw.kind !== "answer" || (!reply.ok && reply.failure.kind === "foreign_answer")) connection.discard();
    else connection.release();
    this.#learn(reply, departed);
    return reply.ok ? reply : { ...reply, failure: tokens.withoutSecrets(reply.failure, departed.token.token) };
  };

  ask(request: FeishuRequest, signal?: AbortSignal): Promise<Reply | undefined> {
    return this.send(() => ({ request, leave: () => undefined }), signal);
  }

  async #depart(pick: () => Outgoing | undefined, signal?: AbortSignal): Promise<Departed | Reply | undefined> {
    let ready = await this.#ready(signal);
    if (!isReady(ready)) return ready;
    const picked = this.#pick(pick, ready);
    if (picked === undefined) return undefined;
    for (let { request, wire } = picked; ; wire = this.#encode(request, ready.token)) {
      const written = await this.#write(wire, ready);
      if (written.left_ms !== undefined) return { ...ready, ...written, request };
      // The server closed the connection in that very moment.
      ready.connection.discard();
      this.#options.tokens.answered(ready.token, "unknown");
      ready = await this.#ready(signal);
      if (!isReady(ready)) return ready ?? GONE;
    }
  }

  /** Token, connection and slot, looked at again after every wait: nothing is held while one is waited for. */
  async #ready(signal?: AbortSignal): Promise<Ready | Reply | undefined> {
    const { tokens, transport, pacer } = this.#options;
    while (signal?.aborted !== true) {
      const token = await tokens.get(signal);
      if (token === undefined) return undefined;
      if ("failure" in token) return { ok: false, took_ms: 0, failure: token.failure };
      transport.warm();
      const connection = (await pacer.slot(signal))
        ? undefined
        : (transport.standing() ?? (await this.#connection(signal)));
      if (connection !== undefined && "kind" in connection) {
        tokens.answered(token, "unknown");
        return classify(connection, this.#options.codes);
      }
      // A handshake may have taken long, and a pause begun meanwhile.
      if (connection !== undefined && !(await pacer.slot(signal))) return { token, connection };
      connection?.release();
      tokens.answered(token, "unknown");
    }
    return undefined;
  }

  #connection(signal?: AbortSignal): Promise<Connection | Unreachable | undefined> {
    return abortable(this.#options.transport.connection(), signal, (late) => {
      if (!("kind" in late)) late.release();
    });
  }

  /** Encoded before its intent is on disk: from there on nothing but the network can fail. */
  #pick(pick: () => Outgoing | undefined, { token, connection }: Ready): Picked | undefined {
    let picked: Picked | undefined;
    try {
      const outgoing = pick();
      if (outgoing === undefined) return undefined;
      const { request, leave } = outgoing;
      const wire = this.#encode(request, token);
      leave();
      picked = { request, wire };
      return picked;
    } finally {
      if (picked === undefined) {
        connection.release();
        this.#options.tokens.answered(token, "unknown");
      }
    }
  }

  #encode(request: FeishuRequest, { token }: AccessToken): WireRequest {
    return this.#options.transport.encode(request, { authorization: `Bearer ${token}` });
  }

  /** Over when its first byte has left, which on a connection used before is a turn of the event loop later. */
  async #write(wire: WireRequest, { connection }: Ready): Promise<Pick<Departed, "answer" | "left_ms">> {
    let left_ms: number | undefined;
    let tell = (): void => undefined;
    const left = new Promise<void>((resolve) => (tell = resolve));
    const answer = connection.send(wire, () => {
      left_ms = this.#options.pacer.left();
      tell();
    });
    await Promise.race([left, answer]);
    return { answer, left_ms };
  }

  #learn(reply: Reply, { token, left_ms }: Departed): void {
    const { pacer, tokens } = this.#options;
    const kind = reply.ok ? undefined : reply.failure.kind;
    if (kind === "throttled") pacer.throttled(reply.throttle_reset_s, left_ms);
    // 429 with another code is no proof that this pace is right, nor is half an answer.
    else if (reply.http_status !== undefined && kind !== "lost" && reply.http_status !== 429) pacer.accepted();
    tokens.answered(token, verdictOn(reply));
  }
}

function isReady(ready: Ready | Reply | undefined): ready is Ready {
  return ready !== undefined && "token" in ready;
}

/** Whoever throttles does so before he looks at the token. */
function verdictOn(reply: Reply): TokenVerdict {
  const kind = reply.ok ? undefined : reply.failure.kind;
  if (kind === "token_dead") return "refused";
  return reply.code === undefined || kind === "throttled" ? "unknown" : "accepted";
}

/** A client for one kind of request: the pacer's cap is Feishu's cap for one method and path. */
export function createFeishuClient(options: ClientOptions): FeishuClient {
  return new Client(options);
}
