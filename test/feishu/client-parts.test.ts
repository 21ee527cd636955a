import { describe, expect, it } from "vitest";
import { createFeishuClient, type Slots } from "../../src/feishu/client.js";
import { COMMON_CODES } from "../../src/feishu/codes.js";
import type { Connection } from "../../src/feishu/connection-pool.js";
import type { WireRequest } from "../../src/feishu/exchange.js";
import type { RawAnswer } from "../../src/feishu/raw-answer.js";
import type { Tokens } from "../../src/feishu/token.js";

const REQUEST = { method: "POST", path: "/open-apis/x", body: {} } as const;
const GONE: RawAnswer = { kind: "unreachable", reason: "CONNECTION_GONE", took_ms: 0 };
const LOST: RawAnswer = { kind: "lost", reason: "ANSWER_TIMEOUT", took_ms: 1 };

function answer(http_status: number, body: object): RawAnswer {
  return { kind: "answer", http_status, headers: {}, text: JSON.stringify(body), cut: false, took_ms: 1 };
}

/** A client between parts that do as they are told, and what they were asked for, one after another. */
function parts(answers: readonly RawAnswer[], waits: readonly boolean[] = [], encode: () => void = () => undefined) {
  const told: string[] = [];
  const left = [...answers];
  const waiting = [...waits];
  let tokens_issued = 0;
  let connections = 0;
  const connection = (nth: number): Connection => ({
    send: async (_wire, onLeft) => {
      const raw = left.shift() ?? GONE;
      if (raw.kind !== "unreachable") onLeft?.();
      return raw;
    },
    release: () => void told.push(`released ${nth}`),
    discard: () => void told.push(`discarded ${nth}`),
  });
  const tokens: Tokens = {
    get: async () => ({ token: `t-${++tokens_issued}` }),
    answered: ({ token }, verdict) => void told.push(`${token} ${verdict}`),
    withoutSecrets: (failure) => failure,
  };
  const pacer: Slots = {
    slot: async () => waiting.shift() ?? false,
    left: () => told.push("left"),
    throttled: () => undefined,
    accepted: () => undefined,
  };
  const transport = {
    encode: (_request: unknown, headers: Readonly<Record<string, string>> = {}): WireRequest => {
      encode();
      told.push(`encoded ${headers.authorization}`);
      return { origin: "", method: "POST", path: "", headers: {}, body: null };
    },
    warm: () => undefined,
    standing: () => undefined,
    connection: async () => connection(++connections),
  };
  const client = createFeishuClient({ transport, tokens, pacer, codes: COMMON_CODES });
  /** `stop`: pulled as soon as the intent is on disk. */
  const send = (stop?: AbortController) => {
    const leave = () => {
      told.push("intended");
      stop?.abort();
    };
    return client.send(() => ({ request: REQUEST, leave }), stop?.signal);
  };
  return { send, told };
}

describe("a request", () => {
  it("leaves with what is looked at again after each wait, also one that began during a handshake", async () => {
    const { send, told } = parts([answer(200, { code: 0 })], [false, true, false, false]);
    expect(await send()).toMatchObject({ ok: true });
    expect(told).toEqual([
      ...["released 1", "t-1 unknown"],
      ...["encoded Bearer t-2", "intended", "left", "released 2", "t-2 accepted"],
    ]);
  });

  it("that met a dead connection goes by another one, with one intent, and no token stays unanswered", async () => {
    const { send, told } = parts([GONE, answer(200, { code: 0 })]);
    expect(await send()).toMatchObject({ ok: true });
    expect(told).toEqual([
      ...["encoded Bearer t-1", "intended", "discarded 1", "t-1 unknown"],
      ...["encoded Bearer t-2", "left", "released 2", "t-2 accepted"],
    ]);
  });

  it("that met a dead connection, and then a stop, is answered for: its intent is on disk", async () => {
    const { send, told } = parts([GONE]);
    expect(await send(new AbortController())).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(told).toEqual(["encoded Bearer t-1", "intended", "discarded 1", "t-1 unknown"]);
  });

  it("that cannot be encoded has no intent, and gives back what it held", async () => {
    const { send, told } = parts([], [], () => {
      throw new Error("no JSON");
    });
    await expect(send()).rejects.toThrow("no JSON");
    expect(told).toEqual(["released 1", "t-1 unknown"]);
  });

  it("that is lost takes its connection along: what still comes by it is not the next one's", async () => {
    const { send, told } = parts([LOST]);
    expect(await send()).toMatchObject({ ok: false, failure: { kind: "lost" } });
    expect(told.slice(2)).toEqual(["left", "discarded 1", "t-1 unknown"]);
  });
});

describe("what an answer says of the token", () => {
  it.each([
    ["success: it is accepted", answer(200, { code: 0 }), "accepted"],
    ["a refusal of the row: it is accepted", answer(400, { code: 1002002 }), "accepted"],
    ["a throttle: nothing, as it is looked at before any token", answer(429, { code: 99991400 }), "unknown"],
    ["no answer of Feishu's: nothing", answer(502, {}), "unknown"],
    ["that it is dead: it is refused", answer(400, { code: 99991663 }), "refused"],
  ])("%s", async (_name, raw, verdict) => {
    const { send, told } = parts([raw]);
    await send();
    expect(told.at(-1)).toBe(`t-1 ${verdict}`);
  });
});
