import { describe, expect, it } from "vitest";
import { fieldOf, mapperOf, mapRow, withFields } from "./support.js";

const TALENT = "6960663240925956459";
const T = "target: external-application\n";

describe("a row", () => {
  it("becomes a payload in the order of the target's fields", () => {
    const text = withFields(
      'termination_type: { value: HR 主动终止 }\ncreate_time: { column: t, format: "yyyy/MM/dd HH:mm" }\njob_title: job',
      "timezone: Asia/Shanghai",
    );
    expect(JSON.stringify(mapRow(text, { t: "2024/08/03 10:30", job: " 后端工程师　" }))).toBe(
      `{"kind":"payload","key":"A-1","payload":{"external_id":"A-1","talent_id":"${TALENT}",` +
        '"job_title":"后端工程师","termination_type":"HR 主动终止","create_time":1722652200000}}',
    );
  });

  it("has a key of several fields", () => {
    const text = "target: job-advertisement\nfields: { advertisement_id: ad, job_channel_id: { value: 3 } }";
    expect(mapperOf(text, ["ad"]).map([TALENT])).toMatchObject({ kind: "payload", key: `${TALENT}@3` });
  });

  it("that lacks cells at its end has them empty", () => {
    expect(mapperOf(withFields("job_title: job"), ["id", "talent", "job"]).map(["A-1", TALENT])).toMatchObject({
      payload: { external_id: "A-1" },
    });
  });

  it("says all that is wrong with it, the first in front, and keeps its key", () => {
    const text = withFields("delivery_type: way\ncreate_time: t");
    expect(mapRow(text, { talent: "", way: "内推", t: "soon" })).toEqual({
      kind: "invalid",
      key: "A-1",
      failure: {
        kind: "missing_value",
        reason: { id: "missing_value" },
        message: "A required value is missing",
        hint: "Fill in the cell, or leave such rows out with `where` in the mapping.",
        field: "talent_id",
        column: "talent",
        value: "",
        also: [
          expect.objectContaining({ kind: "unmapped_value", field: "delivery_type", column: "way", value: "内推" }),
          expect.objectContaining({ kind: "bad_time", field: "create_time", column: "t", value: "soon" }),
        ],
      },
    });
  });

  it.each([
    [{ id: "" }, "missing_value"],
    [{ id: "N/A" }, "missing_value"],
    [{ id: "6.96E+18" }, "damaged_id"],
  ])("has no key if its key cannot be read: %j", (row, kind) => {
    const mapped = mapRow(withFields(""), row);
    expect(mapped).toMatchObject({ kind: "invalid", failure: { kind } });
    expect("key" in mapped).toBe(false);
  });

  it("is checked against the target's own schema", () => {
    expect(mapRow(withFields("job_title: job"), { job: "x".repeat(61) })).toMatchObject({
      kind: "invalid",
      key: "A-1",
      failure: {
        kind: "bad_value",
        message: expect.stringMatching(/^external-application does not accept the value: Too big/),
        field: "job_title",
        column: "job",
        value: `${"x".repeat(40)}…`,
      },
    });
  });
});

describe("a key that the target's schema does not take", () => {
  it("is no key", () => {
    const mapped = mapRow(withFields(""), { id: "x".repeat(101) });
    expect(mapped).toMatchObject({ kind: "invalid", failure: { kind: "bad_value", field: "external_id" } });
    expect("key" in mapped).toBe(false);
  });
});

describe("an empty cell", () => {
  it.each(["", " ", "\u00a0\u3000\t", "-", " n/a ", "#N/A", "null", "无"])("is nothing: %j", (cell) => {
    expect(mapRow(withFields("job_title: job"), { job: cell })).toMatchObject({
      payload: { external_id: "A-1", talent_id: TALENT },
    });
    expect(fieldOf(withFields("job_title: job"), { job: cell }, "job_title")).toBeUndefined();
  });

  it.each([
    ['["none"]', "NONE", undefined],
    ['["none"]', "", undefined],
    ['["none"]', "-", "-"],
    ["[0]", "0", undefined],
    ["[]", "N/A", "N/A"],
  ])("is what the mapping calls so: empty: %s, cell %j", (empty, cell, value) => {
    expect(fieldOf(withFields("job_title: job", `empty: ${empty}`), { job: cell }, "job_title")).toBe(value);
  });
});

describe("columns", () => {
  it.each([
    ["一面", "归档", "一面"],
    ["-", "归档", "归档"],
    ["", " ", undefined],
  ])("%j, %j: the first that is not empty", (a, b, value) => {
    expect(fieldOf(withFields("stage: { columns: [a, b] }"), { a, b }, "stage")).toBe(value);
  });

  it("names the one that it took from in a failure", () => {
    const text = withFields("create_time: { columns: [a, b] }");
    expect(mapRow(text, { a: "", b: "x" })).toMatchObject({ failure: { column: "b", value: "x" } });
  });
});

