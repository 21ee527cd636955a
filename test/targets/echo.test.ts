import { describe, expect, it } from "vitest";
import type { Payload } from "../../src/model/payload.js";
import type { FeishuRequest } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { jobAdvertisement } from "../../src/targets/job-advertisement.js";
import { talents } from "../../src/targets/talents.js";
import type { Remove, Update } from "../../src/targets/target.js";

const TALENT = "6930815272790200014";
const SENT: Payload = {
  external_id: "A-1",
  talent_id: TALENT,
  job_recruitment_type: 1,
  job_title: "Senior R&D engineer (C++) – Shanghai",
  resume_source: "Ｌｉｅｐｉｎ",
  stage: "二面",
  delivery_type: 2,
  create_time: 1_614_843_930_000,
  modify_time: 1_615_000_000_123,
};
const ID = "7400000000000000019";

const differing = (request: FeishuRequest, data: unknown) => request.differsIn?.(data);
const created = (change: object = {}) => ({
  external_application: { id: ID, ...SENT, external_id: undefined, ...change },
});
const create = externalApplication.request(SENT);
const { remove, update } = externalApplication as { remove: Remove; update: Update } & typeof externalApplication;
const list = externalApplication.find.page(TALENT, undefined);

describe("an answer to a create is believed", () => {
  it.each([
    ["that shows all that was sent", {}],
    ["with the key", { external_id: "A-1" }],
    ["without a field", { job_title: undefined }],
    ["with null, nothing and 0", { job_title: null, stage: "", create_time: 0, delivery_type: 0 }],
    ["with more than was sent", { termination_reason: "none", creator: { id: "7" } }],
    ["with numbers as texts", { create_time: "1614843930000", delivery_type: "2" }],
    ["with times in whole seconds", { modify_time: 1_615_000_000_000, create_time: 1_614_843_930_000 }],
    ["with times as seconds", { modify_time: 1_615_000_000, create_time: "1614843930" }],
    ["with times as texts", { create_time: "2021-03-04T07:45:30Z", modify_time: "some day" }],
    ["with a text that was trimmed", { job_title: " Senior R&D  engineer (C++) – Shanghai " }],
    ["with a text in other width", { resume_source: "Liepin" }],
    ["with a text that was escaped", { job_title: "Senior R&amp;D engineer (C++) – Shanghai" }],
    ["with a text without signs", { job_title: "Senior RD engineer C Shanghai" }],
    ["with a text that was cut short", { job_title: "Senior R&D engineer (C…" }],
    ["with a text in another case", { job_title: "SENIOR R&D ENGINEER (C++) – SHANGHAI" }],
    ["with a text that was decoded wrongly", { stage: "\uFFFD\uFFFD" }],
    ["with a choice in words", { delivery_type: "candidate applied", job_recruitment_type: { id: 1 } }],
    ["with a talent's id as a number", { talent_id: Number(TALENT) }],
    ["with a talent's id of another form", { talent_id: "tal_9f86d081884c7d65" }],
    ["with objects where texts were", { stage: { name: "二面" } }],
  ])("%s", (_name, change) => {
    expect(differing(create, created(change))).toEqual([]);
  });

  it.each([[undefined], [null], [{}], ["ok"], [[]], [{ external_application: null }], [{ external_application: "x" }]])(
    "that shows nothing: %j",
    (data) => expect(differing(create, data)).toEqual([]),
  );
});

describe("an answer to a create is another's", () => {
  it.each([
    ["talent_id", { talent_id: "6930815272790200021" }],
    ["talent_id", { talent_id: Number("6930815272790900021") }],
    ["external_id", { external_id: "A-2" }],
    ["job_title", { job_title: "Senior R&D engineer (C++) – Beijing" }],
    ["stage", { stage: "一面" }],
    ["delivery_type", { delivery_type: 3 }],
    ["create_time", { create_time: 1_614_843_930_000 + 60_000 }],
    ["create_time", { create_time: "2021-03-04T07:46:30Z" }],
    ["job_title, modify_time", { job_title: "Chef", modify_time: 1_615_000_009_000 }],
  ])("by %s", (names, change) => {
    expect(differing(create, created(change))?.join(", ")).toBe(names);
  });

  it.each([[{ items: [], has_more: false }], [{ talent_list: [] }], [{ has_more: false }]])(
    "by its kind: %j",
    (data) => {
      expect(differing(create, data)).toEqual(["kind of answer"]);
    },
  );

  it("but a short title is no longer one that was cut", () => {
    const short = externalApplication.request({ ...SENT, job_title: "Chef de partie" });
    expect(differing(short, created({ job_title: "Chef" }))).toEqual(["job_title"]);
  });
});

describe("other answers", () => {
  it("to an update are told by id and content", () => {
    const request = update.request(ID, SENT);
    expect(differing(request, created())).toEqual([]);
    expect(differing(request, created({ id: "7400000000000000036" }))).toEqual(["id"]);
    expect(differing(request, created({ stage: "一面" }))).toEqual(["stage"]);
    expect(differing(request, {})).toEqual([]);
  });

  it("to a deletion are told by the id alone: what the record held is nobody's business", () => {
    const request = remove.request(ID, SENT);
    expect(differing(request, created({ stage: "一面", talent_id: "1" }))).toEqual([]);
    expect(differing(request, created({ id: "7400000000000000036" }))).toEqual(["id"]);
    expect(differing(request, { items: [] })).toEqual(["kind of answer"]);
  });

  it("to a list are told by the talent of its items", () => {
    const page = (...talent_ids: unknown[]) => ({ items: talent_ids.map((talent_id) => ({ id: ID, talent_id })) });
    expect(differing(list, page(TALENT, undefined, TALENT))).toEqual([]);
    expect(differing(list, { items: [], has_more: false })).toEqual([]);
    expect(differing(list, page("6930815272790200021"))).toEqual(["talent_id"]);
    expect(differing(list, created())).toEqual(["kind of answer"]);
    expect(differing(externalApplication.refers_to!.request(TALENT), page("1"))).toEqual(["talent_id"]);
  });

  it("to a publication and about people are told by their kind", () => {
    const publish = jobAdvertisement.request({ advertisement_id: "7", job_channel_id: "3" });
    for (const data of [undefined, null, {}, { anything: 1 }]) expect(differing(publish, data)).toEqual([]);
    for (const data of [{ items: [] }, created(), { talent_list: [] }]) {
      expect(differing(publish, data)).toEqual(["kind of answer"]);
    }
    const people = talents.request({ kind: "email", context: "", values: ["a@example.com"] });
    expect(differing(people, { talent_list: [] })).toEqual([]);
    expect(differing(people, {})).toEqual([]);
    expect(differing(people, { items: [] })).toEqual(["kind of answer"]);
    const records = jobAdvertisement.find.page("3", undefined);
    expect(differing(records, { items: [{ id: "7", job_channel_id: "2" }] })).toEqual([]);
    expect(differing(records, created())).toEqual(["kind of answer"]);
  });
});
