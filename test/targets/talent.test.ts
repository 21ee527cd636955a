import { describe, expect, it } from "vitest";
import type { Payload } from "../../src/model/payload.js";
import { talent } from "../../src/targets/talent.js";
import { query } from "../cli/exports.js";
import { rig } from "./rig.js";

const person = (nth: number, more: Payload = {}): Payload => ({
  external_id: `C-${nth}`,
  name: `Somebody ${nth}`,
  email: `somebody.${nth}@example.org`,
  ...more,
});
const normal = (row: Payload) => talent.normal?.(row);
const ID = "7050000000000000011";

describe("a candidate's keys", () => {
  it.each([
    ["13800001111", "13800001111", "CN_1"],
    ["+86 138 0000 1111", "13800001111", "CN_1"],
    ["0086-13800001111", "13800001111", "CN_1"],
    ["8613800001111", "13800001111", "CN_1"],
  ])("mobile %s is %s of %s", (mobile, plain, country) => {
    expect(normal(person(1, { mobile }))).toMatchObject({ mobile: plain, mobile_country_code: country });
  });

  it("wants the country of a foreign number, and sends the number without its dial code", () => {
    expect(normal(person(1, { mobile: "+852 9123 4567" }))).toMatchObject([{ kind: "missing_value", field: "mobile" }]);
    const row = normal(person(1, { mobile: "+852 9123 4567", mobile_country_code: "HK_1" })) as Payload;
    expect(row).toMatchObject({ mobile: "+852 91234567", mobile_country_code: "HK_1" });
    expect(talent.request(row).body).toMatchObject({ basic_info: { mobile: "91234567", mobile_country_code: "HK_1" } });
    expect(talent.find.page(talent.find.subject(row), "1").body).toMatchObject({ mobile_code: "852" });
  });

  it.each([
    [{ email: "two@example.org, three@example.org" }, "email"],
    [{ mobile: "1.38E+10" }, "mobile"],
    [{ mobile: "12345" }, "mobile"],
    [{ identification_number: "11010519491231002X1" }, "identification_number"],
  ])("refuses %j", (more, field) => {
    expect(normal(person(1, more))).toMatchObject([{ field }]);
  });

  it("puts the document as one object, and leaves out a type or a country without a number", () => {
    const row = normal(person(1, { identification_number: "11010519491231002x" })) as Payload;
    expect(talent.request(row).body).toMatchObject({
      basic_info: { identification: { identification_type: 1, identification_number: "11010519491231002X" } },
    });
    const bare = normal(person(1, { identification_type: 2, mobile_country_code: "CN_1" })) as Payload;
    expect(Object.keys(bare)).toEqual(["external_id", "name", "email"]);
  });
});

describe.concurrent("a talent that may be there already", () => {
  it("is found by any of its keys, told so, and nothing is sent", async (context) => {
    const { sandbox, ledger, load, run } = await rig(context, talent);
    sandbox.changeTalents([{ talent_id: ID, mobile_number: "13800009111" }], []);
    await load([person(1, { mobile: "13800009111" }), person(2)]);
    await run();
    expect(ledger.row_details.byKey("C-1")[0]).toMatchObject({ status: "done", remote_id: ID });
    expect(ledger.row_details.byKey("C-2")[0]).toMatchObject({ status: "done" });
    expect(query(ledger.path, "SELECT verdict FROM attempts ORDER BY row_id")).toEqual([
      { verdict: "found" },
      { verdict: "accepted" },
    ]);
    expect(sandbox.requests()["talent.create"]?.arrived).toBe(1);
  });

  it("is created once for rows that share a key and are under way together", async (context) => {
    const { sandbox, ledger, load, run } = await rig(context, talent);
    const email = "one.of.many@example.org";
    const numbers = ["13800009121", "13800009122", "13800009123", "13800009124"];
    await load(numbers.map((mobile, nth) => person(nth + 1, { email, mobile })));
    await run();
    expect(sandbox.requests()["talent.create"]?.arrived).toBe(1);
    const held = query<{ remote_id: string }>(ledger.path, "SELECT DISTINCT status, remote_id FROM rows");
    expect(held).toMatchObject([{ status: "done", remote_id: expect.stringMatching(/^[0-9]{19}$/) }]);
  });

  it("of which Feishu has several is refused, and asked for again by the next run", async (context) => {
    const { sandbox, ledger, load, run, status } = await rig(context, talent);
    const other = "7050000000000000027";
    sandbox.changeTalents([{ talent_id: ID, mobile_number: "13800009111" }], []);
    sandbox.changeTalents([{ talent_id: other, email: "somebody.1@example.org" }], []);
    await load([person(1, { mobile: "13800009111" })]);
    await run();
    expect(status("C-1")).toBe("invalid");
    expect(ledger.summary.problems()[0]).toMatchObject({ kind: "talent_ambiguous", count: 1 });
    expect(sandbox.requests()["talent.create"]).toBeUndefined();
    expect(ledger.sources.all()[0]?.staged_as).toBeNull();
  });

  it("is one for two candidates with one email, also while a list shows it late", async (context) => {
    const { sandbox, ledger, load, run } = await rig(context, talent, { talent_reuse: "new" });
    await load([person(1), person(2, { email: "SOMEBODY.1@example.org", mobile: "13800009111" }), person(3)]);
    await run();
    const rows = query<{ key: string; remote_id: string }>(ledger.path, "SELECT key, remote_id FROM rows ORDER BY key");
    expect(rows[0]?.remote_id).toBe(rows[1]?.remote_id);
    expect(sandbox.records()).toHaveLength(2);
    expect(new Set(rows.map(({ remote_id }) => remote_id)).size).toBe(2);
  });

  it("is never sent again on a guess where there is nothing to ask by", async (context) => {
    const { sandbox, ledger, load, run, status } = await rig(context, talent);
    await load([{ external_id: "C-1", name: "Nobody" }]);
    sandbox.planFaults("talent.create", ["cut_after"]);
    await run({ leaps: true });
    await run({ leaps: true });
    expect(status("C-1")).toBe("in_doubt");
    expect(sandbox.requests()["talent.create"]?.arrived).toBe(1);
    expect(ledger.summary.problems()[0]?.message).toMatch(/nothing to look the record up by/);
  });

  it("is not created while Feishu cannot be asked", async (context) => {
    const { sandbox, load, run, status } = await rig(context, talent);
    await load([person(1)]);
    sandbox.planFaults("talent.batch_get_id", Array(8).fill("html_200_after"));
    await run({ leaps: true, max_attempts: 2 });
    expect(status("C-1")).toBe("failed");
    expect(sandbox.requests()["talent.create"]).toBeUndefined();
    await run({ leaps: true });
    await run({ leaps: true });
    await run({ leaps: true });
    expect(status("C-1")).toBe("done");
  });
});

it("is found again by its id, whatever it is called there", () => {
  const asked = { subject: ID, page_token: undefined };
  expect(talent.find.page(ID, undefined)).toMatchObject({ method: "GET", path: `/open-apis/hire/v2/talents/${ID}` });
  expect(talent.find.read({ talent_id: ID, basic_info: { name: "张三" } }, asked)).toMatchObject({
    records: [{ remote_id: ID, fields: { name: "张三" } }],
    next: undefined,
  });
  for (const odd of [undefined, null, {}, { talent_id: 7 }, []]) expect(talent.find.read(odd, asked)).toBeUndefined();
  const keys = { subject: talent.find.subject(person(1)), page_token: undefined };
  for (const odd of [[], "x", { items: [] }]) expect(talent.find.read(odd, keys)).toBeUndefined();
});
