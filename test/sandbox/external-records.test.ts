import { expect, it } from "vitest";
import { DAY_MS, open, signIn, TALENT } from "./support.js";

const BASE = "/open-apis/hire/v1";
const KINDS = [
  ["external_interview", "external_interviews", { begin_time: 1_700_000_000_000, participate_status: 2 }],
  ["external_offer", "external_offers", { biz_create_time: "1700000000000", owner: "x" }],
  ["external_background_check", "external_background_checks", { date: 1_700_000_000_000, name: "x" }],
] as const;

async function withApplication(options = {}) {
  const sandbox = await open(options);
  const { call, create, remove } = await signIn(sandbox);
  const created = await create({ talent_id: TALENT, external_id: "A-1" });
  const parent: string = created.body.data.external_application.id;
  return { sandbox, call, parent, removeParent: () => remove(parent) };
}

it.each(KINDS)("%s: created once in 24 hours, listed, overwritten, deleted", async (object, folder, fields) => {
  const { sandbox, call, parent } = await withApplication();
  const path = `${BASE}/${folder}`;
  const body = { external_id: "X-1", external_application_id: parent, ...fields };
  const { [object]: record } = (await call("POST", path, body)).body.data;
  expect(record).toMatchObject({ external_application_id: parent, ...fields });
  expect(record).not.toHaveProperty("external_id");
  expect((await call("POST", path, body)).body.data[object].id).toBe(record.id);
  sandbox.advanceClock(DAY_MS);
  const { call: callAgain } = await signIn(sandbox);
  const second = (await callAgain("POST", path, body)).body.data[object].id;
  expect(second).not.toBe(record.id);
  const query = `${path}/batch_query?external_application_id=${parent}`;
  expect((await callAgain("POST", query, {})).body.data.items).toHaveLength(2);
  const one = (await callAgain("POST", query, { [`${object}_id_list`]: [second] })).body.data.items;
  expect(one.map(({ id }: { id: string }) => id)).toEqual([second]);
  const bare = (await callAgain("PUT", `${path}/${second}`, { external_application_id: parent })).body.data[object];
  expect(bare, "what is left out is cleared").toEqual({ id: second, external_application_id: parent });
  expect((await callAgain("DELETE", `${path}/${second}`)).body).toMatchObject({ code: 0, data: {} });
  expect((await callAgain("DELETE", `${path}/${second}`)).body.code).toBe(1002002);
  const nobody = { ...body, external_id: "X-2", external_application_id: "7050000000000000404" };
  expect((await callAgain("POST", path, nobody)).body.code).toBe(1002002);
});

it("keeps to each page's types, lengths and numbers", async () => {
  const { call, parent } = await withApplication();
  const codeOf = async (method: string, path: string, body: object) =>
    (await call(method, `${BASE}/${path}`, { external_application_id: parent, ...body })).body.code;
  expect(await codeOf("POST", "external_offers", { biz_create_time: 1_700_000_000_000 })).toBe(1002002);
  expect(await codeOf("POST", "external_interviews", { begin_time: "1700000000000" })).toBe(1002002);
  expect(await codeOf("POST", "external_interviews", { interview_assessments: [{ conclusion: 4 }] })).toBe(1002002);
  const files = (count: number) => ({ attachment_id_list: Array.from({ length: count }, (_, index) => `${index}`) });
  expect(await codeOf("POST", "external_offers", files(21))).toBe(1002002);
  const offer = await call("POST", `${BASE}/external_offers`, { external_application_id: parent, ...files(20) });
  const { id, attachment_list } = offer.body.data.external_offer;
  expect(attachment_list).toHaveLength(20);
  expect(await codeOf("PUT", `external_offers/${id}`, files(11))).toBe(1002002);
});

it("gives assessments ids; what hangs on an application may go with it", async () => {
  const { sandbox, call, parent, removeParent } = await withApplication({ cascade: true });
  const interview = {
    external_application_id: parent,
    interview_assessments: [
      { username: "x", assessment_dimension_list: [{ assessment_type: 1, score: 0 }, { options: ["a", "b"] }] },
    ],
  };
  const created = await call("POST", `${BASE}/external_interviews`, interview);
  const [assessment] = created.body.data.external_interview.interview_assessments;
  expect(assessment).toMatchObject({ id: expect.any(String), ...interview.interview_assessments[0] });
  await removeParent();
  expect(sandbox.records()).toEqual([]);
  expect((await call("POST", `${BASE}/external_interviews`, interview)).body.code, "its parent is gone").toBe(1002002);
});
