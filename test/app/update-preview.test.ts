import { expect, it } from "vitest";
import { changesOf } from "../../src/app/update-preview.js";
import type { FieldDefinition } from "../../src/model/payload.js";

const fields: readonly FieldDefinition[] = [
  { name: "text", kind: "text", required: false, meaning: "" },
  { name: "list", kind: "list", required: false, meaning: "" },
];

const SAME = "the same forty characters and more of them, ";

it.each([
  ["short ones whole", "one", "two", "one", "two"],
  ["long ones from their beginning, where they differ there", `A${SAME}`, `B${SAME}`, /^Athe same/, /^Bthe same/],
  ["long ones from where they differ", `${SAME}then A`, `${SAME}then B`, /^….{8}A$/, /^….{8}B$/],
  ["one that goes on", SAME, `${SAME}and on`, /^….*them,$/, /^….*and on$/],
])("a change shows %s", (_, before, after, old, young) => {
  const [text] = changesOf(fields, JSON.stringify({ text: before }), JSON.stringify({ text: after }));
  expect([text?.before, text?.after]).toEqual([expect.stringMatching(old), expect.stringMatching(young)]);
});

it("a change of a list shows the item that is another one", () => {
  const list = (content: string) => JSON.stringify({ list: [{ username: "Ann Example", conclusion: 1, content }] });
  const [change] = changesOf(fields, list("good"), list("bad"));
  expect(change).toEqual({
    field: "list",
    before: expect.stringMatching(/^….*good/),
    after: expect.stringMatching(/^….*bad/),
  });
});
