import { describe, expect, it } from "vitest";
import { createTransport } from "../../src/feishu/http.js";
import { type AccessToken, createTokens, type TokenOrFailure, type Tokens } from "../../src/feishu/token.js";
import { axesOf } from "../../src/model/failure.js";
import { closing, type Handler, httpServer, json, nobody } from "./servers.js";

const MINUTE_MS = 60_000;
const SECRET = "s3cr3t-of-the-app";

function fakeClock() {
  let ms = 1_000_000;
  let wall_step_ms = 0;
  return {
    now_ms: () => 1_795_000_000_000 + ms + wall_step_ms,
    monotonic_ms: () => ms,
    sleep: async (wait_ms: number) => {
      ms += wait_ms;
    },
    pass(by_ms: number) {
      ms += by_ms;
    },
    setWall(by_ms: number) {
      wall_step_ms += by_ms;
    },
  };
}

/** A token endpoint that numbers its tokens: t-1, t-2, … */
async function issuer(expire: unknown = 7200, before?: (nth: number) => Promise<void> | undefined) {
  const server = await httpServer(async (_, response) => {
    const nth = server.seen.length;
    await before?.(nth);
    json(response, 200, { code: 0, msg: "ok", tenant_access_token: `t-${nth}`, expire });
  });
  return { ...at(server.url), seen: server.seen };
}

function at(url: URL) {
  const clock = fakeClock();
  const transport = closing(createTransport({ base_url: url, environment: {}, answer_timeout_ms: 2000 }));
  return { clock, transport, tokens: createTokens({ transport, app_id: "cli_a1", app_secret: SECRET, clock }) };
}

async function failing(handler: Handler) {
  const { url } = await httpServer(handler);
  const got = await at(url).tokens.get();
  if (got === undefined || !("failure" in got)) throw new Error("there is a token");
  return got.failure;
}

const tokenOf = (got: TokenOrFailure | undefined) => (got && "token" in got ? got.token : got?.failure);

/** A token to send with. */
async function grant(tokens: Tokens): Promise<AccessToken> {
  const got = await tokens.get();
  if (got === undefined || "failure" in got) throw new Error("there is no token");
  return got;
}

