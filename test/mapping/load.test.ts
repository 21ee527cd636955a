import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mappingJsonSchema } from "../../src/mapping/file/json-schema.js";
import { loadMapping } from "../../src/mapping/file/load.js";
import { TARGETS } from "../../src/targets/index.js";
import { load, loadPath, stopOf, withFields } from "./support.js";

const T = "target: external-application\n";
const F = "fields:\n  external_id: id\n  talent_id: talent\n";
const M = "mapping.yaml";
const ZONE = "timezone: Asia/Shanghai\n";

describe("a mapping that is wrong", () => {
  it.each([
    ["", "mapping.yaml is empty: it must be a YAML map with target and fields."],
    ["# all is commented out\n", "mapping.yaml is empty: it must be a YAML map with target and fields."],
    ["id,talent\n1,2\n", "mapping.yaml is not a mapping: it must be a YAML map with target and fields."],
    ["- a\n- b\n", "mapping.yaml is not a mapping: it must be a YAML map with target and fields."],
    [`${T}fields: [a`, `${M} line 2: not valid YAML: Flow sequence in block collection must be`],
    [`${T}${F}  talent_id: other\n`, `${M} line 5: duplicate key`],
    [`${T}${F}  job_title: *nothing\n`, `${M}: not valid YAML: Unresolved alias`],
    [F, `${M} line 1: target: is missing`],
    [T, `${M} line 1: fields: is missing`],
    [`${T}fields: all\n`, `${M} line 2: fields: must be a map: the target's fields, and where they come from`],
    [
      `target: external-aplication\n${F}`,
      "line 1: target: unknown target external-aplication; did you mean external-app",
    ],
    [`target: zzz\n${F}`, "unknown target zzz; known: external-application, job-advertisement"],
    [`${T}fileds: {}\n${F}`, `${M} line 2: fileds: unknown key; did you mean fields?`],
    [`${T}csv:\n  delimeter: ";"\n${F}`, `${M} line 3: csv.delimeter: unknown key; did you mean delimiter?`],
    [`${T}csv: { delimiter: ";;" }\n${F}`, 'csv.delimiter: must be one character, e.g. ";" or "\\t"'],
    [`${T}csv: { header_line: 0 }\n${F}`, "csv.header_line: must be a line number: 1, 2, …"],
    [`${T}csv: { header_line: two }\n${F}`, "csv.header_line: must be a line number: 1, 2, …"],
    [
      `${T}timezone: Asia/Shangai\n${F}`,
      "timezone: Asia/Shangai is no time zone of the IANA database; did you mean Asia/Shanghai?",
    ],
    [
      `${T}timezone: Asia/Beijing\n${F}`,
      "Asia/Beijing is no time zone of the IANA database; did you mean Asia/Shanghai?",
    ],
    [
      `${T}timezone: "+08:00"\n${F}`,
      "+08:00 is no time zone but an offset, which does not include daylight saving time; did you mean Asia/Shanghai",
    ],
    [`${T}where: { column: a }\n${F}`, "where: must be a list of conditions"],
    [`${T}where:\n  - { in: [a] }\n${F}`, `${M} line 3: where[0].column: is missing`],
    [`${T}where:\n  - { column: a }\n${F}`, `${M} line 3: where[0]: needs one of in, not_in or empty`],
    [`${T}where:\n  - { column: a, empty: yes }\n${F}`, `${M} line 3: where[0].empty: must be true or false`],
    [
      `${T}fields:\n  talent_id: t\n`,
      `${M} line 2: fields: the field external_id is missing: it makes the key of a row`,
    ],
    [`${T}fields:\n  external_id: a\n`, "fields: the field talent_id is missing: external-application requires it"],
    [
      withFields("job_titel: x"),
      "line 6: fields.job_titel: the target external-application has no such field; did you mean job_title?",
    ],
    [withFields("job_title:"), "line 6: fields.job_title: has no value"],
    [withFields("job_title: [a, b]"), "must be a column, or a map with column, columns, template or value"],
    [withFields("job_title: {}"), "needs one of column, columns, template or value; give exactly one of them"],
    [
      withFields("job_title: { column: a, value: b }"),
      "fields.job_title: has column and value; give exactly one of them",
    ],
    [withFields("job_title: { colum: a }"), "line 6: fields.job_title.colum: unknown key; did you mean column?"],
    [withFields("job_title: { columns: [] }"), "fields.job_title.columns: must name at least one column"],
    [
      withFields("job_title: { column: a, format: iso }"),
      "job_title.format: job_title is no time field, so this means nothing",
    ],
    [
      withFields("job_title: { column: a, accept_ids: [1] }"),
      "accept_ids: job_title is no id field, so this means nothing here",
    ],
    [withFields("job_title: { column: a, otherwise: b }"), "job_title.otherwise: means nothing without values"],
    [
      withFields("create_time: { column: a, format: iso, values: { a: b } }"),
      "create_time.values: a time has a format, not values",
    ],
    [
      withFields("delivery_type: { column: a, values: { 内推: 7 } }"),
      "fields.delivery_type.values.内推: 7: Unknown value: none of 1 HR, 2 applied, 3 recomm",
    ],
    [
      withFields("delivery_type: { column: a, values: { x: 1 }, otherwise: 9 }"),
      "fields.delivery_type.otherwise: 9: Unknown value",
    ],
    [withFields("delivery_type: { value: 5 }"), "fields.delivery_type.value: Unknown value: none of"],
    [
      withFields("delivery_type: { column: a, values: { Abc: 1, ＡＢＣ: 2 } }"),
      "values.ＡＢＣ: is 1 above already: case, width and spaces make no difference",
    ],
    [
      withFields('job_title: { template: "{a}-{b" }'),
      "a brace has no partner; write a column as {Column}, a brace as {{",
    ],
    [withFields("job_title: { template: abc }"), "job_title.template: it names no column; write one as {Column}"],
    [withFields('job_title: { template: "{ }" }'), "fields.job_title.template: {} names no column"],
    [`${T}fields:\n  external_id: { template: "{a}{b}" }\n  talent_id: t`, "two columns side by side"],
    [`${T}fields:\n  external_id: { value: X }\n  talent_id: t`, "makes one key for all rows; take it from a column"],
    [
      withFields('create_time: { column: a, format: "yyyy/MM/dd" }'),
      "create_time.format: yyyy/MM/dd has no offset, so the mapping must name",
    ],
    [
      withFields("create_time: { column: a, format: excel-serial }"),
      "excel-serial has no offset, so the mapping must name the zone",
    ],
    [
      withFields('create_time: { column: a, format: [iso, "YYYY-MM-DD"] }'),
      "format[1]: YYYY-MM-DD: YYYY cannot be read: it is the",
    ],
    [
      withFields("create_time: { column: a, time_of_day: noon }"),
      "create_time.time_of_day: must be a time, e.g. 09:30",
    ],
    [withFields("create_time: { value: yesterday }", ZONE), "create_time.value: The date is not an ISO date"],
  ])("%j", (text, message) => {
    const stop = stopOf(() => load(text));
    expect(stop.message).toContain(message);
    expect(stop.message).not.toContain("\n");
    expect([stop.exit, stop.kind]).toEqual([2, "bad_mapping"]);
  });

  it("says all at once, in the order of the lines", () => {
    const text = `${T}timezone: Mars\n${F}  job_titel: x\n  delivery_type: { column: a, values: { b: 8 } }\n`;
    expect(stopOf(() => load(text)).message.split("\n")).toEqual([
      expect.stringMatching(/^mapping.yaml line 2: timezone: Mars is no/),
      expect.stringMatching(/^mapping.yaml line 6: fields.job_titel: the target/),
      expect.stringMatching(/^mapping.yaml line 7: fields.delivery_type.values.b: 8: /),
    ]);
  });

  it("names ten problems and counts the others", () => {
    const unknown = Array.from({ length: 14 }, (_, index) => `x${index}: 1\n`).join("");
    const lines = stopOf(() => load(T + F + unknown)).message.split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[10]).toBe("… and 4 more");
  });
});

