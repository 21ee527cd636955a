import { describe, expect, it } from "vitest";
import { unmappedValues } from "../../src/mapping/rows/unmapped.js";
import fc from "../support/fast-check.js";
import { failureOf, fieldOf, load, mapperOf, mapRow, stopOf, withFields } from "./support.js";

const TALENT = "6960663240925956459";
const WAYS = "values: { 内推: 3, Career Site: 2, Referral: 3, Agency: 4 }";

describe("a cell with several values", () => {
  const way = (cell: string, settings = `${WAYS}, split: ","`): unknown =>
    fieldOf(withFields(`delivery_type: { column: c, ${settings} }`), { c: cell }, "delivery_type");

  it.each([
    ["LinkedIn, Referral,Career Site", 3],
    ["Career Site,Referral", 2],
    ["Referral", 3],
    [" , Referral", 3],
    ["LinkedIn,BOSS", "unmapped_value"],
    ["LinkedIn", "unmapped_value"],
    [",", undefined],
    [" ,-", undefined],
  ])("counts by the first that is listed: %j is %j", (cell, value) => expect(way(cell)).toBe(value));

  it("is one value where it is listed as it stands", () => {
    expect(way("Referral,Agency", 'values: { "Referral,Agency": 1, Referral: 3 }, split: ","')).toBe(1);
  });

  it("is never split unless the mapping says so", () => {
    expect(way("LinkedIn,Referral", WAYS)).toBe("unmapped_value");
    expect(way("LinkedIn;Referral")).toBe("unmapped_value");
  });

  it("falls to `otherwise` where no part is listed", () => {
    expect(way("LinkedIn,BOSS", `${WAYS}, split: ",", otherwise: 1`)).toBe(1);
    expect(way("LinkedIn,Agency", `${WAYS}, split: ",", otherwise: 1`)).toBe(4);
  });

  it.each([
    ["LinkedIn,Referral", "LinkedIn"],
    [" - , Referral", "Referral"],
    ["Referral", "Referral"],
    [",", undefined],
  ])("without `values` counts by the first that is not empty: %j is %j", (cell, value) => {
    expect(fieldOf(withFields('stage: { column: c, split: "," }'), { c: cell }, "stage")).toBe(value);
  });

  it("is passed over for the next column where all its parts are empty", () => {
    expect(fieldOf(withFields('stage: { columns: [a, b], split: "," }'), { a: ",", b: "Offer" }, "stage")).toBe(
      "Offer",
    );
  });

  it("tells the part that counts, so that it can be listed", () => {
    const text = withFields(`delivery_type: { column: c, ${WAYS}, split: "," }`);
    expect(mapRow(text, { c: "LinkedIn,BOSS" })).toMatchObject({ failure: { value: "LinkedIn" } });
  });

  it.each([
    [
      "external_id: { column: id, split: ',' }\n  talent_id: talent",
      /external_id.split: a part of a cell makes no key/,
    ],
    ["external_id: id\n  talent_id: { value: 7, split: ',' }", /talent_id.split: means something for columns only/],
    [
      "external_id: id\n  talent_id: talent\n  create_time: { column: t, split: ',' }",
      /create_time.split: a time has a/,
    ],
    ["external_id: id\n  talent_id: talent\n  stage: { column: t, split: '' }", /split: must be the text between/],
  ])("is refused where it means nothing: %s", (fields, words) => {
    const text = `target: external-application\ntimezone: UTC\nfields:\n  ${fields}\n`;
    expect(stopOf(() => load(text)).message).toMatch(words);
  });
});

