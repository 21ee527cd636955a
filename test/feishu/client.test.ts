import { describe, expect, it } from "vitest";
import { createFeishuClient, type Slots } from "../../src/feishu/client.js";
import { COMMON_CODES } from "../../src/feishu/codes.js";
import { createTransport } from "../../src/feishu/http.js";
import { createTokens } from "../../src/feishu/token.js";
import { closing, type Handler, httpServer, json, tcpServer } from "./servers.js";

const POST = { method: "POST", path: "/open-apis/hire/v1/things", body: { talent_id: "7001" } } as const;
const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";
const clock = { now_ms: () => Date.now(), monotonic_ms: () => performance.now(), sleep: async () => undefined };

/** A promise that something has happened. */
function event() {
  let resolve = () => {};
  const promise = new Promise<void>((happened) => {
    resolve = happened;
  });
  return { promise, resolve: () => resolve() };
}

/** A pacer that lets everything through, once it is ready, and writes down what it is told. */
function openSlots(ready: Promise<void> | undefined) {
  const told: string[] = [];
  const slots: Slots = {
    async start(leave, signal) {
      await ready;
      signal?.throwIfAborted();
      told.push("slot");
      const value = leave({ delayed: () => void told.push("delayed"), left: () => void told.push("left") });
      return { value, started_ms: 7 };
    },
    throttled: (reset_s, started_ms) => void told.push(`throttled ${reset_s} ${started_ms}`),
    accepted: () => void told.push("accepted"),
  };
  return { slots, told };
}

async function feishu(handle: Handler) {
  let issued = 0;
  const { url, seen } = await httpServer((one, response, request) => {
    if (one.url !== TOKEN_PATH) return handle(one, response, request);
    issued++;
    json(response, 200, { code: 0, tenant_access_token: `t-${issued}`, expire: 7200 });
  });
  return { ...clientTo(url), calls: () => seen.filter((one) => one.url !== TOKEN_PATH) };
}

function clientTo(url: URL, token_url = url, ready?: Promise<void>) {
  const transport = closing(createTransport({ base_url: url, environment: {}, answer_timeout_ms: 2000 }));
  const token_transport = closing(createTransport({ base_url: token_url, environment: {} }));
  const tokens = createTokens({ transport: token_transport, app_id: "cli_a1", app_secret: "s3cr3t", clock });
  const { slots, told } = openSlots(ready);
  return {
    client: createFeishuClient({ transport, tokens, pacer: slots, codes: COMMON_CODES }),
    told,
    transport,
    tokens,
  };
}

describe("send", () => {
  it("takes token, then slot, then tells that it leaves, then writes: once", async () => {
    const { client, told, calls } = await feishu((_, response) =>
      json(response, 200, { code: 0, data: { id: "6949805467799537964" } }),
    );
    const reply = await client.send(POST, { leave: () => void told.push(`leave before ${calls().length}`) });
    expect(reply).toMatchObject({ ok: true, code: 0, http_status: 200, data: { id: "6949805467799537964" } });
    expect(told).toEqual(["slot", "leave before 0", "left", "accepted"]);
    expect(calls()).toHaveLength(1);
    expect(calls()[0]).toMatchObject({ body: '{"talent_id":"7001"}', headers: { authorization: "Bearer t-1" } });
  });

  it("gives the slot free before the answer is there", async () => {
    const answers: (() => void)[] = [];
    const { client, told, calls } = await feishu((_, r) => void answers.push(() => json(r, 200, { code: 0 })));
    const replies = [client.send(POST), client.send(POST), client.send(POST)];
    await expect.poll(() => calls().length).toBe(3);
    expect(told).toEqual(["slot", "left", "slot", "left", "slot", "left"]);
    for (const answer of answers) answer();
    expect((await Promise.all(replies)).every((reply) => reply.ok)).toBe(true);
  });

  it("sends nothing when leave throws, and the error is the caller's; the connection serves the next one", async () => {
    const ports = new Set<number | undefined>();
    const { client, calls, transport } = await feishu((_, response, request) => {
      ports.add(request.socket.remotePort);
      json(response, 200, { code: 0 });
    });
    await transport.request({ method: "GET", path: "/first" });
    const leave = () => {
      throw new Error("disk full");
    };
    await expect(client.send(POST, { leave })).rejects.toThrow("disk full");
    expect(await client.send(POST)).toMatchObject({ ok: true });
    expect(calls().map((one) => one.url)).toEqual(["/first", POST.path]);
    expect(ports.size).toBe(1);
  });

  it("does not say that it leaves when there is no token or no connection", async () => {
    const left: string[] = [];
    const leave = () => void left.push("left");
    const refusing = await httpServer((_, response) => json(response, 200, { code: 10014, msg: "app secret invalid" }));
    expect(await clientTo(refusing.url).client.send(POST, { leave })).toMatchObject({
      ok: false,
      failure: { kind: "refused_us", code: 10014 },
    });
    const issuer = await httpServer((_, r) => json(r, 200, { code: 0, tenant_access_token: "t-1", expire: 7200 }));
    const gone = clientTo(new URL("http://127.0.0.1:1"), issuer.url);
    expect(await gone.client.send(POST, { leave })).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(gone.told).toEqual([]);
    expect(left).toEqual([]);
  });

  it("connects again when the server closed the connection while it waited for the slot", async () => {
    const issuer = await httpServer((_, r) => json(r, 200, { code: 0, tenant_access_token: "t-1", expire: 7200 }));
    const closed = event();
    let connections = 0;
    const { url } = await tcpServer((socket, nth) => {
      connections = nth;
      if (nth === 1) socket.on("close", () => closed.resolve()).end();
      else socket.on("data", () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"code":0}'));
    });
    const { client, told } = clientTo(url, issuer.url, closed.promise);
    expect(await client.send(POST, { leave: () => void told.push("leave") })).toMatchObject({ ok: true });
    expect(told).toEqual(["slot", "leave", "delayed", "left", "accepted"]);
    expect(connections).toBe(2);
  });

  it("tells the pacer when the bytes left later than the slot came, or never", async () => {
    const { client, told } = await feishu((_, response) => json(response, 200, { code: 0 }));
    await client.send(POST);
    await client.send(POST);
    // A connection used before is looked at once more before it is written to.
    expect(told).toEqual(["slot", "left", "accepted", "slot", "delayed", "left", "accepted"]);

    const issuer = await httpServer((_, r) => json(r, 200, { code: 0, tenant_access_token: "t-1", expire: 7200 }));
    const closed = event();
    const server = await tcpServer((socket) => socket.on("close", () => closed.resolve()).end());
    const gone = clientTo(server.url, issuer.url, closed.promise.then(server.stop));
    expect(await gone.client.send(POST)).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(gone.told).toEqual(["slot", "delayed", "left"]);
  });

  it("rejects when told to stop before it left, and not after", async () => {
    const { client, calls } = await feishu((_, response) => json(response, 200, { code: 0 }));
    const before = AbortSignal.abort(new Error("stopped"));
    await expect(client.send(POST, { signal: before })).rejects.toThrow("stopped");
    const stop = new AbortController();
    const reply = client.send(POST, { signal: stop.signal, leave: () => stop.abort(new Error("stopped")) });
    expect(await reply).toMatchObject({ ok: true });
    expect(calls()).toHaveLength(1);
  });
});

