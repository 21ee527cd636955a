import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadMapping } from "../../src/mapping/file/load.js";
import { bindMapping } from "../../src/mapping/rows/mapper.js";
import { TARGETS } from "../../src/targets/index.js";
import { stopOf } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "person-"));

function load(resolve: string, more = "") {
  const path = join(folder, "mapping.yaml");
  writeFileSync(path, `target: external-application\nfields:\n  external_id: id\n  talent_id: ${resolve}\n${more}`);
  return loadMapping(path, TARGETS);
}

const ALL =
  "{ resolve: { email: mail, mobile: phone, mobile_code: code, identification: card, identification_type: type } }";

/** The keys of a record, as `kind context value`, or the failure. */
function keysOf(row: Readonly<Record<string, string>>, resolve = ALL) {
  const cells = { id: "A-1", mail: "", phone: "", code: "", card: "", type: "", ...row };
  const mapper = bindMapping(load(resolve), { names: Object.keys(cells), line: 1 }, "export.csv");
  const mapped = mapper.map(Object.values(cells));
  if (mapped.kind !== "unresolved") return mapped;
  return mapped.wanted.person.map(({ kind, context, value }) => [kind, context, value].join(" "));
}

function failureOf(row: Readonly<Record<string, string>>, resolve?: string) {
  const mapped = keysOf(row, resolve);
  if (Array.isArray(mapped) || !("failure" in mapped)) throw new Error("it is no failure");
  return mapped.failure;
}

