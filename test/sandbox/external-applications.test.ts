import { describe, expect, it } from "vitest";
import { DAY_MS, open, signIn, stoppedClock, TALENT } from "./support.js";

const WHOLE = {
  external_id: "A-1",
  talent_id: TALENT,
  job_recruitment_type: 1,
  job_title: "高级工程师 🚀",
  resume_source: "内推",
  stage: "终面",
  termination_reason: "薪资",
  termination_type: "候选人放弃",
  delivery_type: 3,
  create_time: 1_618_500_278_663,
  modify_time: 1_618_500_278_664,
};

describe("creating an external application", () => {
  it("answers with the object under a 19-digit id, without its external_id", async () => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    const { http_status, body, headers } = await create({ ...WHOLE, unknown_field: { any: 1 } });
    const { external_id, ...shown } = WHOLE;
    expect(http_status).toBe(200);
    expect(body.code).toBe(0);
    expect(body.data.external_application).toEqual({ ...shown, id: expect.stringMatching(/^[0-9]{19}$/) });
    expect(headers.get("x-tt-logid")).toMatch(/^[0-9]{14}[0-9A-F]{18}$/);
    expect(sandbox.records()).toMatchObject([{ external_id, owner: TALENT, fields: shown, deleted_ms: null }]);
  });

  it("gives ids that differ and are the same in every sandbox", async () => {
    const ids = async () => {
      const { create } = await signIn(await open());
      const answers = [await create({ talent_id: TALENT }), await create({ talent_id: TALENT })];
      return answers.map((answer) => answer.body.data.external_application.id);
    };
    const [first, second] = [await ids(), await ids()];
    expect(first).toEqual(second);
    expect(new Set(first).size).toBe(2);
  });

  it.each([
    ["talent_id missing", { job_title: "x" }, 99992402, "talent_id"],
    ["talent_id empty", { talent_id: "" }, 99992402, "talent_id"],
    ["talent_id a number", { talent_id: 6930815272790114 }, 1002002, "talent_id"],
    ["time as a string", { talent_id: TALENT, create_time: "1618500278663" }, 1002002, "create_time"],
    ["time empty", { talent_id: TALENT, create_time: "" }, 1002002, "create_time"],
    ["time with a fraction", { talent_id: TALENT, create_time: 1.5 }, 1002002, "create_time"],
    ["time null", { talent_id: TALENT, modify_time: null }, 1002002, "modify_time"],
    ["text as a number", { talent_id: TALENT, job_title: 7 }, 1002002, "job_title"],
    ["an unknown choice", { talent_id: TALENT, delivery_type: 5 }, 1002002, "delivery_type"],
    ["a choice as a string", { talent_id: TALENT, job_recruitment_type: "1" }, 1002002, "job_recruitment_type"],
  ])("refuses %s", async (_what, payload, code, field) => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    const { http_status, body, headers } = await create(payload);
    expect(http_status).toBe(400);
    expect(body.code).toBe(code);
    expect(body.error.field_violations[0].field).toBe(field);
    expect(body.error.log_id).toBe(headers.get("x-tt-logid"));
    expect(sandbox.records()).toEqual([]);
  });

  it.each([
    ["broken JSON", '{"talent_id":'],
    ["a JSON list", "[]"],
    ["no body", ""],
  ])("answers 9499 to %s", async (_what, text) => {
    const { create } = await signIn(await open());
    const { http_status, body } = await create(text);
    expect([http_status, body.code]).toEqual([400, 9499]);
  });

  it("answers 9499 to a body above 1 MiB", async () => {
    const { create } = await signIn(await open());
    const { body } = await create({ talent_id: TALENT, job_title: "x".repeat(1 << 20) });
    expect(body).toMatchObject({ code: 9499, msg: expect.stringContaining("larger than 1 MiB") });
  });

  it("answers 1002102 to a talent that does not exist, and its external_id stays free", async () => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    const missing = "6930815272790100404";
    const refused = await create({ talent_id: missing, external_id: "A-1" });
    expect([refused.http_status, refused.body.code]).toEqual([400, 1002102]);
    expect((await create({ talent_id: "123" })).body.code).toBe(1002102);
    sandbox.changeTalents([missing], [TALENT]);
    expect((await create({ talent_id: missing, external_id: "A-1" })).body.code).toBe(0);
    expect((await create({ talent_id: TALENT })).body.code).toBe(1002102);
  });

  it("knows only the talents of a given set", async () => {
    const { create } = await signIn(await open({ talents: ["7"] }));
    expect((await create({ talent_id: "7" })).body.code).toBe(0);
    expect((await create({ talent_id: TALENT })).body.code).toBe(1002102);
  });
});

