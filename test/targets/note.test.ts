import { describe, expect, it } from "vitest";
import { note } from "../../src/targets/note.js";
import type { Find } from "../../src/targets/target.js";

const find = note.find as Find;
const SENT = { external_id: "N-1", talent_id: "7050000000000000001", content: "Called twice, no answer (14 March)" };

/** What the list shows of a note, by its page. */
const listed = (fields: object = {}) => {
  const item = {
    id: "R-1",
    talent_id: SENT.talent_id,
    content: SENT.content,
    is_private: false,
    create_time: 1,
    ...fields,
  };
  const [record] = find.read({ items: [item], has_more: false })?.records ?? [];
  if (record === undefined) throw new Error("no record");
  return record;
};

describe("a note in the talent's list, beside what a row has sent", () => {
  it.each([
    ["as it was sent", {}, "same"],
    ["the app as its author, which nobody named", { creator_id: "ou_1" }, "same"],
    ["line breaks and spaces as Feishu keeps them", { content: " Called twice,\nno answer (14 March) " }, "same"],
    ["private, and public was sent", { is_private: true }, "near"],
    ["under an application that nobody named", { application_id: "7" }, "near"],
    ["other signs and case", { content: "called twice; no answer, 14 march" }, "near"],
    ["escaped", { content: "Called twice, no answer &#39;14 March&#39;" }, "near"],
    ["cut short", { content: "Called twice, no answer" }, "near"],
    ["another text", { content: "Called three times" }, "other"],
  ] as const)("%s", (_case, fields, likeness) => {
    expect(find.compare(SENT, listed(fields))).toBe(likeness);
  });

  it("says what differs in a row's own note, and nothing of what Feishu fills in", () => {
    expect(find.differing(SENT, listed({ creator_id: "ou_1" }))).toEqual([]);
    expect(find.differing({ ...SENT, privacy: 1 }, listed())).toEqual(["privacy"]);
    expect(find.differing(SENT, listed({ content: "edited" }))).toEqual(["content"]);
    expect(find.differing({ ...SENT, creator_id: "ou_2" }, listed({ creator_id: "ou_1" }))).toEqual(["creator_id"]);
  });
});

it("never sends the old note's id, and mentions nobody", () => {
  const { body } = note.request({ ...SENT, content: "@Robin please" });
  expect(body).toEqual({ talent_id: SENT.talent_id, content: "@Robin please" });
});