describe("a mail", () => {
  it.each([
    ["anna@example.com", "anna@example.com"],
    [" Anna.Li@Example.COM ", "anna.li@example.com"],
    ["ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "anna@example.com"],
    ["\u200banna@example.com\ufeff", "anna@example.com"],
    ["mailto:anna@example.com", "anna@example.com"],
    ["\u3000anna@example.com\u00a0", "anna@example.com"],
  ])("%j is asked for as %s", (cell, asked) => expect(keysOf({ mail: cell })).toEqual([`email  ${asked}`]));

  it.each(["anna", "anna@", "anna@example", "a@example.com; b@example.com", "anna li@example.com", "x@y@example.com"])(
    "%j is none",
    (cell) =>
      expect(failureOf({ mail: cell })).toMatchObject({ kind: "bad_value", field: "talent_id", column: "mail" }),
  );
});

describe("a mobile", () => {
  it.each([
    ["13800001111", "", "86 13800001111"],
    ["138 0000 1111", "", "86 13800001111"],
    ["138-0000-1111", "86", "86 13800001111"],
    ["１３８００００１１１１", "+86", "86 13800001111"],
    ["+86 138 0000 1111", "", "86 13800001111"],
    ["0086 13800001111", "", "86 13800001111"],
    ["8613800001111", "", "86 13800001111"],
    ["+8613800001111", "852", "86 13800001111"],
    ["'13800001111", "", "86 13800001111"],
    ['="13800001111"', "", "86 13800001111"],
    ["13800001111.0", "", "86 13800001111"],
    ["(555) 010-0199", "+1", "1 5550100199"],
    ["+1 555 010 0199", "", "1 5550100199"],
    ["+852 5550 0199", "", "852 55500199"],
    ["55500199", "00852", "852 55500199"],
    ["+44 7700 900123", "86", "44 7700900123"],
  ])("%j with the code %j is asked for as %s", (phone, code, asked) => {
    expect(keysOf({ phone, code })).toEqual([`mobile ${asked}`]);
  });

  it.each([
    ["55500199", "", "bad_value"],
    ["1380000111", "", "bad_value"],
    ["138000011112", "86", "bad_value"],
    ["12800001111", "", "bad_value"],
    ["138****1111", "", "bad_value"],
    ["13800001111/13800002222", "", "bad_value"],
    ["55500199", "Hong Kong", "bad_value"],
    ["1.38E+10", "", "damaged_id"],
    ["1,38E+10", "86", "damaged_id"],
  ])("%j with the code %j is refused: %s", (phone, code, kind) => {
    expect(failureOf({ phone, code })).toMatchObject({ kind, field: "talent_id", column: "phone, code" });
  });

  it("takes its code from `values` and from a constant", () => {
    const named = "{ resolve: { mobile: phone, mobile_code: { column: code, values: { 香港: 852, 中国: 86 } } } }";
    expect(keysOf({ phone: "55500199", code: "香港" }, named)).toEqual(["mobile 852 55500199"]);
    expect(failureOf({ phone: "55500199", code: "Mars" }, named).kind).toBe("bad_value");
    const constant = "{ resolve: { mobile: phone, mobile_code: { value: 852 } } }";
    expect(keysOf({ phone: "55500199" }, constant)).toEqual(["mobile 852 55500199"]);
  });
});

describe("a document", () => {
  it.each([
    ["11010519491231002x", "", "1 11010519491231002X"],
    [" 110105 19491231 002X ", "1", "1 11010519491231002X"],
    ["110105491231002", "", "1 110105491231002"],
    ["e 1234567", "2", "2 E1234567"],
  ])("%j of the type %j is asked for as %s", (card, type, asked) => {
    expect(keysOf({ card, type })).toEqual([`identification ${asked}`]);
  });

  it.each([
    ["a wrong check digit", "110105194912310021", "", "bad_value"],
    ["what a spreadsheet has rounded", "110105194912310000", "", "damaged_id"],
    ["scientific notation", "1.10105E+17", "", "damaged_id"],
    ["a type that Feishu does not have", "E1234567", "7", "bad_value"],
  ])("%s is refused", (_, card, type, kind) => expect(failureOf({ card, type }).kind).toBe(kind));
});

describe("a person", () => {
  it("has its keys in the order of the mapping, without those that are empty or unusable", () => {
    const row = { mail: "anna@example.com", phone: "13800001111" };
    expect(keysOf(row)).toEqual(["email  anna@example.com", "mobile 86 13800001111"]);
    const other = "{ resolve: { mobile: phone, email: mail } }";
    expect(keysOf(row, other)).toEqual(["mobile 86 13800001111", "email  anna@example.com"]);
    expect(keysOf({ ...row, mail: "broken" })).toEqual(["mobile 86 13800001111"]);
    expect(load(ALL).hash).not.toBe(load(other).hash);
    expect(load("{ resolve: { email: mail, mobile: phone } }").hash).not.toBe(load(other).hash);
  });

  it("is missing where all cells are empty, and of what cannot be read no cell is told", () => {
    expect(failureOf({})).toMatchObject({ kind: "missing_value", column: "mail, phone, code, card, type" });
    expect(JSON.stringify(failureOf({ mail: "private words" }))).not.toContain("private words");
    expect(failureOf({ mail: "broken\ufffd@example.com" })).toEqual(
      expect.not.objectContaining({ value: expect.anything() }),
    );
  });
});

describe("a mapping with resolve or lookup", () => {
  it.each([
    ["{ resolve: { mail: m } }", "fields.talent_id.resolve.mail: unknown key"],
    ["{ resolve: {} }", "fields.talent_id.resolve: names none of email, mobile, identification"],
    ["{ resolve: { mobile_code: code } }", "fields.talent_id.resolve.mobile_code: means nothing without mobile"],
    ["{ column: t, resolve: { email: m } }", "fields.talent_id.column: means nothing beside resolve"],
    ["{ resolve: { email: { colunm: m } } }", "did you mean column?"],
    ["{ resolve: { email: { values: { a: b } } } }", "fields.talent_id.resolve.email: needs one of column"],
    ["{ column: t, lookup: { file: f.csv, key: k } }", "fields.talent_id.lookup.value: is missing"],
    ["{ column: t, values: { a: b }, lookup: { file: f, key: k, value: v } }", "lookup: means nothing beside values"],
    ["{ value: t, lookup: { file: f, key: k, value: v } }", "lookup: means nothing beside value"],
  ])("%s: %s", (spec, message) => expect(stopOf(() => load(spec)).message).toContain(message));

  it("asks for nothing but talents, and looks up no key", () => {
    const stage = "  stage: { resolve: { email: m } }\n";
    expect(stopOf(() => load("t", stage)).message).toContain("Feishu cannot be asked for stage");
    const path = join(folder, "key.yaml");
    const key = "{ column: id, lookup: { file: f, key: k, value: v } }";
    writeFileSync(path, `target: external-application\nfields:\n  external_id: ${key}\n  talent_id: t\n`);
    expect(stopOf(() => loadMapping(path, TARGETS)).message).toContain("external_id makes the key of a row");
  });
});

describe("a word for nothing in a column that tells who somebody is", () => {
  it("is told nowhere", () => {
    const names = ["id", "mail", "phone"];
    const mapping = load("{ resolve: { email: mail, mobile: phone } }");
    const mapper = bindMapping(mapping, { names, line: 1 }, "export.csv");
    expect(mapper.map(["A-1", "None", "13800001111"], 2)).toMatchObject({ kind: "unresolved" });
    expect(mapper.warnings()).toEqual([]);
  });
});

describe("a value that is made of several columns and that the mapping does not know", () => {
  function failureOfWay(template: string) {
    const names = ["id", "mail", "way"];
    const mapping = load(
      "{ resolve: { email: mail } }",
      `  delivery_type: { template: "${template}", values: { applied: 2 } }\n`,
    );
    const mapped = bindMapping(mapping, { names, line: 1 }, "export.csv").map(["A-1", "anna@example.com", "by post"]);
    return "failure" in mapped ? mapped.failure : undefined;
  }

  it("is shown where all of them may be", () => {
    expect(failureOfWay("{way}/{way}")).toMatchObject({ column: "way, way", value: "by post/by post" });
  });

  it.each(["{way}/{mail}", "{mail}/{way}"])("is told nowhere where one of them says who somebody is: %s", (text) => {
    const failure = failureOfWay(text);
    expect(failure).toMatchObject({ field: "delivery_type", column: expect.stringContaining("mail") });
    expect(JSON.stringify(failure)).not.toMatch(/by post|anna/);
  });
});
