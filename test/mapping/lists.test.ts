import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bindMapping, loadMapping, type Mapped } from "../../src/mapping/index.js";
import type { Failure } from "../../src/model/failure.js";
import type { FieldDefinition, Payload, TargetSchema } from "../../src/model/payload.js";
import { folder } from "../support/afterwards.js";

const field = (name: string, kind: FieldDefinition["kind"], more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  name,
  kind,
  required: false,
  meaning: name,
  ...more,
});

const degree = field("degree", "choice", { choices: { 6: "bachelor", 7: "master" } });
const school = field("school", "text", { required: true });
const score = field("score", "number");
const dimensions = field("dimensions", "list", {
  item: field("", "object", { fields: [field("title", "text"), score] }),
});
const SCHOOLING = [school, degree, field("start_time", "time", { written_as: "text" }), dimensions];

const TARGET: TargetSchema = {
  name: "person",
  fields: [
    field("id", "id", { required: true }),
    field("education_list", "list", { item: field("", "object", { fields: SCHOOLING }) }),
    field("city_list", "list", { item: field("", "id") }),
    field("about", "object", { fields: [field("content", "text"), field("is_public", "boolean")] }),
  ],
  payload: z.record(z.string(), z.unknown()) as unknown as z.ZodType<Payload>,
  key_fields: ["id"],
  key: (row) => String(row.id),
};

const HEADER = "id school1 degree1 from1 school2 degree2 cities about public score title".split(" ");

function load(fields: string) {
  const path = join(folder(), "mapping.yaml");
  writeFileSync(path, `target: person\ntimezone: UTC\nfields:\n  id: id\n${fields}`);
  return loadMapping(path, [TARGET]);
}

function map(fields: string, row: Readonly<Record<string, string>>): Mapped {
  const mapper = bindMapping(load(fields), { names: HEADER, line: 1 }, "a.csv");
  return mapper.map(HEADER.map((name) => row[name] ?? (name === "id" ? "1" : "")));
}

const payloadOf = (mapped: Mapped) => (mapped.kind === "payload" ? mapped.payload : undefined);
const failureOf = (mapped: Mapped) => ("failure" in mapped ? (mapped.failure as Failure) : undefined);

const SCHOOLS = `  education_list:
    - school: school1
      degree: { column: degree1, values: { 本科: 6 } }
      start_time: { column: from1, format: yyyy-M-d }
    - { school: school2, degree: { value: 7 } }
`;

describe("a list", () => {
  it("has an item for each in which a cell is filled, with times as texts where they are", () => {
    expect(payloadOf(map(SCHOOLS, { school1: "A", degree1: "本科", from1: "2020-09-01", school2: "B" }))).toEqual({
      id: "1",
      education_list: [
        { school: "A", degree: 6, start_time: "1598918400000" },
        { school: "B", degree: 7 },
      ],
    });
    // A constant alone makes no item.
    expect(payloadOf(map(SCHOOLS, { school1: "A" }))).toEqual({ id: "1", education_list: [{ school: "A" }] });
    expect(payloadOf(map(SCHOOLS, { school2: "B" }))?.education_list).toEqual([{ school: "B", degree: 7 }]);
    expect(payloadOf(map(SCHOOLS, {}))).toEqual({ id: "1" });
  });

  it("says which item lacks what, and what is wrong with a cell", () => {
    expect(failureOf(map(SCHOOLS, { degree1: "本科" }))).toMatchObject({
      kind: "missing_value",
      field: "education_list[0].school",
      column: "school1",
    });
    expect(failureOf(map(SCHOOLS, { school1: "A", degree1: "大本", from1: "?" }))).toMatchObject({
      kind: "unmapped_value",
      field: "education_list[0].degree",
      also: [{ kind: "bad_time", field: "education_list[0].start_time" }],
    });
  });

  it("may stand in a list", () => {
    const fields = "  education_list: { school: school1, dimensions: [{ title: title, score: score }] }\n";
    expect(payloadOf(map(fields, { school1: "A", score: "4.5" }))?.education_list).toEqual([
      { school: "A", dimensions: [{ score: 4.5 }] },
    ]);
    expect(payloadOf(map(fields, { school1: "A" }))?.education_list).toEqual([{ school: "A" }]);
    expect(failureOf(map(fields, { school1: "A", score: "1,000" }))?.kind).toBe("bad_value");
  });

  it("of plain values takes several columns, or several values of one cell", () => {
    expect(payloadOf(map("  city_list: [cities, { value: X }]\n", { cities: "CT_1" }))?.city_list).toEqual([
      "CT_1",
      "X",
    ]);
    const split = '  city_list: { column: cities, split: "、", values: { 北京: CT_11, 上海: CT_12 } }\n';
    expect(payloadOf(map(split, { cities: "北京、 上海、" }))?.city_list).toEqual(["CT_11", "CT_12"]);
    expect(payloadOf(map(split, { cities: "、" }))).toEqual({ id: "1" });
    expect(failureOf(map(split, { cities: "北京、月球" }))).toMatchObject({ kind: "unmapped_value", value: "月球" });
  });
});

it("an object is left out where no cell of it is filled, and knows yes from no", () => {
  const fields = "  about: { content: about, is_public: { column: public, values: { 公开: true, 私密: false } } }\n";
  expect(payloadOf(map(fields, { about: "x", public: "私密" }))?.about).toEqual({ content: "x", is_public: false });
  expect(payloadOf(map(fields, {}))).toEqual({ id: "1" });
  expect(payloadOf(map("  about: { is_public: public }\n", { public: "是" }))?.about).toEqual({ is_public: true });
  expect(failureOf(map("  about: { is_public: public }\n", { public: "maybe" }))?.kind).toBe("unmapped_value");
});

it.each([
  ["  education_list: [{ degree: degree1 }]\n", /education_list\[0\]: the field school is missing/],
  ["  education_list: [{ school: a, degre: degree1 }]\n", /education_list\[0\].degre: unknown key.*degree/],
  ["  education_list: [{ school: { column: a, fromat: x } }]\n", /fromat: unknown key.*format/],
  ["  education_list: school1\n", /must be a map with any of school, degree/],
  ["  about: [a, b]\n", /about: must be a map with any of content/],
  ["  education_list: [{ school: a, degree: { column: b, values: { x: 9 } } }]\n", /degree.values.x: 9: .*6 bachelor/],
  ["  education_list: [{ school: a, start_time: { column: b, format: yyyy, timezone: CST } }]\n", /timezone/],
  ["  education_list: [{ school: a, degree: { column: b, values: { x: TODO } } }]\n", /6 bachelor, 7 master/],
])("refuses %s", (fields, message) => {
  expect(() => load(fields)).toThrow(message);
});

it("names the column that an export lacks within a list", () => {
  const mapping = load("  education_list: [{ school: scool1 }]\n");
  expect(() => bindMapping(mapping, { names: HEADER, line: 1 }, "a.csv")).toThrow(
    /education_list\[0\].school: .*school1/,
  );
});