describe("a template", () => {
  const text = (template: string) => `${T}fields:\n  external_id: { template: "${template}" }\n  talent_id: talent\n`;

  it.each([
    ["{a}-{b}", { a: " 1 ", b: "2" }, "1-2"],
    ["{{{a}}}/{b}", { a: "1", b: "2" }, "{1}/2"],
    ["app-{a}", { a: "1", b: "" }, "app-1"],
    ["{a}-{b}", { a: "1", b: "" }, "missing_value"],
    ["{a}-{b}", { a: "N/A", b: "2" }, "missing_value"],
    ["{a}-{b}", { a: "6.96E+18", b: "2" }, "damaged_id"],
    ["{a}-{b}", { a: "1 1", b: "2" }, "bad_value"],
  ])("%s of %j", (template, row, value) => expect(fieldOf(text(template), row, "external_id")).toBe(value));

  it("names the column whose part is empty", () => {
    expect(mapRow(text("{a}-{b}"), { a: "1", b: "-" })).toMatchObject({
      failure: { message: "A part of the field's template is empty", field: "external_id", column: "b", value: "-" },
    });
  });

  it("may put columns side by side where no key is made", () => {
    expect(fieldOf(withFields('job_title: { template: "{a}{b}" }'), { a: "前端", b: "工程师" }, "job_title")).toBe(
      "前端工程师",
    );
  });

  it("may make a time of two columns", () => {
    const time = withFields('create_time: { template: "{d} {t}", format: "yyyy/M/d HH:mm" }', "timezone: UTC");
    expect(fieldOf(time, { d: "2024/8/3", t: "10:30" }, "create_time")).toBe(Date.UTC(2024, 7, 3, 10, 30));
  });
});

describe("values", () => {
  it.each([
    ["内推", 3],
    [" 内推　", 3],
    ["career site", 2],
    ["CAREER  SITE", 2],
    ["ＣＡＲＥＥＲ\u00a0ＳＩＴＥ", 2],
    ["didn’t say", 4],
    ["Didn't say", 4],
    ["010", 1],
    ["10", "unmapped_value"],
    ["yes", 2],
    ["猎头", "unmapped_value"],
    ["constructor", "unmapped_value"],
    ["", undefined],
  ])("%j is %j", (cell, value) => {
    const values = "{ 内推: 3, Career Site: 2, Didn't say: 4, 010: 1, yes: 2 }";
    expect(fieldOf(withFields(`delivery_type: { column: c, values: ${values} }`), { c: cell }, "delivery_type")).toBe(
      value,
    );
  });

  it.each([
    ["内推", 3],
    ["猎头", 4],
    ["", undefined],
  ])("with otherwise: %j is %j", (cell, value) => {
    const text = withFields("delivery_type: { column: c, values: { 内推: 3 }, otherwise: 4 }");
    expect(fieldOf(text, { c: cell }, "delivery_type")).toBe(value);
  });

  it.each([
    ["", 4],
    ["N/A", 2],
    ["-", undefined],
  ])("may list spellings of nothing: %j is %j", (cell, value) => {
    const text = withFields('delivery_type: { column: c, values: { "": 4, N/A: 2 } }');
    expect(fieldOf(text, { c: cell }, "delivery_type")).toBe(value);
  });

  it.each([
    ["1", 1],
    ["2", 2],
    ["3", "unmapped_value"],
    ["01", "unmapped_value"],
    ["社招", "unmapped_value"],
    ["toString", "unmapped_value"],
  ])("absent: the target's own numbers: %j is %j", (cell, value) => {
    expect(fieldOf(withFields("job_recruitment_type: c"), { c: cell }, "job_recruitment_type")).toBe(value);
  });

  it("may rename texts", () => {
    const text = withFields("termination_type: { column: c, values: { We rejected them: HR 主动终止 } }");
    expect(fieldOf(text, { c: "we rejected them" }, "termination_type")).toBe("HR 主动终止");
  });

  it("are counted where they are not listed, whatever their spelling", () => {
    const text = withFields(
      "delivery_type: { column: c, values: { 内推: 3 } }\nstage: s",
      "where: [{ column: s, in: [x] }]",
    );
    const mapper = mapperOf(text, ["id", "talent", "c", "s"]);
    for (const [cell, s] of [
      ["猎头", "x"],
      ["BOSS", "x"],
      ["内推", "x"],
      ["boss", "x"],
      ["官网", "left out"],
    ] as const) {
      mapper.map(["A-1", TALENT, cell, s]);
    }
    expect(mapper.unmapped()).toEqual([
      { field: "delivery_type", column: "c", value: "BOSS", count: 2 },
      { field: "delivery_type", column: "c", value: "猎头", count: 1 },
    ]);
  });

  it("are counted in bounded memory", () => {
    const mapper = mapperOf(withFields("delivery_type: { column: c, values: { 内推: 3 } }"), ["id", "talent", "c"]);
    for (let index = 0; index < 1234; index++) mapper.map(["A-1", TALENT, `v${index}`]);
    mapper.map(["A-1", TALENT, "v7"]);
    const found = mapper.unmapped();
    expect(found).toHaveLength(1001);
    expect(found.find(({ value }) => value === null)?.count).toBe(234);
    expect(found.find(({ value }) => value === "v7")?.count).toBe(2);
  });
});

