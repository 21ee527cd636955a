import { describe, expect, it } from "vitest";
import { APPLICATIONS, ask, open, post, signIn, stoppedClock, TALENT, tokenOf } from "./support.js";

const TOKEN = "/open-apis/auth/v3/tenant_access_token/internal";

describe("the token endpoint", () => {
  it("gives a flat answer, and the same token while 30 minutes or more are left", async () => {
    const clock = stoppedClock();
    const sandbox = await open({ now_ms: clock.now_ms });
    const { app_id, app_secret } = sandbox;
    const first = await post(sandbox, TOKEN, { app_id, app_secret });
    expect(first.body).toMatchObject({ code: 0, msg: "ok", expire: 7200 });
    expect(first.body.tenant_access_token).toMatch(/^t-/);
    clock.at_ms += 5_400_000;
    const same = await post(sandbox, TOKEN, { app_id, app_secret });
    expect(same.body).toMatchObject({ tenant_access_token: first.body.tenant_access_token, expire: 1800 });
    clock.at_ms += 1;
    const fresh = await post(sandbox, TOKEN, { app_id, app_secret });
    expect(fresh.body.tenant_access_token).not.toBe(first.body.tenant_access_token);
    expect(fresh.body.expire).toBe(7200);
  });

  it("keeps the old token valid beside the new one until its two hours are over", async () => {
    const clock = stoppedClock();
    const sandbox = await open({ now_ms: clock.now_ms });
    const old = await signIn(sandbox);
    clock.at_ms += 7_000_000;
    const fresh = await signIn(sandbox);
    expect(fresh.authorization).not.toBe(old.authorization);
    expect((await old.list(`talent_id=${TALENT}`)).body.code).toBe(0);
    clock.at_ms += 200_000;
    expect((await old.list(`talent_id=${TALENT}`)).body.code).toBe(99991663);
    expect((await fresh.list(`talent_id=${TALENT}`)).body.code).toBe(0);
  });

  it.each([
    [{ app_id: "cli_other", app_secret: "sandbox-secret" }, 10003],
    [{ app_secret: "sandbox-secret" }, 10003],
    [{ app_id: "cli_sandbox", app_secret: "wrong" }, 10014],
  ])("refuses %j with HTTP 200", async (credentials, code) => {
    const answer = await post(await open(), TOKEN, credentials);
    expect([answer.http_status, answer.body.code]).toEqual([200, code]);
    expect(answer.body.tenant_access_token).toBeUndefined();
  });
});

describe("authorization", () => {
  it.each([
    [undefined, 99991661],
    ["Basic abc", 99991661],
    ["Bearer abc", 99991671],
    ["Bearer t-nonsense", 99991663],
  ])("answers %s with HTTP 400", async (authorization, code) => {
    const sandbox = await open();
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await ask(sandbox, "POST", APPLICATIONS, { talent_id: TALENT }, headers);
    expect([answer.http_status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.error.log_id).toBe(answer.headers.get("x-tt-logid"));
    expect(sandbox.records()).toEqual([]);
  });

  it("names the scope that is missing", async () => {
    const { create } = await signIn(await open({ without_scopes: ["hire:external_application"] }));
    const { http_status, body } = await create({ talent_id: TALENT });
    expect([http_status, body.code]).toEqual([400, 99991672]);
    expect(body.error.permission_violations).toEqual([
      { type: "action_scope_required", subject: "hire:external_application" },
    ]);
  });

  it("takes either of two scopes, and misses both where the larger one is missing", async () => {
    const search = { email_list: ["nobody@example.com"] };
    const reader = await signIn(await open({ without_scopes: ["hire:talent:readonly"] }));
    expect((await reader.search(search)).body.code).toBe(0);
    const stranger = await signIn(await open({ without_scopes: ["hire:talent"] }));
    const { body } = await stranger.search(search);
    expect(body.code).toBe(99991672);
    expect(body.error.permission_violations.map(({ subject }: { subject: string }) => subject)).toEqual([
      "hire:talent",
      "hire:talent:readonly",
    ]);
  });

  it("refuses a disabled app", async () => {
    const { create } = await signIn(await open({ app_enabled: false }));
    const { http_status, body } = await create({ talent_id: TALENT });
    expect([http_status, body.code]).toEqual([400, 99991662]);
  });

  it("refuses an address that is not allowed, but gives it a token", async () => {
    const sandbox = await open({ address_allowed: false });
    expect(await tokenOf(sandbox)).toMatch(/^t-/);
    const { create } = await signIn(sandbox);
    expect((await create({ talent_id: TALENT })).body.code).toBe(99991401);
  });

  it("puts the sandbox's own time into the Date header", async () => {
    const clock = stoppedClock(Date.UTC(2031, 4, 6, 7, 8, 9));
    const answer = await post(await open({ now_ms: clock.now_ms }), TOKEN, {});
    expect(answer.headers.get("date")).toBe("Tue, 06 May 2031 07:08:09 GMT");
    const skewed = await post(await open({ now_ms: clock.now_ms, clock_skew_ms: -600_000 }), TOKEN, {});
    expect(skewed.headers.get("date")).toBe("Tue, 06 May 2031 06:58:09 GMT");
  });
});