describe("the token", () => {
  it("is asked for as the page says, once for 50 who want it", async () => {
    const { tokens, seen } = await issuer();
    const got = await Promise.all(Array.from({ length: 50 }, () => tokens.get()));
    expect(new Set(got.map(tokenOf))).toEqual(new Set(["t-1"]));
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: "POST", url: "/open-apis/auth/v3/tenant_access_token/internal" });
    expect(JSON.parse(seen[0]!.body)).toEqual({ app_id: "cli_a1", app_secret: SECRET });
  });

  it("is kept for 90 minutes, then renewed beside the work, and served until the new one is there", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { tokens, clock, seen } = await issuer(7200, (nth) => (nth === 2 ? held : undefined));
    await tokens.get();
    clock.pass(90 * MINUTE_MS);
    expect(tokenOf(await tokens.get())).toBe("t-1");
    expect(seen).toHaveLength(1);
    clock.pass(1);
    for (let n = 0; n < 5; n++) expect(tokenOf(await tokens.get())).toBe("t-1");
    await expect.poll(() => seen.length).toBe(2);
    release();
    await expect.poll(async () => tokenOf(await tokens.get())).toBe("t-2");
    expect(seen).toHaveLength(2);
  });

  it("is waited for in its last minute", async () => {
    const { tokens, clock } = await issuer();
    await tokens.get();
    clock.pass(119 * MINUTE_MS + 1);
    expect(tokenOf(await tokens.get())).toBe("t-2");
  });

  it("ages by the clock that went further", async () => {
    const { tokens, clock } = await issuer();
    await tokens.get();
    clock.setWall(120 * MINUTE_MS);
    expect(tokenOf(await tokens.get())).toBe("t-2");
    clock.setWall(-600 * MINUTE_MS);
    clock.pass(120 * MINUTE_MS);
    expect(tokenOf(await tokens.get())).toBe("t-3");
  });

  it("still works when it cannot be renewed, and renewing is not hammered", async () => {
    let failing = false;
    const { url, seen } = await httpServer((_, response) => {
      if (failing) json(response, 500, { code: 2200, msg: "internal" });
      else json(response, 200, { code: 0, tenant_access_token: "t-a", expire: 7200 });
    });
    const { tokens, clock, transport } = at(url);
    await tokens.get();
    failing = true;
    clock.pass(100 * MINUTE_MS);
    for (let n = 0; n < 5; n++) {
      expect(tokenOf(await tokens.get())).toBe("t-a");
      // What was asked for before this has been answered.
      await transport.request({ method: "GET", path: "/" });
    }
    expect(seen.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  it.each([undefined, null, -5, 0, "soon", 1e30])("lives sensibly where expire is %s", async (expire) => {
    const { tokens, clock, seen } = await issuer(expire);
    await tokens.get();
    clock.pass(25 * MINUTE_MS);
    await tokens.get();
    expect(seen).toHaveLength(1);
    clock.pass(100 * MINUTE_MS);
    expect(tokenOf(await tokens.get())).toBe("t-2");
  });

  it("is not fetched for every row when it lives but seconds", async () => {
    const { tokens, clock, seen } = await issuer(20);
    for (let n = 0; n < 10; n++) {
      await tokens.get();
      clock.pass(1000);
    }
    expect(seen).toHaveLength(1);
    clock.pass(15_000);
    expect(tokenOf(await tokens.get())).toBe("t-2");
  });
});

describe("a token that Feishu refuses", () => {
  it("is replaced at once where it had been accepted, and only that one", async () => {
    const { tokens, clock } = await issuer();
    const first = await grant(tokens);
    tokens.answered(first, "accepted");
    clock.pass(5_000);
    const before_ms = clock.monotonic_ms();
    tokens.answered(first, "refused");
    const second = await grant(tokens);
    expect(second.token).toBe("t-2");
    // What was in flight with the first one.
    tokens.answered(first, "refused");
    expect(await grant(tokens)).toBe(second);
    expect(clock.monotonic_ms()).toBe(before_ms);
  });

  it("costs one request for a token, however many were in flight with it", async () => {
    const { tokens, seen } = await issuer();
    const all = await Promise.all(Array.from({ length: 40 }, () => grant(tokens)));
    for (const token of all) tokens.answered(token, "refused");
    await grant(tokens);
    expect(seen).toHaveLength(2);
  });

  it("is waited with where it may not be known everywhere yet: then one tries it for all", async () => {
    const { tokens, clock, seen } = await issuer();
    const tried_s: number[] = [];
    const began_ms = clock.monotonic_ms();
    for (let token = await grant(tokens); tried_s.length < 5; token = await grant(tokens)) {
      tried_s.push(Math.round((clock.monotonic_ms() - began_ms) / 1000));
      tokens.answered(token, "refused");
    }
    // Each is issued a second after the one before, or at once, and is then 1, 2, 4, 8 seconds old.
    expect(tried_s).toEqual([0, 2, 4, 8, 16]);
    expect(seen).toHaveLength(6);
  });

  it("is tried by one request; the others go when that is accepted, or when it says nothing", async () => {
    const { tokens } = await issuer();
    tokens.answered(await grant(tokens), "refused");
    const trial = await grant(tokens);
    const others = [tokens.get(), tokens.get()];
    expect(await Promise.race([...others, new Promise((resolve) => setImmediate(resolve, "wait"))])).toBe("wait");
    tokens.answered(trial, "unknown");
    const next = await Promise.race(others);
    expect(next).toBe(trial);
    tokens.answered(trial, "accepted");
    expect(await Promise.all(others)).toEqual([trial, trial]);
  });

  it("six times in a row, none accepted in between, is the app's", async () => {
    const { tokens, seen } = await issuer();
    const refuse = async (times: number) => {
      for (let n = 0; n < times; n++) tokens.answered(await grant(tokens), "refused");
    };
    await refuse(5);
    const good = await grant(tokens);
    tokens.answered(good, "accepted");
    tokens.answered(good, "refused");
    await refuse(5);
    // An old answer that was long on its way proves nothing.
    tokens.answered(good, "accepted");
    await refuse(1);
    expect(await tokens.get()).toMatchObject({ failure: { kind: "refused_us" } });
    expect(seen).toHaveLength(12);
  });

  it.each([4, 10])("after every %i seconds, ends nothing: each of them was good", async (life_s) => {
    const { tokens, clock, seen } = await issuer();
    for (let died = 0; died < 20; died++) {
      const token = await grant(tokens);
      tokens.answered(token, "accepted");
      clock.pass(life_s * 1000);
      const in_flight = [await grant(tokens), await grant(tokens)];
      for (const late of in_flight) tokens.answered(late, "refused");
    }
    expect(seen).toHaveLength(20);
    expect(tokenOf(await tokens.get())).toBe("t-21");
  });

  it("is another one when Feishu issues the same again: what was in flight with it proves nothing more", async () => {
    const token = { code: 0, tenant_access_token: "t-same", expire: 7200 };
    const { url } = await httpServer((_, response) => json(response, 200, token));
    const { tokens } = at(url);
    const all = await Promise.all(Array.from({ length: 40 }, () => grant(tokens)));
    tokens.answered(all[0] as AccessToken, "refused");
    const again = await grant(tokens);
    expect(again.token).toBe("t-same");
    for (const token of all) tokens.answered(token, "refused");
    tokens.answered(again, "accepted");
    expect(await grant(tokens)).toBe(again);
  });
});

describe("no token", () => {
  it.each([10003, 10014, 10015, 99991543])("code %i is about us, with whatever HTTP status", async (code) => {
    for (const status of [200, 400]) {
      const failure = await failing((_, response) => json(response, status, { code, msg: `no ${SECRET}` }));
      expect(failure).toMatchObject({ kind: "refused_us", code, http_status: status });
      expect(axesOf(failure).ends).toBe("run");
      expect(failure.hint).toContain("https://open.larksuite.com");
      expect(JSON.stringify(failure)).not.toContain(SECRET);
    }
  });

  it("with an unknown code is about us too, and quotes Feishu without the secret", async () => {
    const failure = await failing((_, r) => json(r, 400, { code: 31337, msg: `odd ${SECRET}` }, { "x-tt-logid": "L" }));
    expect(failure).toMatchObject({ kind: "refused_us", code: 31337, log_id: "L" });
    expect(failure.message).toContain("31337 (odd …)");
  });

  it.each([
    ["HTTP 500", (_, r) => json(r, 500, { code: 10014, msg: "x" })],
    ["HTML 502", (_, r) => r.writeHead(502).end("<html>")],
    ["HTML 200", (_, r) => r.end("<html>login</html>")],
    ["cut", (_, r) => r.destroy()],
    ["throttled", (_, r) => json(r, 429, { code: 99991400, msg: "x" })],
    ["busy", (_, r) => json(r, 200, { code: 2200, msg: "x" })],
    ["none in it", (_, r) => json(r, 200, { code: 0, data: { tenant_access_token: "t-1" } })],
    ["one that is no header", (_, r) => json(r, 200, { code: 0, tenant_access_token: "t\r\nx: y" })],
  ] as [string, Handler][])("for now: %s", async (_name, handler) => {
    const failure = await failing(handler);
    expect(failure.kind).toBe("unreachable");
    expect(axesOf(failure)).toMatchObject({ retry: "later", may_have_acted: false });
    expect(failure.message).toContain("No access token");
  });

  it("when nobody listens; and the next one who asks tries again", async () => {
    const { tokens } = at(await nobody());
    expect(await tokens.get()).toMatchObject({ failure: { kind: "unreachable" } });
    let up = false;
    const server = await httpServer((_, response) => {
      if (up) json(response, 200, { code: 0, tenant_access_token: "t-up", expire: 7200 });
      else response.destroy();
    });
    const later = at(server.url).tokens;
    expect(await later.get()).toHaveProperty("failure");
    up = true;
    expect(tokenOf(await later.get())).toBe("t-up");
  });

  it("when the one who waits is told to stop; the others go on waiting", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { tokens } = await issuer(7200, () => held);
    const stop = new AbortController();
    const stopped = tokens.get(stop.signal);
    const other = tokens.get();
    stop.abort();
    expect(await stopped).toBeUndefined();
    expect(await tokens.get(stop.signal)).toBeUndefined();
    release();
    expect(tokenOf(await other)).toBe("t-1");
  });
});