describe("a mapping that is not decided yet", () => {
  const undecided = (text: string) => stopOf(() => load(`${T}${text}`));

  it("is refused with all that is undecided, however much, before anything else that is wrong", () => {
    const values = Array.from({ length: 15 }, (_, n) => `      Board ${n}: TODO  # ${n} rows\n`).join("");
    const source = `  delivery_type:\n    column: Source\n    values:\n${values}    unknown: 1\n`;
    const { kind, exit, message } = undecided(`timezone: TODO name the zone, e.g. UTC\n${F}${source}`);
    expect({ kind, exit, lines: message.split("\n").length }).toEqual({
      kind: "undecided_mapping",
      exit: 2,
      lines: 16,
    });
    expect(message).toContain(`${M} line 2: timezone is not decided yet: name the zone, e.g. UTC\n`);
    const choices = "set one of these numbers (1 HR, 2 applied, 3 recommended, 4 other)";
    expect(message).toContain(`line 9: fields.delivery_type.values.Board 0 is not decided yet: ${choices}`);
  });

  it.each([
    ["in a list", 'empty: ["-", TODO]\n', "line 2: empty[1] is not decided yet: replace it, or delete the line"],
    ["in braces", "where:\n  - { column: TODO, in: [a] }\n", "line 3: where[0].column is not decided yet"],
    ["with a colon", "csv:\n  encoding: TODO:gb18030?\n", "line 3: csv.encoding is not decided yet: gb18030?"],
  ])("finds it %s", (_, text, message) => {
    expect(undecided(`${text}${F}`).message).toContain(message);
  });

  it.each(['"TODO"', "'TODO later'", "TODOs", "todo", "A TODO"])("takes %s as a text", (text) => {
    expect(load(withFields(`stage: { value: ${text} }`)).fields.map(({ shape }) => shape.name)).toContain("stage");
  });
});