describe("where", () => {
  const names = ["id", "talent", "状态", "岗位"];
  it.each([
    ["{ column: 状态, in: [已淘汰, 已归档] }", ["已淘汰", ""], true],
    ["{ column: 状态, in: [已淘汰, 已归档] }", [" 已归档　", ""], true],
    ["{ column: 状态, in: [已淘汰, 已归档] }", ["进行中", ""], false],
    ["{ column: 状态, in: [已淘汰, 已归档] }", ["", ""], false],
    ["{ column: 状态, in: [1, true] }", ["TRUE", ""], true],
    ["{ column: 状态, not_in: [Active] }", ["active", ""], false],
    ["{ column: 状态, not_in: [Active] }", ["Hired", ""], true],
    ["{ column: 状态, not_in: [Active] }", ["", ""], true],
    ["{ column: 状态, empty: true }", ["N/A", ""], true],
    ["{ column: 状态, empty: true }", ["x", ""], false],
    ["{ column: 状态, empty: false }", ["x", ""], true],
    ["{ column: 状态, empty: false }", ["-", ""], false],
    ["{ column: 状态, in: [已归档] }", ['="已归档"', ""], true],
    ["{ column: 状态, not_in: [Active] }", ['="Active"', ""], false],
    ["{ column: 状态, empty: true }", ['=""', ""], true],
    ["{ column: 状态, empty: false }", ['=""', ""], false],
    ["{ column: 状态, in: [a] }, { column: 岗位, empty: false }", ["a", "b"], true],
    ["{ column: 状态, in: [a] }, { column: 岗位, empty: false }", ["a", ""], false],
    ["{ column: 状态, in: [a] }, { column: 岗位, empty: false }", ["b", "b"], false],
  ])("%s keeps %j: %j", (where, cells, kept) => {
    const mapper = mapperOf(withFields("", `where: [${where}]`), names);
    expect(mapper.map(["A-1", TALENT, ...cells]).kind).toBe(kept ? "payload" : "excluded");
  });

  it("comes before everything else, and leaves the key", () => {
    const mapper = mapperOf(withFields("", "where: [{ column: 状态, in: [已归档] }]"), names);
    expect(mapper.map(["A-1", "", "进行中", ""])).toEqual({
      kind: "excluded",
      key: "A-1",
      failure: {
        kind: "excluded",
        reason: { id: "outside_where", column: "状态", why: "not_listed" },
        message: "Filtered out by `where`: 状态 is not one of the values listed",
        hint: "Nothing, if that is intended; otherwise change `where` in the mapping.",
        column: "状态",
        value: "进行中",
      },
    });
    expect("key" in mapper.map(["", "", "进行中", ""])).toBe(false);
  });
});

describe("a total line", () => {
  const names = ["部门", "id", "talent", "备注"];
  it.each([
    [["合计", "", "", ""], true],
    [["總計", "", "", ""], true],
    [["共 3 筆", "", "", ""], true],
    [["Summe:", "12", "", ""], true],
    [["Summer intern", "", "", ""], false],
    [["", "合计：", "12", ""], true],
    [["总计", "1,234", "1234", "x"], true],
    [["小计 12 条", "", "", ""], true],
    [["共 300 条", "", "", ""], true],
    [["共300条记录", "", "", ""], true],
    [["Total", "", "", ""], true],
    [["TOTAL: 300", "", "", ""], true],
    [["Total applications", "300 条", "", ""], true],
    [["Grand Total", "300", "", ""], true],
    [["Subtotal", "", "", ""], true],
    [["", "", "", ""], false],
    [["", "共享专员", "", ""], false],
    [["技术部", "", "", "合计"], false],
    [["TotalEnergies", "", "", ""], false],
    [["Total-7", "", "", ""], false],
    [["共同", "", "", ""], false],
    [["Total Rewards", "A-1", "6960663240925956459", ""], false],
    [["Total Rewards", "12", "6960663240925956459", ""], false],
    [["合计", "A-1", "", ""], false],
  ])("%j: %j", (cells, expected) => {
    expect(mapperOf(withFields(""), names).looksLikeTotal(cells)).toBe(expected);
  });
});
