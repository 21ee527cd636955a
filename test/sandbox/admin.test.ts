import { describe, expect, it } from "vitest";
import { ask, CREATE, DAY_MS, open, post, signIn, TALENT } from "./support.js";

const MISSING = "6930815272790100404";

describe("the pages under /sandbox", () => {
  it("tells every record as NDJSON, with external_id and time", async () => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    for (const external_id of ["A-1", "A-2"]) await create({ talent_id: TALENT, external_id });
    const response = await fetch(`${sandbox.url}/sandbox/records`);
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(sandbox.records());
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ external_id: "A-2", created_ms: expect.any(Number) });
  });

  it("counts requests, its own pages not among them", async () => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    await create({ talent_id: TALENT });
    await create({});
    const { body } = await ask(sandbox, "GET", "/sandbox/requests");
    expect(Object.keys(body)).toEqual(["token", CREATE]);
    expect(body[CREATE]).toMatchObject({ arrived: 2, accepted: 2, codes: { 0: 1, 99992402: 1 } });
  });

  it("changes talents, time and faults", async () => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    await post(sandbox, "/sandbox/talents", { add: [MISSING], remove: [TALENT] });
    expect((await create({ talent_id: MISSING })).body.code).toBe(0);
    expect((await create({ talent_id: TALENT })).body.code).toBe(1002102);

    await post(sandbox, "/sandbox/faults", { throttle: 1 });
    expect((await create({ talent_id: MISSING })).http_status).toBe(429);
    await post(sandbox, "/sandbox/faults", {});
    await post(sandbox, "/sandbox/faults", { next: { [CREATE]: ["error_500_before", null] } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await create({ talent_id: MISSING })).http_status);
    expect(statuses).toEqual([500, 200, 200]);

    await post(sandbox, "/sandbox/clock", { advance_ms: DAY_MS });
    expect((await create({ talent_id: MISSING })).body.code).toBe(99991663);
  });

  it("changes what the app may, and leaves alone what is not named", async () => {
    const sandbox = await open({ address_allowed: false });
    const { create } = await signIn(sandbox);
    const codeAfter = async (change: unknown) => {
      expect((await post(sandbox, "/sandbox/app", change)).http_status).toBe(200);
      return (await create({ talent_id: TALENT })).body.code;
    };
    expect(await codeAfter({ without_scopes: ["hire:external_application"] })).toBe(99991401);
    expect(await codeAfter({ address_allowed: true })).toBe(99991672);
    expect(await codeAfter({ without_scopes: [] })).toBe(0);
    expect(await codeAfter({ app_enabled: false })).toBe(99991662);
  });

  it.each([
    ["/sandbox/clock", { advance_ms: -1 }],
    ["/sandbox/clock", "nonsense"],
    ["/sandbox/talents", { add: [7] }],
    ["/sandbox/talents", { add: [{ email: "a@example.com" }] }],
    ["/sandbox/talents", { add: [{ talent_id: TALENT, mail: "a@example.com" }] }],
    ["/sandbox/app", { without_scopes: "hire:talent" }],
    ["/sandbox/app", { app_enabled: 1 }],
    ["/sandbox/app", { no_such_switch: true }],
    ["/sandbox/faults", { no_such_fault: 1 }],
    ["/sandbox/faults", { next: { [CREATE]: ["no_such_fault"] } }],
  ])("explains a mistake: %s %j", async (path, body) => {
    const answer = await post(await open(), path, body);
    expect(answer.http_status).toBe(400);
    expect(answer.body.usage).toEqual(expect.any(String));
  });

  it("lists its pages", async () => {
    const sandbox = await open();
    expect(Object.keys((await ask(sandbox, "GET", "/sandbox")).body)).toContain("POST /sandbox/clock");
    expect((await ask(sandbox, "GET", "/sandbox/nothing")).http_status).toBe(404);
  });
});