describe("the 24-hour key", () => {
  it("answers a repeat with the original record until 24 hours after it was created, then makes another", async () => {
    const clock = stoppedClock();
    const sandbox = await open({ now_ms: clock.now_ms });
    const first = await (await signIn(sandbox)).create(WHOLE);
    clock.at_ms += DAY_MS - 1;
    const repeat = await (await signIn(sandbox)).create({ ...WHOLE, job_title: "another" });
    expect(repeat.body.data).toEqual(first.body.data);
    expect(sandbox.records()).toHaveLength(1);
    clock.at_ms += 1;
    const second = await (await signIn(sandbox)).create(WHOLE);
    expect(second.body.data.external_application.id).not.toBe(first.body.data.external_application.id);
    expect(sandbox.records()).toHaveLength(2);
    // The window begins anew with the second record.
    const repeated = await (await signIn(sandbox)).create(WHOLE);
    expect(repeated.body.data).toEqual(second.body.data);
  });

  it("answers a repeat with 1002002 when asked to", async () => {
    const sandbox = await open({ repeat: "error" });
    const { create } = await signIn(sandbox);
    await create(WHOLE);
    const repeat = await create(WHOLE);
    expect([repeat.http_status, repeat.body.code]).toEqual([400, 1002002]);
    expect(sandbox.records()).toHaveLength(1);
  });

  it("does not hold without an external_id", async () => {
    const sandbox = await open();
    const { create } = await signIn(sandbox);
    for (const external_id of ["", undefined]) await create({ talent_id: TALENT, external_id });
    expect(sandbox.records()).toHaveLength(2);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])("after a delete, with delete_frees_key %s, leaves %i records", async (delete_frees_key, left) => {
    const sandbox = await open({ delete_frees_key });
    const { create, remove } = await signIn(sandbox);
    const { id } = (await create(WHOLE)).body.data.external_application;
    await remove(id);
    const again = await create(WHOLE);
    expect(again.body.code).toBe(0);
    expect(again.body.data.external_application.id === id).toBe(!delete_frees_key);
    expect(sandbox.records()).toHaveLength(left);
  });
});

describe("listing, updating and deleting", () => {
  it("lists a talent's records in pages, never with external_id", async () => {
    const sandbox = await open({ rate_per_s: 100 });
    const { create, list } = await signIn(sandbox);
    for (let i = 0; i < 25; i += 1) await create({ talent_id: TALENT, external_id: `A-${i}`, job_title: `job ${i}` });
    await create({ talent_id: "6930815272790114325" });
    expect((await list(`talent_id=${TALENT}`)).body.data.items).toHaveLength(10);

    const titles: string[] = [];
    let page_token = "";
    for (const has_more of [true, false]) {
      const { data } = (await list(`talent_id=${TALENT}&page_size=20&page_token=${page_token}`)).body;
      expect(data.has_more).toBe(has_more);
      for (const item of data.items) expect(Object.keys(item)).not.toContain("external_id");
      titles.push(...data.items.map((item: { job_title: string }) => item.job_title));
      page_token = data.page_token;
    }
    expect(titles).toEqual(Array.from({ length: 25 }, (_, i) => `job ${i}`));
    expect(page_token).toBeUndefined();
  });

  it("ends a list whose last page is full", async () => {
    const { create, list } = await signIn(await open());
    for (let i = 0; i < 2; i += 1) await create({ talent_id: TALENT });
    expect((await list(`talent_id=${TALENT}&page_size=2`)).body.data.has_more).toBe(false);
  });

  it.each([
    ["page_size=5", 99992402],
    [`talent_id=${TALENT}&page_size=21`, 1002002],
    [`talent_id=${TALENT}&page_size=0`, 1002002],
    [`talent_id=${TALENT}&page_size=ten`, 1002002],
    [`talent_id=${TALENT}&page_token=nonsense`, 1002002],
    ["talent_id=6930815272790100404", 1002102],
  ])("refuses to list %s", async (query, code) => {
    const { list } = await signIn(await open());
    const { http_status, body } = await list(query);
    expect([http_status, body.code]).toEqual([400, code]);
  });

  it("shows in a list what was created or deleted only after the read lag", async () => {
    const clock = stoppedClock();
    const { create, list, remove } = await signIn(await open({ read_lag_ms: 500, now_ms: clock.now_ms }));
    const count = async () => (await list(`talent_id=${TALENT}`)).body.data.items.length;
    const { id } = (await create({ talent_id: TALENT })).body.data.external_application;
    expect(await count()).toBe(0);
    clock.at_ms += 500;
    expect(await count()).toBe(1);
    await remove(id);
    expect(await count()).toBe(1);
    clock.at_ms += 500;
    expect(await count()).toBe(0);
  });

  it("overwrites a record whole, and moves it to another talent", async () => {
    const sandbox = await open();
    const { create, update, list } = await signIn(sandbox);
    const { id } = (await create(WHOLE)).body.data.external_application;
    const other = "6930815272790114325";
    const { body } = await update(id, { talent_id: other, stage: "offer" });
    expect(body.data.external_application).toEqual({ id, talent_id: other, stage: "offer" });
    expect((await list(`talent_id=${TALENT}`)).body.data.items).toEqual([]);
    expect((await list(`talent_id=${other}`)).body.data.items).toEqual([body.data.external_application]);
    expect((await update(id, { stage: "offer" })).body.code).toBe(99992402);
    expect((await update("7400000000000000000", { talent_id: other })).body.code).toBe(1002002);
  });

  it("deletes once, and answers with what was deleted", async () => {
    const sandbox = await open();
    const { create, remove } = await signIn(sandbox);
    const { id } = (await create(WHOLE)).body.data.external_application;
    const { body } = await remove(id);
    expect(body.data.external_application).toMatchObject({ id, talent_id: TALENT, job_title: WHOLE.job_title });
    expect(sandbox.records()).toEqual([]);
    expect((await remove(id)).body.code).toBe(1002002);
  });

  it("knows no other path and no other method", async () => {
    const { call } = await signIn(await open());
    const unknown = await call("GET", "/open-apis/hire/v1/nothing");
    expect([unknown.http_status, unknown.body.code]).toEqual([404, 99991201]);
    expect((await call("GET", "/open-apis/hire/v1/external_applications/7400000000000000211")).body.code).toBe(
      99991301,
    );
  });
});
