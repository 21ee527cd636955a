import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ask, folder, open, signIn, stoppedClock } from "./support.js";

const AD = "7050000000000000011";
const SITE = "7220000000000000211";
const WEBSITES = "/open-apis/hire/v1/websites";

const publishPath = (id: string) => `/open-apis/hire/v1/advertisements/${id}/publish`;

async function signedIn(options: Parameters<typeof open>[0] = {}) {
  const sandbox = await open(options);
  const { call } = await signIn(sandbox);
  const publish = (id: string, job_channel_id: unknown = "3") => call("POST", publishPath(id), { job_channel_id });
  const search = (job_channel_id: unknown, query = "") =>
    call("POST", `/open-apis/hire/v1/job_publish_records/search?${query}`, { job_channel_id });
  return { sandbox, call, publish, search };
}

describe("publishing an advertisement", () => {
  it("answers with nothing but success, and keeps a record of advertisement and channel", async () => {
    const { sandbox, publish } = await signedIn();
    const { http_status, body } = await publish(AD, SITE);
    expect([http_status, body.code, body.data]).toEqual([200, 0, {}]);
    expect(sandbox.records()).toMatchObject([
      { external_id: `${AD}@${SITE}`, fields: { advertisement_id: AD, job_channel_id: SITE, publications: 1 } },
    ]);
    expect(sandbox.requests()["advertisement.publish"]).toMatchObject({ accepted: 1, codes: { 0: 1 } });
  });

  it.each([
    ["an advertisement that does not exist", "7050000000000000404", "3", 1002624],
    ["an id that is none", "job-7", "3", 1002624],
    ["an encoded id that is none", encodeURIComponent("a/b"), "3", 1002624],
    ["one that is not compliant", "7050000000000000624", "3", 1002624],
    ["one of a closed job", "7050000000000000609", "3", 1002609],
    ["a channel that nobody has", AD, "7220000000000000212", 1002002],
    ["a website's id for a channel", AD, "7210000000000000211", 1002002],
    ["a channel that is a number", AD, 3, 1002002],
    ["no channel", AD, "", 99992402],
  ])("refuses %s", async (_what, id, channel, code) => {
    const { sandbox, publish } = await signedIn();
    const { http_status, body } = await publish(id, channel);
    expect([http_status, body.code]).toEqual([400, code]);
    expect(sandbox.records()).toEqual([]);
  });

  it("answers 1002613 to everything while the tenant's switch is off", async () => {
    const { sandbox, publish } = await signedIn({ api_sync: false });
    expect((await publish(AD)).body.code).toBe(1002613);
    expect((await publish("7050000000000000609")).body.code).toBe(1002613);
    const { body } = await ask(sandbox, "POST", "/sandbox/jobs", { api_sync: true });
    expect(body).toEqual({ closed: 0, opened: 0, api_sync: true });
    expect((await publish(AD)).body.code).toBe(0);
  });

  it.each([
    ["accept", 0, 2],
    ["error", 1002002, 1],
  ] as const)("published again with republish %s: code %i", async (republish, code, publications) => {
    const { sandbox, publish } = await signedIn({ republish });
    await publish(AD);
    expect((await publish(AD)).body.code).toBe(code);
    expect(sandbox.records()).toMatchObject([{ fields: { publications } }]);
  });

  it("takes ten a second, whatever the cap of external applications is", async () => {
    const { sandbox, publish } = await signedIn({ rate_per_s: 100, now_ms: stoppedClock().now_ms });
    const answers = await Promise.all(Array.from({ length: 12 }, () => publish(AD)));
    expect(answers.filter(({ body }) => body.code === 99991400)).toHaveLength(2);
    const throttled = answers.find(({ http_status }) => http_status === 429);
    expect(throttled?.headers.get("x-ogw-ratelimit-limit")).toBe("10");
    expect(sandbox.requests()["advertisement.publish"]?.accepted).toBe(10);
  });

  it("knows no other method, and nothing beside", async () => {
    const { call } = await signedIn();
    expect((await call("GET", publishPath(AD))).body.code).toBe(99991301);
    expect((await call("POST", publishPath(""), {})).body.code).toBe(99991201);
    expect((await call("POST", `${publishPath(AD)}/more`, {})).body.code).toBe(99991201);
  });
});

