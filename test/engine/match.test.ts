import { expect, it } from "vitest";
import { matchRows } from "../../src/engine/sending/match.js";
import type { Payload } from "../../src/model/payload.js";
import type { FoundRecord } from "../../src/targets/target.js";

const record = (id: string): FoundRecord => ({ id, remote_id: id, fields: {} });
const row = (row_id: number, payload: Payload = {}) => ({ row_id, payload });

/** Records whose id begins with the row's word are its own, those that end in it are near. */
function compare({ word }: Payload, { id }: FoundRecord): "same" | "near" | "other" {
  if (id.startsWith(String(word))) return "same";
  return id.endsWith(String(word)) ? "near" : "other";
}

function matched(words: readonly string[], ids: readonly string[]): string[] {
  const rows = words.map((word, index) => row(index, { word }));
  return Array.from(matchRows(rows, ids.map(record), compare))
    .sort(([one], [other]) => one - other)
    .map(([row_id, match]) => {
      const found = match.kind === "same" ? [match.record] : match.kind === "near" ? match.records : [];
      return [row_id, match.kind, ...found.map(({ id }) => id)].join(" ");
    });
}

it("each record is one row's, also where rows are alike", () => {
  expect(matched(["a", "a", "a"], ["a1", "a2"])).toEqual(["0 same a1", "1 same a2", "2 none"]);
});

it("the record that is the same wins over one that is near, wherever it stands", () => {
  expect(matched(["a"], ["1a", "2a", "a1"])).toEqual(["0 same a1"]);
});

it("a record that is another row's for sure is near to nobody", () => {
  expect(matched(["a", "b"], ["b-a"])).toEqual(["0 none", "1 same b-a"]);
  expect(matched(["a", "b"], ["1a"])).toEqual(["0 near 1a", "1 none"]);
});
