import { describe, expect, it } from "vitest";
import { createFeishuClient, type Slots } from "../../src/feishu/client.js";
import { COMMON_CODES } from "../../src/feishu/codes.js";
import { createTransport } from "../../src/feishu/http.js";
import { createTokens } from "../../src/feishu/token.js";
import { closing, type Handler, httpServer, json, tcpServer } from "./servers.js";

const POST = { method: "POST", path: "/open-apis/hire/v1/things", body: { talent_id: "7001" } } as const;
const TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";

/** Nobody waits by it, and time passes all the same. */
function patientClock() {
  let slept_ms = 0;
  return {
    now_ms: () => Date.now() + slept_ms,
    monotonic_ms: () => performance.now() + slept_ms,
    sleep: async (wait_ms: number) => {
      slept_ms += wait_ms;
    },
  };
}

/** A promise that something has happened. */
function event() {
  let resolve = () => {};
  const promise = new Promise<void>((happened) => {
    resolve = happened;
  });
  return { promise, resolve: () => resolve() };
}

/** A pacer that lets everything through, once it is ready, and writes down what it is told. */
function openSlots(ready: (nth: number) => Promise<void> | undefined) {
  const told: string[] = [];
  let nth = 0;
  let has_slot = false;
  const slots: Slots = {
    async slot() {
      if (has_slot) return false;
      nth += 1;
      await ready(nth);
      told.push("slot");
      has_slot = true;
      return true;
    },
    left() {
      told.push("left");
      has_slot = false;
      return 7;
    },
    throttled: (reset_s, left_ms) => void told.push(`throttled ${reset_s} ${left_ms}`),
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

function clientTo(url: URL, token_url = url, ready: (nth: number) => Promise<void> | undefined = () => undefined) {
  const transport = closing(createTransport({ base_url: url, environment: {}, answer_timeout_ms: 2000 }));
  const token_transport = closing(createTransport({ base_url: token_url, environment: {} }));
  const tokens = createTokens({
    transport: token_transport,
    app_id: "cli_a1",
    app_secret: "s3cr3t",
    clock: patientClock(),
  });
  const { slots, told } = openSlots(ready);
  return {
    client: createFeishuClient({ transport, tokens, pacer: slots, codes: COMMON_CODES }),
    told,
    transport,
    tokens,
  };
}

/** Picks the one request, and says so. */
const picking =
  (leave: () => void = () => undefined) =>
  () => ({ request: POST, leave });

describe("send", () => {
  it("waits for token and slot, then picks, puts down the intent, and writes: once", async () => {
    const { client, told, calls } = await feishu((_, response) =>
      json(response, 200, { code: 0, data: { id: "6949805467799537964" } }),
    );
    const reply = await client.send(() => {
      told.push("pick");
      return { request: POST, leave: () => void told.push(`leave before ${calls().length}`) };
    });
    expect(reply).toMatchObject({ ok: true, code: 0, http_status: 200, data: { id: "6949805467799537964" } });
    expect(told).toEqual(["slot", "pick", "leave before 0", "left", "accepted"]);
    expect(calls()).toHaveLength(1);
    expect(calls()[0]).toMatchObject({ body: '{"talent_id":"7001"}', headers: { authorization: "Bearer t-1" } });
  });

  it("lets the next one leave before the answer is there", async () => {
    const answers: (() => void)[] = [];
    const { client, told, calls } = await feishu((_, r) => void answers.push(() => json(r, 200, { code: 0 })));
    const replies = [client.ask(POST), client.ask(POST), client.ask(POST)];
    await expect.poll(() => calls().length).toBe(3);
    expect(told).toEqual(["slot", "left", "slot", "left", "slot", "left"]);
    for (const answer of answers) answer();
    expect((await Promise.all(replies)).every((reply) => reply?.ok)).toBe(true);
  });

  it("sends nothing when leave throws, and the error is the caller's; the connection serves the next one", async () => {
    const ports = new Set<number | undefined>();
    const { client, calls, transport } = await feishu((_, response, request) => {
      ports.add(request.socket.remotePort);
      json(response, 200, { code: 0 });
    });
    await transport.request({ method: "GET", path: "/first" });
    const full = picking(() => {
      throw new Error("disk full");
    });
    await expect(client.send(full)).rejects.toThrow("disk full");
    expect(await client.ask(POST)).toMatchObject({ ok: true });
    expect(calls().map((one) => one.url)).toEqual(["/first", POST.path]);
    expect(ports.size).toBe(1);
  });

  it("sends nothing where there is nothing to pick any more", async () => {
    const { client, calls, told } = await feishu((_, response) => json(response, 200, { code: 0 }));
    expect(await client.send(() => undefined)).toBeUndefined();
    expect(await client.ask(POST)).toMatchObject({ ok: true });
    expect(calls()).toHaveLength(1);
    expect(told, "the slot was kept for the next one").toEqual(["slot", "left", "accepted"]);
  });

  it("picks nothing when there is no token or no connection", async () => {
    let picked = 0;
    const pick = () => {
      picked += 1;
      return undefined;
    };
    const refusing = await httpServer((_, response) => json(response, 200, { code: 10014, msg: "app secret invalid" }));
    expect(await clientTo(refusing.url).client.send(pick)).toMatchObject({
      ok: false,
      failure: { kind: "refused_us", code: 10014 },
    });
    const issuer = await httpServer((_, r) => json(r, 200, { code: 0, tenant_access_token: "t-1", expire: 7200 }));
    const gone = clientTo(new URL("http://127.0.0.1:1"), issuer.url);
    expect(await gone.client.send(pick)).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(gone.told).toEqual(["slot"]);
    expect(picked).toBe(0);
  });

  it("looks at its token again behind a wait: what died meanwhile is not sent", async () => {
    let issued = 0;
    const issuer = await httpServer((_, r) => {
      issued += 1;
      json(r, 200, { code: 0, tenant_access_token: `t-${issued}`, expire: 7200 });
    });
    const paused = event();
    const { url, seen } = await httpServer((one, response) => {
      const is_dead = one.headers.authorization === "Bearer t-1";
      json(response, is_dead ? 400 : 200, { code: is_dead ? 99991663 : 0 });
    });
    const { client } = clientTo(url, issuer.url, (nth) => (nth === 2 ? paused.promise : undefined));
    const first = client.ask(POST);
    const second = client.ask(POST);
    expect(await first).toMatchObject({ failure: { kind: "token_dead" } });
    paused.resolve();
    expect(await second).toMatchObject({ ok: true });
    expect(seen.map((one) => one.headers.authorization)).toEqual(["Bearer t-1", "Bearer t-2"]);
  });

  it("takes another connection where the server closed one while the slot was waited for", async () => {
    const issuer = await httpServer((_, r) => json(r, 200, { code: 0, tenant_access_token: "t-1", expire: 7200 }));
    const closed = event();
    let connections = 0;
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"code":0}';
    const { url } = await tcpServer((socket, nth) => {
      connections = nth;
      if (nth === 1) socket.on("close", () => closed.resolve()).once("data", () => socket.end(answer));
      else socket.on("data", () => socket.write(answer));
    });
    const { client, told } = clientTo(url, issuer.url, (nth) => (nth === 2 ? closed.promise : undefined));
    expect(await client.ask(POST)).toMatchObject({ ok: true });
    expect(await client.ask(POST)).toMatchObject({ ok: true });
    expect(told).toEqual(["slot", "left", "accepted", "slot", "left", "accepted"]);
    expect(connections).toBeGreaterThan(1);
  });

  it("throws a connection away by which somebody else's answer came", async () => {
    const ports: unknown[] = [];
    const { client } = await feishu((_, response, request) => {
      ports.push(request.socket.remotePort);
      json(response, 200, { code: 0, data: { talent_id: ports.length === 1 ? "7002" : "7001" } });
    });
    const differsIn = (data: unknown) =>
      (data as { talent_id: string }).talent_id === POST.body.talent_id ? [] : ["talent_id"];
    const asking = () => client.ask({ ...POST, differsIn });
    expect(await asking()).toMatchObject({ ok: false, failure: { kind: "foreign_answer" } });
    expect(await asking()).toMatchObject({ ok: true });
    expect(await asking()).toMatchObject({ ok: true });
    expect(ports[1]).not.toBe(ports[0]);
    expect(ports[2]).not.toBe(ports[0]);
  });

  it("sends nothing once it is told to stop, and lets what has left come to its end", async () => {
    const { client, calls } = await feishu((_, response) => json(response, 200, { code: 0 }));
    expect(await client.ask(POST, AbortSignal.abort())).toBeUndefined();
    const stop = new AbortController();
    const reply = client.send(
      picking(() => stop.abort()),
      stop.signal,
    );
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
    expect(await client.ask(POST)).toMatchObject({ failure: { kind: "throttled" }, throttle_reset_s: 3 });
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
    await client.ask(POST);
    expect(told).toEqual(expected);
  });

  it("a dead token is dropped, and not repeated here", async () => {
    const { client, calls } = await feishu((one, response) => {
      if (one.headers.authorization === "Bearer t-1")
        json(response, 400, { code: 99991663, msg: "Invalid access token" });
      else json(response, 200, { code: 0 });
    });
    const [first, second] = await Promise.all([client.ask(POST), client.ask(POST)]);
    for (const reply of [first, second]) expect(reply).toMatchObject({ ok: false, failure: { kind: "token_dead" } });
    expect(calls()).toHaveLength(2);
    expect(await client.ask(POST)).toMatchObject({ ok: true });
    expect(calls().map((one) => one.headers.authorization)).toEqual(["Bearer t-1", "Bearer t-1", "Bearer t-2"]);
  });

  it("neither the app's secret nor the token is told, whatever a server repeats", async () => {
    const { client } = await feishu((_, response) =>
      json(response, 400, { code: 31337, msg: "no app with s3cr3t and t-1 here" }),
    );
    const reply = await client.ask(POST);
    expect(reply).toMatchObject({ failure: { kind: "unknown_code", message: expect.stringContaining("no app with") } });
    expect(JSON.stringify(reply)).not.toMatch(/t-1|s3cr3t/);
  });

  it.each([
    ["HTML 502", (_, r) => r.writeHead(502).end("<html>"), "system_error"],
    ["HTML 200", (_, r) => r.end("<html>"), "unreadable_answer"],
    ["200 with a code", (_, r) => json(r, 200, { code: 1002001 }), "system_error"],
    ["cut", (_, r) => r.destroy(), "lost"],
  ] as [string, Handler, string][])("%s is one attempt that may have acted", async (_name, handler, kind) => {
    const { client, calls } = await feishu(handler);
    const reply = await client.ask(POST);
    expect(reply).toMatchObject({ ok: false, failure: { kind } });
    expect(calls()).toHaveLength(1);
    expect(JSON.stringify(reply)).not.toMatch(/t-1|s3cr3t|7001/);
  });
});
