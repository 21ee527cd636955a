import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DAY_MS, folder, open, signIn, stoppedClock, TALENT } from "./support.js";

const OTHER = "6930815272790114345";
const ids = (body: { data: { talent_list: { talent_id: string }[] } }): string[] =>
  body.data.talent_list.map(({ talent_id }) => talent_id);

describe("people by rule", () => {
  it("gives a mail under example.com a talent that applications can be made for, and the same one again", async () => {
    const { search, create } = await signIn(await open());
    const { http_status, body } = await search({ email_list: ["mei.lin@example.com"] });
    expect(http_status).toBe(200);
    const [talent_id = ""] = ids(body);
    expect(body.data.talent_list).toEqual([{ talent_id, email: "mei.lin@example.com" }]);
    expect(talent_id).toMatch(/^69[0-9]{16}7$/);
    expect((await create({ talent_id })).body.code).toBe(0);
    expect(ids((await search({ email_list: ["Mei.Lin@Example.com"] })).body)).toEqual([talent_id]);
  });

  it.each([
    [{ email_list: ["nobody@example.com", "someone@example.invalid", "no mail"] }, 0],
    [{ email_list: ["twins@example.com"] }, 2],
    [{ mobile_number_list: ["13800000001"] }, 1],
    [{ mobile_number_list: ["13800000404", "13800000202"] }, 2],
    [{ mobile_code: "49", mobile_number_list: ["1511234567"] }, 1],
    [{ identification_type: 2, identification_number_list: ["E00000001", "E00000404"] }, 1],
  ])("%j: %i talents, each another", async (body, count) => {
    const { search } = await signIn(await open());
    const found = ids((await search(body)).body);
    expect(new Set(found).size).toBe(count);
    expect(found).toHaveLength(count);
  });

  it("tells mobiles of two countries apart, and shows the code", async () => {
    const { search } = await signIn(await open());
    const german = (await search({ mobile_code: "49", mobile_number_list: ["13800000001"] })).body;
    const chinese = (await search({ mobile_number_list: ["13800000001"] })).body;
    expect(ids(german)).not.toEqual(ids(chinese));
    expect(chinese.data.talent_list[0]).toMatchObject({ mobile_code: "86", mobile_number: "13800000001" });
  });

  it("knows nobody whose talent does not exist", async () => {
    const sandbox = await open();
    const { search } = await signIn(sandbox);
    const found = ids((await search({ email_list: ["mei.lin@example.com"] })).body);
    sandbox.changeTalents([], found);
    expect(ids((await search({ email_list: ["mei.lin@example.com"] })).body)).toEqual([]);
    const few = await signIn(await open({ talents: [TALENT] }));
    expect(ids((await few.search({ email_list: ["mei.lin@example.com"] })).body)).toEqual([]);
  });
});

describe("people that somebody told of", () => {
  const MEI = { talent_id: TALENT, email: "nobody.mei@example.com", mobile_number: "13900000404" };

  it("are found by each of their keys, and the rule is silent about these", async () => {
    const sandbox = await open();
    const { search } = await signIn(sandbox);
    sandbox.changeTalents([MEI, { talent_id: OTHER, email: "twins@example.com" }], []);
    expect(ids((await search({ email_list: [MEI.email, "twins@example.com"] })).body)).toEqual([TALENT, OTHER]);
    expect(ids((await search({ mobile_number_list: [MEI.mobile_number] })).body)).toEqual([TALENT]);
  });

  it("come once for each key that matches, and only where every kind of key does", async () => {
    const sandbox = await open();
    const { search } = await signIn(sandbox);
    const second = { talent_id: TALENT, email: "mei@example.org" };
    sandbox.changeTalents([MEI, second, { talent_id: OTHER, email: "other@example.org" }], []);
    const email_list = [MEI.email, second.email, "other@example.org"];
    expect(ids((await search({ email_list })).body)).toEqual([TALENT, TALENT, OTHER]);
    const both = await search({ email_list, mobile_number_list: [MEI.mobile_number] });
    expect(both.body.data.talent_list).toEqual([
      { talent_id: TALENT, email: MEI.email, mobile_code: "86", mobile_number: MEI.mobile_number },
      { talent_id: TALENT, email: second.email, mobile_code: "86", mobile_number: MEI.mobile_number },
    ]);
    expect(ids((await search({ email_list, mobile_number_list: ["13900000001"] })).body)).toEqual([]);
  });

  it("are kept in the store, beside ids alone", async () => {
    const store = join(folder(), "sandbox");
    const before = await open({ store });
    before.changeTalents([MEI, "6930815272790100404"], []);
    await before.close();
    const { search, create } = await signIn(await open({ store }));
    expect(ids((await search({ email_list: [MEI.email] })).body)).toEqual([TALENT]);
    expect((await create({ talent_id: "6930815272790100404" })).body.code).toBe(0);
  });
});

describe("what batch_get_id refuses", () => {
  it.each([
    [{}, 1002002],
    [{ email_list: [] }, 1002002],
    [{ email_list: "a@example.com" }, 1002002],
    [{ email_list: [7] }, 1002002],
    [{ email_list: Array.from({ length: 101 }, (_, i) => `a${i}@example.com`) }, 1002002],
    [{ identification_number_list: ["1"] }, 1002002],
    [{ identification_type: 7, identification_number_list: ["1"] }, 1002002],
    [{ mobile_code: 86, mobile_number_list: ["13800000001"] }, 1002002],
    [{ mobile_number_list: ["13800000001", "1380000000"] }, 1002009],
    [{ mobile_code: "+86", mobile_number_list: ["13800000001"] }, 1002009],
    [{ mobile_code: "49", mobile_number_list: ["151 123"] }, 1002009],
  ])("%j", async (body, code) => {
    const answer = await (await signIn(await open())).search(body);
    expect([answer.http_status, answer.body.code]).toEqual([400, code]);
  });

  it("takes a hundred of a kind", async () => {
    const email_list = Array.from({ length: 100 }, (_, i) => `a${i}@example.com`);
    expect(ids((await (await signIn(await open())).search({ email_list })).body)).toHaveLength(100);
  });

  it("holds 50 a second and 1000 a minute, whichever is met first", async () => {
    const clock = stoppedClock();
    const { search } = await signIn(await open({ now_ms: clock.now_ms }));
    const accepted = async (count: number) => {
      const answers = Promise.all(Array.from({ length: count }, () => search({ email_list: ["a@example.com"] })));
      return (await answers).filter(({ body }) => body.code === 0).length;
    };
    expect(await accepted(60)).toBe(50);
    for (let second = 1; second < 20; second += 1) {
      clock.at_ms += 1000;
      expect(await accepted(50)).toBe(50);
    }
    clock.at_ms += 1000;
    const refused = await search({ email_list: ["a@example.com"] });
    expect(refused.headers.get("x-ogw-ratelimit-reset")).toBe("40");
    clock.at_ms += 40_000;
    expect(await accepted(60)).toBe(50);
  });

  it("asks for a token that is alive", async () => {
    const clock = stoppedClock();
    const { search } = await signIn(await open({ now_ms: clock.now_ms }));
    clock.at_ms += DAY_MS;
    expect((await search({ email_list: ["a@example.com"] })).body.code).toBe(99991663);
  });
});
