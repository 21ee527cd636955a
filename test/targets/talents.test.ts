import { expect, it } from "vitest";
import { type KeyBatch, talents } from "../../src/targets/talents.js";

const mails = (...values: string[]): KeyBatch => ({ kind: "email", context: "", values });
const documents = (...values: string[]): KeyBatch => ({ kind: "identification", context: "2", values });

/** Who was found by what, of an answer that lists these. */
function foundBy(batch: KeyBatch, ...talent_list: object[]) {
  return talents.read({ talent_list }, batch)?.map(({ talent_id, value }) => [talent_id, value]);
}

it("takes nobody for somebody else whose mail differs in a sign", () => {
  const batch = mails("mei-lin@example.com", "meilin@example.com", "mei.lin@example.com");
  expect(foundBy(batch, { talent_id: "T-1", email: "meilin@example.com" })).toEqual([["T-1", "meilin@example.com"]]);
  expect(foundBy(mails("mei-lin@example.com"), { talent_id: "T-1", email: "meilin@example.com" })).toEqual([
    ["T-1", undefined],
  ]);
});

it("knows a key in the spelling of Feishu's", () => {
  expect(foundBy(mails("anna@example.com"), { talent_id: "T-1", email: "Anna@Example.com" })).toEqual([
    ["T-1", "anna@example.com"],
  ]);
  const mobile: KeyBatch = { kind: "mobile", context: "1", values: ["5550100", "5550101"] };
  expect(foundBy(mobile, { talent_id: "T-2", mobile_number: "(555) 01-01" })).toEqual([["T-2", "5550101"]]);
  expect(foundBy(documents("AB12(3)"), { talent_id: "T-3", identification_number: "ab123" })).toEqual([
    ["T-3", "AB12(3)"],
  ]);
});

it("says of two documents that differ in signs which one is meant, or that it does not know", () => {
  const batch = documents("AB12(3)", "AB123");
  expect(foundBy(batch, { talent_id: "T-1", identification_number: "AB123" })).toEqual([["T-1", "AB123"]]);
  expect(foundBy(batch, { talent_id: "T-1", identification_number: "AB 123" })).toEqual([["T-1", undefined]]);
});

it("believes no answer without the shape of a list", () => {
  const batch = mails("anna@example.com");
  expect(talents.read({}, batch)).toEqual([]);
  expect(talents.read(undefined, batch)).toEqual([]);
  for (const data of [{ talents: [] }, { talent_list: {} }, { talent_list: [{ email: "anna@example.com" }] }, "ok"]) {
    expect(talents.read(data, batch)).toBeUndefined();
  }
});
