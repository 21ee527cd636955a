import { describe, expect, it } from "vitest";
import { externalApplication } from "../../src/targets/external-application.js";

const { compare } = externalApplication.find;

/** What left. */
const SENT = {
  external_id: "A-1",
  talent_id: "7050000000000000001",
  job_title: "Engineer",
  stage: "Offer",
  delivery_type: 2,
  create_time: 1_709_600_000_000,
  modify_time: 1_709_700_000_000,
};

// The list is documented without external_id.
const { external_id: _key, ...LISTED } = SENT;

describe("a record in the talent's list, beside what a row has sent", () => {
  // A near one may be this row's: it is neither taken for it nor is the row sent again, for a person decides.
  it.each([
    ["every field the same", LISTED, "same"],
    ["trimmed by Feishu", { ...LISTED, job_title: " Engineer " }, "same"],
    ["a field filled in that was not sent", { ...LISTED, resume_source: "filled in" }, "near"],
    ["two fields filled in that were not sent", { ...LISTED, resume_source: "x", termination_type: "y" }, "near"],
    ["the same creation, another title", { ...LISTED, job_title: "Designer" }, "near"],
    ["the same creation, all else another's", { ...LISTED, job_title: "x", stage: "y", delivery_type: 4 }, "near"],
    ["the same title and stage, other times", { ...LISTED, create_time: 1, modify_time: 2 }, "near"],
    ["the same title, another stage and creation", { ...LISTED, stage: "Hired", create_time: 1 }, "other"],
    ["the same stage, another title and creation", { ...LISTED, job_title: "x", create_time: 1 }, "other"],
    ["only the end the same", { talent_id: SENT.talent_id, modify_time: SENT.modify_time }, "other"],
    ["nothing but the talent", { talent_id: SENT.talent_id }, "other"],
    ["its own external_id shown, whatever else", { external_id: "A-1", stage: "Hired" }, "same"],
    ["another's external_id shown, all else the same", { ...LISTED, external_id: "A-2" }, "other"],
    ["an empty external_id shown", { ...LISTED, external_id: "" }, "same"],
  ] as const)("%s", (_case, fields, likeness) => {
    expect(compare(SENT, { id: "R-1", remote_id: "R-1", fields })).toBe(likeness);
  });

  it("is not near because of fields that neither has", () => {
    const bare = { external_id: "A-1", talent_id: SENT.talent_id, resume_source: "referral" };
    const record = (fields: object) => ({ id: "R-1", remote_id: "R-1", fields: { ...fields } });
    expect(compare(bare, record({ talent_id: SENT.talent_id, resume_source: "fair" }))).toBe("other");
    expect(compare(bare, record({ talent_id: SENT.talent_id, resume_source: "referral", stage: "x" }))).toBe("near");
  });
});