describe("a value that is not listed", () => {
  const suggest = (values: string, ...cells: readonly string[]) => {
    const mapping = load(withFields(`delivery_type: { column: c, values: ${values} }`));
    const mapper = mapperOf(withFields(`delivery_type: { column: c, values: ${values} }`), ["id", "talent", "c"]);
    for (const cell of cells) mapper.map(["A-1", TALENT, cell]);
    return unmappedValues(mapping, mapper.unmapped()).map(({ value, suggestion, split }) => [value, suggestion, split]);
  };

  it.each([
    ["Referal", "Referral", null],
    ["career-site", "Career Site", null],
    ["Agencie", "Agency", null],
    ["Agencies", null, null],
    ["LinkedIn", null, null],
    ["猎头", null, null],
    ["Referral/Agency", null, "/"],
    ["Referral, 内推", null, ","],
    ["内推、Agency", null, "、"],
    ["Referral,LinkedIn", null, null],
    ["Referral,", "Referral", null],
  ])("%j: meant is perhaps %j, split by %j", (cell, suggestion, split) => {
    const listed = "{ 内推: 3, Career Site: 2, Referral: 3, Agency: 4 }";
    expect(suggest(listed, cell)).toEqual([[cell, suggestion, split]]);
  });

  it("is counted over all exports, whatever its spelling", () => {
    const mapping = load(withFields(`delivery_type: { column: c, ${WAYS} }`));
    const one = { field: "delivery_type", column: "c", count: 2 };
    const lists = [
      { ...one, value: "BOSS" },
      { ...one, value: "猎头" },
      { ...one, value: "Boss " },
      { ...one, column: "d", value: "BOSS" },
      { ...one, value: null },
    ];
    expect(unmappedValues(mapping, lists).map(({ column, value, count }) => [column, value, count])).toEqual([
      ["c", "BOSS", 4],
      ["c", "猎头", 2],
      ["c", null, 2],
      ["d", "BOSS", 2],
    ]);
  });
});

describe("the target's own numbers", () => {
  it.each([
    ["１", 1],
    ["'2", 2],
    ['="2"', 2],
    ["３", "unmapped_value"],
  ])("may stand in full width or behind a mark: %j is %j", (cell, value) => {
    expect(fieldOf(withFields("job_recruitment_type: c"), { c: cell }, "job_recruitment_type")).toBe(value);
  });
});

const EVERY_KIND = "job_title: a\nstage: { column: b, values: { x: y } }\ndelivery_type: c\ncreate_time: t";
const NAMES = ["id", "talent", "a", "b", "c", "t"];
const GOOD = ["A-1", TALENT, "title", "x", "2", "2024-08-03"];

function kindsOf(column: number, cell: string, fields = EVERY_KIND, top = "timezone: UTC"): string[] {
  const cells = GOOD.with(column, cell);
  const mapped = mapperOf(withFields(fields, top), NAMES).map(cells);
  if (mapped.kind === "payload") return [];
  const { kind, also = [] } = failureOf(mapped);
  return [kind, ...also.map((other) => other.kind)];
}

