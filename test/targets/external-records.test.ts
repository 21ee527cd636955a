import { describe, expect, it } from "vitest";
import type { Payload } from "../../src/model/payload.js";
import { externalInterview } from "../../src/targets/external-interview.js";
import { externalOffer } from "../../src/targets/external-offer.js";
import type { Find, Target, Update } from "../../src/targets/target.js";

const listed = (target: Target, fields: object) => {
  const [record] = (target.find as Find).read({ items: [{ id: "R-1", ...fields }] })?.records ?? [];
  if (record === undefined) throw new Error("no record");
  return record;
};

const APPLICATION = "7050000000000000001";
const ROBIN = {
  username: "Robin",
  conclusion: 2,
  content: "good",
  assessment_dimension_list: [{ assessment_type: 1, score: 0 }],
};
const KIM = { username: "Kim", conclusion: 1 };
const INTERVIEW: Payload = {
  external_id: "I-1",
  external_application_id: APPLICATION,
  participate_status: 2,
  begin_time: 1_700_000_000_000,
  interview_assessments: [ROBIN, KIM],
};
const { external_id: _one, ...SHOWN } = INTERVIEW;
const withIds = (...assessments: object[]) => assessments.map((each, index) => ({ id: `7${index}`, ...each }));

describe("an interview in its application's list, beside what a row has sent", () => {
  const find = externalInterview.find as Find;
  it.each([
    ["as it was sent", {}, "same"],
    ["its assessments with ids", { interview_assessments: withIds(ROBIN, KIM) }, "same"],
    ["its assessments in another order", { interview_assessments: withIds(KIM, ROBIN) }, "same"],
    ["a score that is shown as a text", { interview_assessments: withIds(KIM, { ...ROBIN, conclusion: "2" }) }, "same"],
    [
      "a score of 0 left out: another answer",
      { interview_assessments: withIds(KIM, { ...ROBIN, assessment_dimension_list: [{ assessment_type: 1 }] }) },
      "near",
    ],
    ["one assessment less", { interview_assessments: withIds(ROBIN) }, "near"],
    ["another begin", { begin_time: 1_700_000_900_000 }, "near"],
    ["another begin and other assessments", { begin_time: 1, interview_assessments: withIds(KIM) }, "other"],
    ["its own key shown, whatever else", { external_id: "I-1", begin_time: 1 }, "same"],
    ["another's key shown", { external_id: "I-2" }, "other"],
  ] as const)("%s", (_case, fields, likeness) => {
    expect(find.compare(INTERVIEW, listed(externalInterview, { ...SHOWN, ...fields }))).toBe(likeness);
  });

  it("is overwritten with all of its assessments, and never where that would delete others", () => {
    const update = externalInterview.update as Update;
    const record = (...assessments: object[]) =>
      listed(externalInterview, { interview_assessments: withIds(...assessments) });
    const after = { ...INTERVIEW, interview_assessments: [ROBIN] };
    expect(update.request("R-1", after).body).toMatchObject({ interview_assessments: [ROBIN] });
    expect(update.wipes?.(record(ROBIN, KIM), [INTERVIEW, after])).toBeUndefined();
    expect(update.wipes?.(record(ROBIN, { username: "Sam" }), [INTERVIEW, after])).toMatch(
      /delete 1 of its assessments/,
    );
    expect(update.wipes?.(record(ROBIN, KIM), [{ ...SHOWN, interview_assessments: [] } as Payload])).toMatch(
      /delete 2/,
    );
  });
});

describe("an offer", () => {
  const find = externalOffer.find as Find;
  const OFFER: Payload = {
    external_id: "O-1",
    external_application_id: APPLICATION,
    biz_create_time: "1700000000000",
    owner: "Robin",
    offer_status: "sent",
    attachment_id_list: ["1", "2"],
  };
  const { external_id: _key, attachment_id_list: _files, ...rest } = OFFER;
  const files = (...ids: string[]) => ({ attachment_list: ids.map((id) => ({ id, name: "a.pdf", size: 1 })) });

  it.each([
    ["with its files", files("1", "2"), "same"],
    ["with its files under other ids, which Feishu may give", files("8", "9"), "same"],
    ["with a file less", files("1"), "near"],
    ["its time as a number", { ...files("1", "2"), biz_create_time: 1_700_000_000_000 }, "same"],
    ["another time", { ...files("1", "2"), biz_create_time: "1700000000001" }, "near"],
    ["another time and owner", { ...files("1", "2"), biz_create_time: "1", owner: "Kim" }, "other"],
  ] as const)("%s", (_case, fields, likeness) => {
    expect(find.compare(OFFER, listed(externalOffer, { ...rest, ...fields }))).toBe(likeness);
  });

  it("is created with 20 files, and not overwritten with more than 10", () => {
    const many = (count: number): Payload => ({
      ...OFFER,
      attachment_id_list: Array.from({ length: count }, (_, n) => `${n}`),
    });
    expect(externalOffer.payload.safeParse(many(20)).success).toBe(true);
    expect(externalOffer.payload.safeParse(many(21)).success).toBe(false);
    const update = externalOffer.update as Update;
    expect(update.cannot?.(many(10))).toBeUndefined();
    expect(update.cannot?.(many(11))).toMatch(/10 files/);
  });
});