describe("what the client learns from an answer", () => {
  it.each([429, 400])("a throttle with HTTP %i goes to the pacer", async (status) => {
    const { client, told } = await feishu((_, response) =>
      json(
        response,
        status,
        { code: 99991400, msg: "request trigger frequency limit" },
        { "x-ogw-ratelimit-reset": "3" },
      ),
    );
    expect(await client.send(POST)).toMatchObject({ failure: { kind: "throttled" }, throttle_reset_s: 3 });
    expect(told).toEqual(["slot", "left", "throttled 3 7"]);
  });

  it.each([
    ["success", 200, { code: 0 }, ["slot", "left", "accepted"]],
    ["a refused row", 400, { code: 1002002 }, ["slot", "left", "accepted"]],
    ["a system error", 500, { code: 1002001 }, ["slot", "left", "accepted"]],
    ["429 with another code", 429, { code: 31337 }, ["slot", "left"]],
    ["a used-up quota", 429, { code: 99991403 }, ["slot", "left"]],
  ])("%s", async (_name, status, body, expected) => {
    const { client, told } = await feishu((_, response) => json(response, status, body));
    await client.send(POST);
    expect(told).toEqual(expected);
  });

  it("a dead token is dropped, and not repeated here", async () => {
    const { client, calls } = await feishu((one, response) => {
      if (one.headers.authorization === "Bearer t-1")
        json(response, 400, { code: 99991663, msg: "Invalid access token" });
      else json(response, 200, { code: 0 });
    });
    const [first, second] = await Promise.all([client.send(POST), client.send(POST)]);
    for (const reply of [first, second]) expect(reply).toMatchObject({ ok: false, failure: { kind: "token_dead" } });
    expect(calls()).toHaveLength(2);
    expect(await client.send(POST)).toMatchObject({ ok: true });
    expect(calls().map((one) => one.headers.authorization)).toEqual(["Bearer t-1", "Bearer t-1", "Bearer t-2"]);
  });

  it.each([
    ["HTML 502", (_, r) => r.writeHead(502).end("<html>"), "system_error"],
    ["HTML 200", (_, r) => r.end("<html>"), "unreadable_answer"],
    ["200 with a code", (_, r) => json(r, 200, { code: 1002001 }), "system_error"],
    ["cut", (_, r) => r.destroy(), "lost"],
  ] as [string, Handler, string][])("%s is one attempt that may have acted", async (_name, handler, kind) => {
    const { client, calls } = await feishu(handler);
    const reply = await client.send(POST);
    expect(reply).toMatchObject({ ok: false, failure: { kind } });
    expect(calls()).toHaveLength(1);
    expect(JSON.stringify(reply)).not.toMatch(/t-1|s3cr3t|7001/);
  });
});