describe("a spreadsheet's error value", () => {
  const errors = ["#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "Err:508", "########", "###"];

  it.each(errors)("is no data in any field: %s", (cell) => {
    for (const column of [0, 1, 2, 3, 4, 5]) expect(kindsOf(column, cell)).toEqual(["bad_value"]);
  });

  it("is nothing where the mapping says so, and what `values` make of it", () => {
    expect(kindsOf(2, "#N/A")).toEqual([]);
    expect(kindsOf(2, "#N/A", EVERY_KIND, 'timezone: UTC\nempty: ["-"]')).toEqual(["bad_value"]);
    expect(kindsOf(2, "#ref!", EVERY_KIND, 'timezone: UTC\nempty: ["#REF!"]')).toEqual([]);
    const listed = 'stage: { column: b, values: { "#REF!": y } }';
    expect(fieldOf(withFields(listed), { b: "#REF!" }, "stage")).toBe("y");
    const other = "stage: { column: b, values: { x: y }, otherwise: z }";
    expect(fieldOf(withFields(other), { b: "#REF!" }, "stage")).toBe("bad_value");
  });

  it.each(["#1", "# N/A", "##", "#REF! of last year", "Error", "Err:808"])(
    "is not seen in what is none: %j",
    (cell) => {
      expect(kindsOf(2, cell)).toEqual([]);
    },
  );
});

describe("a character that nobody could decode", () => {
  it.each(["\ufffd", "a\ufffdb", "a\u0000b", "a\u0085\u0080"])("makes the row invalid in any field: %j", (cell) => {
    for (const column of [0, 1, 2, 3, 4, 5]) expect(kindsOf(column, cell)).toEqual(["undecodable"]);
    const other = "stage: { column: b, values: { x: y }, otherwise: z }";
    expect(fieldOf(withFields(other), { b: cell }, "stage")).toBe("undecodable");
    const both = 'job_title: { template: "{a} ({b})" }';
    expect(fieldOf(withFields(both), { a: "x", b: cell }, "job_title")).toBe("undecodable");
  });

  it("leaves it open what `where` would say", () => {
    const kept = (where: string, cell: string) =>
      mapperOf(withFields("", `where: [{ column: s, ${where} }]`), ["id", "talent", "s"]).map(["A-1", TALENT, cell]);
    expect(kept("in: [已归档]", "已归\ufffd")).toMatchObject({ kind: "invalid", key: "A-1" });
    expect(kept("not_in: [Active]", "Act\ufffdve")).toMatchObject({ failure: { kind: "undecodable", column: "s" } });
    expect(kept("in: [已归档]", "进行中")).toMatchObject({ kind: "excluded" });
    expect(kept("empty: false", "\ufffd")).toMatchObject({ kind: "payload" });
  });

  it("cannot come from the mapping either", () => {
    const load_with = (field: string) => () => load(withFields(field));
    expect(stopOf(load_with('stage: { value: "a\ufffd" }')).message).toMatch(/could not decode/);
    expect(stopOf(load_with('stage: { column: b, values: { x: "a\ufffd" } }')).message).toMatch(/could not decode/);
    expect(stopOf(load_with('stage: { column: b, values: { x: y }, otherwise: "\ufffd" }')).message).toMatch(/decode/);
  });

  it.each(["a\tb", "a\nb", "a\r\nb", "a\u000bb", "a\u001bb", "a\u0085b", "Łódź ½ 😀"])(
    "is none of these: %j",
    (cell) => {
      expect(fieldOf(withFields("job_title: job"), { job: cell }, "job_title")).toBe(cell);
    },
  );

  it("is in no payload, whatever the cells hold", () => {
    const mapper = mapperOf(
      withFields('job_title: a\nstage: { template: "{b}/{c}" }\ntermination_type: { column: c, split: "," }'),
      ["id", "talent", "a", "b", "c"],
    );
    const cell = fc.string({ unit: fc.constantFrom("a", "1", "'", "=", '"', ",", " ", "\ufffd", "\u200b", "\u0000") });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 5, maxLength: 5 }), (cells) => {
        const mapped = mapper.map(cells);
        if (mapped.kind === "payload") expect(JSON.stringify(mapped.payload)).not.toMatch(/\ufffd|\\u0000/);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("the target's own number for a choice", () => {
  it.each([
    ["2", 2],
    ["２", 2],
    ["2.0", 2],
    ["2,00", 2],
    ["2.5", "unmapped_value"],
    ["20", "unmapped_value"],
    ["2.", "unmapped_value"],
    ["-2.0", "unmapped_value"],
  ])("is read as it is written: %j", (cell, expected) => {
    expect(fieldOf(withFields("delivery_type: c"), { c: cell }, "delivery_type")).toBe(expected);
  });
});

describe("marks around other values", () => {
  it("come off before they are looked up, and are said", () => {
    const text = withFields(`delivery_type: { column: c, ${WAYS} }`, "where: [{ column: s, in: [已归档] }]");
    const mapper = mapperOf(text, ["id", "talent", "c", "s"]);
    expect(mapper.map(["A-1", TALENT, '="内推"', '="已归档"'], 2)).toMatchObject({ payload: { delivery_type: 3 } });
    expect(mapper.warnings()).toMatchObject([{ kind: "cleaned_cell", field: "delivery_type", column: "c", count: 1 }]);
  });

  it("come off texts only where a formula would begin", () => {
    const title = (job: string): unknown => fieldOf(withFields("job_title: job"), { job }, "job_title");
    expect(title("'=SUM(A1)")).toBe("=SUM(A1)");
    expect(title('="Engineer ""A"""')).toBe('Engineer "A"');
    expect(title("'70s music")).toBe("'70s music");
  });
});
