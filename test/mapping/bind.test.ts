import { describe, expect, it } from "vitest";
import { mapperOf, stopOf, withFields } from "./support.js";

const TEXT = withFields("job_title: 职位");

describe("the mapping's columns in an export", () => {
  it.each([
    [
      ["id", "talent", "职位"],
      [0, 1, 2],
    ],
    [
      ["职位", "talent", "备注", "id"],
      [3, 1, 0],
    ],
    [
      [" ID ", "Ｔalent", "职位"],
      [0, 1, 2],
    ],
    [
      ["ID", "id", "talent", "职位"],
      [1, 2, 3],
    ],
  ])("are found in %j", (names, [id, talent, job] = []) => {
    const cells = names.map((_, index) => `c${index}`);
    expect(mapperOf(TEXT, names).map(cells)).toMatchObject({
      payload: { external_id: `c${id}`, talent_id: `c${talent}`, job_title: `c${job}` },
    });
  });

  it.each([
    [
      ["id", "talent", "应聘职位"],
      "mapping.yaml line 6: fields.job_title: export.csv has no column 职位 in its header (line 1); did you mean 应聘职位?",
    ],
    [["id", "talent", "x"], "export.csv has no column 职位 in its header (line 1); known: id, talent, x"],
    [
      ["id", "talent", "职位", "职位"],
      "export.csv has the column 职位 more than once (columns 3 and 4); give them different",
    ],
    [
      ["Id", "ID", "talent", "职位"],
      "line 4: fields.external_id: export.csv has the column id more than once (columns 1 and 2)",
    ],
    [["talent", "职位"], "mapping.yaml line 4: fields.external_id: export.csv has no column id"],
  ])("are refused in %j", (names, message) => {
    const stop = stopOf(() => mapperOf(TEXT, names));
    expect(stop.message).toContain(message);
    expect([stop.exit, stop.kind]).toEqual([2, "no_such_column"]);
  });

  it("may stand twice if the mapping does not use them", () => {
    expect(() => mapperOf(TEXT, ["id", "备注", "talent", "职位", "备注", ""])).not.toThrow();
  });

  it("are looked for in where, columns and templates, too, and all problems are said", () => {
    const fields = `stage: { columns: [S1, S2] }\njob_title: { template: "{A} {B}" }`;
    const text = withFields(fields, "where:\n  - { column: W, empty: false }");
    expect(stopOf(() => mapperOf(text, ["id", "talent", "S1", "A"])).message.split("\n")).toEqual([
      expect.stringMatching(/^mapping.yaml line 3: where\[0\].column: export.csv has no column W /),
      expect.stringMatching(/^mapping.yaml line 7: fields.stage.columns\[1\]: export.csv has no column S2 /),
      expect.stringMatching(/^mapping.yaml line 8: fields.job_title.template: export.csv has no column B /),
    ]);
  });

  it("are the only ones that are used", () => {
    const text = withFields("stage: { columns: [S1, S2] }", "where:\n  - { column: W, empty: false }");
    expect(mapperOf(text, ["姓名", "S2", "S1", "W", "talent", "手机", "id"]).columns_used).toEqual([
      "S2",
      "S1",
      "W",
      "talent",
      "id",
    ]);
  });
});

describe("what nobody can see", () => {
  it.each([
    ["a zero-width space", "\u200bid", "tal\u200bent", "职\u200b位"],
    ["a soft hyphen", "i\u00add", "tal\u00adent", "职位\u00ad"],
    ["marks of direction", "id\u200f", "\u202atalent\u202c", "\u2066职位\u2069"],
    ["a no-break space", "\u00a0id", "talent\u202f", "\u3000职位"],
    ["variation selectors and tags", "id\ufe0f", "talent\u{e0020}", "职位\u{e0100}"],
    ["fillers and joiners", "\u3164id", "tal\u2060ent", "职\u034f位"],
    ["a byte order mark", "\ufeffid", "talent\ufeff", "职位"],
  ])("is no part of a title, in the header or in the mapping: %s", (_what, id, talent, job) => {
    const cells = ["A-1", "6960663240925956459", "Engineer"];
    const payload = { external_id: "A-1", talent_id: "6960663240925956459", job_title: "Engineer" };
    expect(mapperOf(TEXT, [id, talent, job]).map(cells)).toMatchObject({ payload });
    const fields = `  external_id: "${id}"\n  talent_id: "${talent}"\n  job_title: "${job}"\n`;
    const named = `target: external-application\nfields:\n${fields}`;
    expect(mapperOf(named, ["id", "talent", "职位"]).map(cells)).toMatchObject({ payload });
  });

  it("makes two columns of one title, and that is said", () => {
    const message = (...names: string[]) => stopOf(() => mapperOf(TEXT, names)).message;
    const unseen = "more than once (columns 3 and 4, which differ in nothing that one can see)";
    expect(message("id", "talent", "职位", "职\u200b位")).toContain(unseen);
    expect(message("id", "talent", "职位\u00a0", "职位")).toContain(unseen);
    expect(stopOf(() => mapperOf(withFields("job_title: é"), ["id", "talent", "é", "e\u0301"])).message).toContain(
      unseen,
    );
  });

  it("does not keep a title from being the one that is written so", () => {
    expect(mapperOf(TEXT, ["ID", "i\u200bd", "talent", "职位"]).columns_used).toEqual(["i\u200bd", "talent", "职位"]);
  });

  it("is no part of a value that is looked up", () => {
    const fields = "stage: { column: s, values: { Offer: 3 } }";
    const mapped = mapperOf(withFields(fields), ["id", "talent", "s"]).map([
      "A-1",
      "6960663240925956459",
      "Of\u00adfer\u200b",
    ]);
    expect(mapped).toMatchObject({ payload: { stage: "3" } });
  });
});