describe("a mapping file that cannot be read", () => {
  const folder = mkdtempSync(join(tmpdir(), "no-mapping-"));
  it("is not there", () => {
    const stop = stopOf(() => loadPath(join(folder, "absent.yaml")));
    expect(stop.message).toMatch(/Mapping file not found: .*absent.yaml/);
    expect(stop.hint).toMatch(/--mapping/);
    expect(stop.exit).toBe(2);
  });
  it("is a folder", () => {
    mkdirSync(join(folder, "sub"));
    expect(stopOf(() => loadPath(join(folder, "sub"))).message).toMatch(/sub is a folder, not a mapping file/);
  });
  it("is an export given by mistake", () => {
    expect(stopOf(() => load(new Uint8Array(1 << 21).fill(65))).message).toMatch(/larger than 1 MiB/);
    expect(stopOf(() => load(Buffer.from("c4e3bac3", "hex"))).message).toMatch(/is not UTF-8 text/);
  });
});

describe("a mapping that is right", () => {
  it("takes keys without content as not given", () => {
    const mapping = load(`${T}csv:\nwhere:\ntimezone:\nempty:\n${F}`);
    expect([mapping.csv, mapping.where, mapping.empty[1]]).toEqual([{}, [], "-"]);
  });

  it("hands over how the export is written", () => {
    const text = `${T}csv: { encoding: gb18030, delimiter: "\\t", quote: "", header_line: 3 }\n${F}`;
    expect(load(text).csv).toEqual({ encoding: "gb18030", delimiter: "\t", quote: "", header_line: 3 });
  });

  it("may say a thing once and name it again", () => {
    const fields = "delivery_type: { column: a, values: &ways { x: 1, y: 2 } }\njob_recruitment_type: ";
    expect(load(withFields(`${fields}{ column: b, values: *ways }`)).fields).toHaveLength(4);
    const wrong = withFields(
      "delivery_type: { column: a, values: &ways { x: 3 } }\njob_recruitment_type:\n    column: b\n    values: *ways",
    );
    expect(stopOf(() => load(wrong)).message).toContain(
      "line 6: fields.job_recruitment_type.values.x: 3: Unknown value",
    );
  });

  it("has a hash of its meaning", () => {
    const hash = load(`${T}${F}  job_title: x\n`).hash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const same = `fields: { job_title: { column: 'x' }, talent_id: talent,   external_id: id }\n# so\n${T}`;
    expect(load(same).hash).toBe(hash);
    expect(load(`${T}${F}  job_title: y\n`).hash).not.toBe(hash);
    expect(load(`${T}${F}  job_title: x\nempty: []\n`).hash).not.toBe(hash);
  });

  it.each([
    ["external_id: a", '{"external_id":{"columns":["a"]}}'],
    ["external_id: { column: a, accept_ids: [1] }", '{"external_id":{"columns":["a"]}}'],
    ["external_id: { columns: [a, b] }", '{"external_id":{"columns":["a","b"]}}'],
    ['external_id: { template: "{a}-{b}" }', '{"external_id":{"template":"{a}-{b}"}}'],
  ])("has a key rule: %s", (field, rule) => {
    expect(load(`${T}fields:\n  ${field}\n  talent_id: t\n`).key_rule).toBe(rule);
  });

  it("has a key rule of several fields", () => {
    const text = "target: job-advertisement\nfields: { advertisement_id: ad, job_channel_id: { value: 3 } }";
    expect(load(text).key_rule).toBe('{"advertisement_id":{"columns":["ad"]},"job_channel_id":{"value":"3"}}');
  });

  it.each(["moka", "greenhouse"])("is the example of %s", (name) => {
    expect(loadMapping(`fixtures/${name}/mapping.yaml`, TARGETS).target.name).toBe("external-application");
  });
});

describe("the JSON Schema of the mapping", () => {
  it("is the one that ships (npm run schema writes it)", () => {
    expect(JSON.parse(readFileSync("mapping.schema.json", "utf8"))).toEqual(mappingJsonSchema(TARGETS));
  });

  it("knows the targets, their fields, and which must be there", () => {
    const names = TARGETS.map(({ name }) => name);
    expect(mappingJsonSchema(TARGETS)).toMatchObject({
      additionalProperties: false,
      required: ["target", "fields"],
      properties: { target: { enum: names } },
      allOf: names.map((name) => ({ if: { properties: { target: { const: name } } } })),
    });
    const text = JSON.stringify(mappingJsonSchema(TARGETS));
    expect(text).toContain('"required":["external_id","talent_id"]');
    expect(text).toContain('"required":["advertisement_id","job_channel_id"]');
  });
});
