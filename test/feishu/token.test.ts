import { describe, expect, it } from "vitest";
import { createTransport } from "../../src/feishu/http.js";
import { createTokens, type TokenOrFailure } from "../../src/feishu/token.js";
import { axesOf } from "../../src/words/failure.js";
import { closing, type Handler, httpServer, json, nobody } from "./servers.js";

const MINUTE_MS = 60_000;
const SECRET = "s3cr3t-of-the-app";

function fakeClock() {
  let ms = 1_000_000;
  let wall_step_ms = 0;
  return {
    now_ms: () => 1_795_000_000_000 + ms + wall_step_ms,
    monotonic_ms: () => ms,
    sleep: async () => undefined,
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
  if (!("failure" in got)) throw new Error("there is a token");
  return got.failure;
}

const tokenOf = (got: TokenOrFailure) => ("token" in got ? got.token : got.failure);

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
  it("is dropped, and only that one", async () => {
    const { tokens } = await issuer();
    await tokens.get();
    tokens.invalidate("t-1");
    expect(tokenOf(await tokens.get())).toBe("t-2");
    tokens.invalidate("t-1");
    expect(tokenOf(await tokens.get())).toBe("t-2");
  });

  it("is used again when Feishu issues it again: who asked decides how often", async () => {
    const { url } = await httpServer((_, r) => json(r, 200, { code: 0, tenant_access_token: "t-same", expire: 7200 }));
    const { tokens } = at(url);
    await tokens.get();
    tokens.invalidate("t-same");
    expect(tokenOf(await tokens.get())).toBe("t-same");
  });

  it("five times in a row, none accepted between, ends the run", async () => {
    const { tokens } = await issuer();
    const refuseOne = async () => tokens.invalidate(tokenOf(await tokens.get()) as string);
    for (let n = 0; n < 4; n++) await refuseOne();
    tokens.accepted(tokenOf(await tokens.get()) as string);
    for (let n = 0; n < 4; n++) await refuseOne();
    // An old answer that was long on its way proves nothing.
    tokens.accepted("t-8");
    await refuseOne();
    expect(await tokens.get()).toMatchObject({ failure: { kind: "refused_us" } });
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
    stop.abort(new Error("enough"));
    await expect(stopped).rejects.toThrow("enough");
    await expect(tokens.get(stop.signal)).rejects.toThrow("enough");
    release();
    expect(tokenOf(await other)).toBe("t-1");
  });
});
