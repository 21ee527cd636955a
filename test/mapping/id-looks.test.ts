import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadMapping } from "../../src/mapping/file/load.js";
import { bindMapping } from "../../src/mapping/rows/mapper.js";
import { TARGETS } from "../../src/targets/index.js";

const folder = mkdtempSync(join(tmpdir(), "looks-"));
const talent = (n: number): string => `69308152727902${String(10_000 + n * 7)}`;

const FIELDS = "  external_id: 申请编号\n  talent_id: 人才编号\n  stage: 阶段\n";

function mapperOf(fields = FIELDS, top = "") {
  const path = join(folder, "mapping.yaml");
  writeFileSync(path, `target: external-application\n${top}fields:\n${fields}`);
  const header = { names: ["申请编号", "人才编号", "阶段"], line: 1 };
  return bindMapping(loadMapping(path, TARGETS), header, "export.csv");
}

/** The warnings about talents with these ids, from line 2 on: `count lines`. */
function warningsOf(...ids: readonly string[]): string[] {
  const mapper = mapperOf();
  for (const [n, id] of ids.entries()) mapper.map([`A-${n}`, id, "Offer"], n + 2);
  return mapper.warnings().map(({ kind, count, lines }) => `${kind} ${count} ${lines.join(",")}`);
}

const talents = (count: number) => Array.from({ length: count }, (_, n) => talent(n + 1));

describe("a talent id that looks unlike all others", () => {
  it.each([
    ["a code", "code"],
    ["a word", "人才编号ID"],
    ["another prefix", "HR-2024-001"],
    ["another length", "741234567890123"],
    ["a short number", "4711"],
    ["another first digit", "1930815272790210007"],
    ["a UUID", "0520672f-5147-42fc-ae46-b9feec8e4642"],
  ])("is told with its line: %s", (_what, id) => {
    expect(warningsOf(...talents(4), id)).toEqual(["unlike_other_ids 1 6"]);
    expect(warningsOf(id, ...talents(100))).toEqual(["unlike_other_ids 1 2"]);
  });

  it("is told up to a third of the others, where none are Feishu's own", () => {
    expect(warningsOf("HR-1", "HR-2", "HR-3", "code")).toEqual(["unlike_other_ids 1 5"]);
    expect(warningsOf("HR-1", "HR-2", "code")).toEqual([]);
  });

  it("is told beside as many of Feishu's own, and among few", () => {
    expect(warningsOf(talent(1), "code")).toEqual(["unlike_other_ids 1 3"]);
    expect(warningsOf(...talents(6), ...Array.from({ length: 6 }, (_, n) => `T-${n}`))).toEqual([
      "unlike_other_ids 6 8,9,10,11,12,13",
    ]);
  });

  it("is told with all its like, and with what the others look like", () => {
    const mapper = mapperOf();
    const ids = [...talents(30), "note-1", "C-2", "C-3", "88"];
    for (const [n, id] of ids.entries()) mapper.map([`A-${n}`, id, "Offer"], n + 2);
    expect(mapper.warnings()).toMatchObject([
      {
        kind: "unlike_other_ids",
        field: "talent_id",
        count: 4,
        lines: [32, 33, 34, 35],
        message: `C-2, C-3, note-1, …: unlike the other ids, such as ${talent(1)}`,
        hint: expect.stringContaining("second table"),
      },
    ]);
  });

  it("is told of rows alone that can be sent", () => {
    const mapper = mapperOf(FIELDS, "where: [{ column: 阶段, not_in: [x] }]\n");
    for (const [n, id] of talents(5).entries()) mapper.map([`A-${n}`, id, "Offer"], n + 2);
    mapper.map(["A-8", "C-1", "x"], 8);
    mapper.map(["A 9", "C-1", "Offer"], 9);
    expect(mapper.warnings()).toEqual([]);
  });
});

describe("talent ids of several looks", () => {
  it.each([
    ["one", talents(20)],
    ["none that is usual", ["a-1", "b-2", "c-3", "d-4"]],
    ["two that are usual", Array.from({ length: 16 }, (_, n) => `${n % 3 === 0 ? "S" : "T"}-${n}`)],
    ["numbers that are counted up", Array.from({ length: 120 }, (_, n) => String(n + 1))],
    ["too few to tell", ["T-1", "code"]],
    ["nothing", []],
  ])("are not doubted: %s", (_what, ids) => {
    expect(warningsOf(...ids)).toEqual([]);
  });
});

describe("a second line of titles", () => {
  it.each([
    ["application_id", "talent_id"],
    ["申请编号", "人才编号"],
    ["externalId", "talentId"],
    ["Candidacy-ID", "人才ID"],
  ])("is no row: %s, %s", (id, talent_id) => {
    expect(mapperOf().map([id, talent_id, "stage"], 2)).toMatchObject({
      kind: "invalid",
      failure: { kind: "bad_value", message: expect.stringContaining("The id is a column title") },
    });
    expect(mapperOf().map(["A-1", talent_id, "stage"], 2).kind).toBe("invalid");
  });

  it("is left out as the hint says, and is an id where the mapping accepts it", () => {
    const left_out = mapperOf(FIELDS, "where: [{ column: 申请编号, not_in: [application_id] }]\n");
    expect(left_out.map(["application_id", "talent_id", "stage"], 2).kind).toBe("excluded");
    const accepted = FIELDS.replace("external_id: 申请编号", "external_id: { column: 申请编号, accept_ids: [Uuid] }");
    expect(mapperOf(accepted).map(["Uuid", talent(1), "Offer"], 2)).toMatchObject({ kind: "payload", key: "Uuid" });
  });

  it.each(["position-7", "Engineer", "application", "id-1"])("is not seen in an id such as %s", (id) => {
    expect(mapperOf().map([id, talent(1), "Offer"], 2).kind).toBe("payload");
  });
});