describe("searching what was published", () => {
  it("lists a channel's records in pages of 100 at most, with the state of each job", async () => {
    const { sandbox, publish, search } = await signedIn({ publish_per_s: 1_000 });
    const ids = Array.from({ length: 23 }, (_, n) => String(7050000000000001000n + BigInt(n)));
    for (const id of ids) await publish(id);
    await publish(AD, SITE);
    sandbox.changeJobs([ids[0]!], []);
    const found: string[] = [];
    let token = "";
    do {
      const { data } = (await search("3", `page_size=10&page_token=${token}`)).body;
      for (const { id, job_active_status } of data.items) found.push(`${id} ${job_active_status}`);
      token = data.page_token ?? "";
    } while (token !== "");
    expect(found).toEqual(ids.map((id, n) => `${id} ${n === 0 ? 2 : 1}`));
    expect((await search(SITE)).body.data).toMatchObject({ items: [{ id: AD }], has_more: false });
    expect((await search("7220000000000000633")).body.data.items).toEqual([]);
    expect((await search("3", "page_size=101")).body.code).toBe(1002002);
    expect((await search("")).body.code).toBe(99992402);
  });

  it("shows a publication only after the read lag", async () => {
    const clock = stoppedClock();
    const { publish, search } = await signedIn({ read_lag_ms: 500, now_ms: clock.now_ms });
    await publish(AD);
    expect((await search("3")).body.data.items).toEqual([]);
    clock.at_ms += 500;
    expect((await search("3")).body.data.items).toHaveLength(1);
  });

  it("takes fifty a second and a thousand a minute, whichever is met first", async () => {
    const clock = stoppedClock();
    const { sandbox, search } = await signedIn({ now_ms: clock.now_ms });
    const burst = async (count: number) =>
      (await Promise.all(Array.from({ length: count }, () => search("3")))).filter(({ body }) => body.code === 0)
        .length;
    expect(await burst(51)).toBe(50);
    for (let second = 1; second < 20; second += 1) {
      clock.at_ms += 1000;
      expect(await burst(50)).toBe(50);
    }
    clock.at_ms += 1000;
    const { headers } = await search("3");
    expect([headers.get("x-ogw-ratelimit-limit"), headers.get("x-ogw-ratelimit-reset")]).toEqual(["1000", "40"]);
    clock.at_ms += 40_000;
    expect(await burst(1)).toBe(1);
    expect(sandbox.requests()["job_publish_record.search"]?.accepted).toBe(1001);
  });
});

describe("the tenant", () => {
  it("has three recruiting sites, whose channels have ids of their own", async () => {
    const { call } = await signedIn();
    const { data } = (await call("GET", `${WEBSITES}?page_size=2`)).body;
    expect(data).toMatchObject({ has_more: true, items: [{ job_channel_id: SITE, process_type_list: [1] }, {}] });
    const rest = (await call("GET", `${WEBSITES}?page_size=2&page_token=${data.page_token}`)).body.data;
    expect(rest).toMatchObject({ has_more: false, items: [{ name: { en_us: "Careers abroad" } }] });
    expect(data.items[0].id).not.toBe(SITE);
    expect((await call("GET", `${WEBSITES}?page_size=11`)).body.code).toBe(1002002);
  });

  it("keeps publications and closed jobs across starts", async () => {
    const store = join(folder(), "store");
    const first = await signedIn({ store });
    await first.publish(AD);
    first.sandbox.changeJobs([AD], ["7050000000000000609"]);
    await first.sandbox.close();
    const second = await signedIn({ store });
    expect((await second.publish(AD)).body.code).toBe(1002609);
    expect((await second.publish("7050000000000000609")).body.code).toBe(0);
    expect((await second.search("3")).body.data.items).toHaveLength(2);
  });

  it.each([
    [{ close: "x" }, "lists of advertisement ids"],
    [{ api_sync: "no" }, "true or false"],
  ])("is told of jobs in no other way: %j", async (body, words) => {
    const answer = await ask(await open(), "POST", "/sandbox/jobs", body);
    expect([answer.http_status, answer.body.error]).toEqual([400, expect.stringContaining(words)]);
  });
});
