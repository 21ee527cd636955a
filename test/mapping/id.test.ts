import { describe, expect, it } from "vitest";
import { type ExportProfile, type IdProfile, NO_PROFILE } from "../../src/mapping/columns/export-profile.js";
import fc from "../support/fast-check.js";
import { fieldOf, load, mapperOf, mapRow, stopOf, withFields } from "./support.js";

const TALENT = "6960663240925956459";
const ROUNDED = "6960663240925950000";

const withTalent = (settings: string): string =>
  `target: external-application\nfields:\n  external_id: id\n  talent_id: { column: talent, ${settings} }\n`;

const facts = (ids: Partial<IdProfile>): { facts: ExportProfile } => ({
  facts: { ...NO_PROFILE, ids: { talent: { different: 5000, rounded: 1, accept_rounded: false, ...ids } } },
});

describe("an id that is sound", () => {
  it.each([
    TALENT,
    ` ${TALENT} `,
    "00123",
    "0520672f-5147-42fc-ae46-b9feec8e4642",
    "123e4567",
    "12e345",
    "1e5f",
    "申请-7",
    "100000000000000",
    "69606632409259564500",
    "69606632409259501",
    "12-MAR",
    "Mar-1242x",
    "2024-03-12",
    "2024/13/1",
    "12/34/5678",
    "31月1日",
    "TRUE-1",
    "#12",
    "##",
    "Err:7",
    "=12",
    "12.0",
    "1,5",
    "4.0.1",
    "none-7",
    "O'Brien",
  ])("is read as it is: %j", (cell) => {
    expect(fieldOf(withFields(""), { talent: cell }, "talent_id")).toBe(cell.trim());
  });
});

describe("an id that a spreadsheet has damaged is refused", () => {
  it.each([
    ["6.96066E+18", "scientific notation"],
    ["6.96E+18", "scientific notation"],
    ["6,96066324092596E+18", "scientific notation"],
    ["6.96e18", "scientific notation"],
    ["7E+18", "scientific notation"],
    ["69E+17", "scientific notation"],
    ["696066E+13", "scientific notation"],
    ["1E5", "scientific notation"],
    [ROUNDED, "rounded"],
    ["6960663240925950", "rounded"],
    ["12-Mar", "into a date"],
    ["3-Dec-24", "into a date"],
    ["Mar-12", "into a date"],
    ["3月12日", "into a date"],
    ["2024年3月", "into a date"],
    ["2024/3/12", "looks like a date"],
    ["3/12/2024", "looks like a date"],
    ["31/12/2024", "looks like a date"],
    ["TRUE", "TRUE or FALSE"],
    ["false", "TRUE or FALSE"],
    [`${TALENT}.0`, "written as a number"],
    ["5310001.00", "written as a number"],
    ["5310001,0", "written as a number"],
    ["12,345", "written as a number"],
    ["6,960,663,240,925,956,459", "written as a number"],
  ])("%j: %s", (cell, words) => {
    const { failure } = mapRow(withFields(""), { talent: cell }) as { failure?: unknown };
    expect(failure).toMatchObject({
      kind: "damaged_id",
      message: expect.stringContaining(words),
      hint: expect.stringContaining("Export again"),
      field: "talent_id",
      column: "talent",
      value: cell,
    });
  });

  it.each([ROUNDED, "12-Mar", "2024/3/12", "TRUE", "5310001.0"])("unless the mapping accepts it: %s", (id) => {
    expect(fieldOf(withTalent(`accept_ids: ["${id}"]`), { talent: id }, "talent_id")).toBe(id);
    expect(fieldOf(withTalent("accept_ids: all"), { talent: id }, "talent_id")).toBe(id);
    expect(fieldOf(withTalent('accept_ids: ["7"]'), { talent: id }, "talent_id")).toBe("damaged_id");
  });

  it.each(["3e7", "7E12", "5e3"])("unless the mapping accepts what may be hexadecimal: %s", (id) => {
    expect(fieldOf(withTalent(`accept_ids: [${id}]`), { talent: id }, "talent_id")).toBe(id);
    expect(fieldOf(withTalent("accept_ids: all"), { talent: id }, "talent_id")).toBe(id);
    expect(fieldOf(withTalent("accept_ids: [9b2]"), { talent: id }, "talent_id")).toBe("damaged_id");
  });

  it("and in scientific notation always", () => {
    const cell = { talent: "6.96E+18" };
    expect(fieldOf(withTalent("accept_ids: [6.96E+18]"), cell, "talent_id", facts({ accept_rounded: true }))).toBe(
      "damaged_id",
    );
    expect(fieldOf(withTalent("accept_ids: all"), cell, "talent_id")).toBe("damaged_id");
  });
});

describe("what the whole column says", () => {
  it("lets a rounded id pass, with a word of doubt", () => {
    const mapper = mapperOf(withFields(""), ["id", "talent"], facts({ accept_rounded: true }));
    expect(mapper.map(["A-1", ROUNDED], 2)).toMatchObject({ payload: { talent_id: ROUNDED } });
    mapper.map(["A-2", TALENT], 3);
    expect(mapper.warnings()).toEqual([
      expect.objectContaining({ kind: "rounded_id", field: "talent_id", column: "talent", count: 1, lines: [2] }),
    ]);
    expect(fieldOf(withFields(""), { talent: ROUNDED }, "talent_id", facts({}))).toBe("damaged_id");
  });

  it("speaks of its own column alone", () => {
    const fallback = "talent_id: { columns: [first, talent] }";
    const text = `target: external-application\nfields:\n  external_id: id\n  ${fallback}\n`;
    const mapper = mapperOf(text, ["id", "first", "talent"], facts({ accept_rounded: true }));
    expect(mapper.map(["A-1", "", ROUNDED]).kind).toBe("payload");
    expect(mapper.map(["A-1", ROUNDED, ""]).kind).toBe("invalid");
  });

  it.each([
    ["123", "damaged_id"],
    ["123456", "damaged_id"],
    ["1234567", "1234567"],
    ["0000123", "0000123"],
    ["12345678", "12345678"],
    ["A1", "A1"],
  ])("shows which ids have lost zeros: %s", (cell, expected) => {
    expect(fieldOf(withFields(""), { talent: cell }, "talent_id", facts({ width: 7 }))).toBe(expected);
  });

  it("lets an id pass that may be hexadecimal where most are, with a word of doubt", () => {
    const mapper = mapperOf(withFields(""), ["id", "talent"], facts({ accept_hex: true }));
    expect(mapper.map(["A-1", "3e7"], 2)).toMatchObject({ payload: { talent_id: "3e7" } });
    expect(mapper.map(["A-2", "3.00E+07"], 3).kind).toBe("invalid");
    expect(mapper.map(["A-3", "3E+07"], 4).kind).toBe("invalid");
    expect(mapper.warnings()).toMatchObject([{ kind: "hexadecimal_id", field: "talent_id", count: 1, lines: [2] }]);
  });

  it("makes numbers of a date where it is full of them", () => {
    const such = facts({ accept_dates: true });
    expect(fieldOf(withFields(""), { talent: "2024/3/12" }, "talent_id", such)).toBe("2024/3/12");
    expect(fieldOf(withFields(""), { talent: "12-Mar" }, "talent_id", such)).toBe("damaged_id");
  });
});

describe("marks and invisible characters", () => {
  it.each([
    [`="${TALENT}"`, "text mark"],
    [`'${TALENT}`, "text mark"],
    [`${TALENT}\t`, "text mark"],
    [`\u200b${TALENT}`, "invisible"],
    ["６９６０６６３２４０９２５９５６４５９", "full-width"],
  ])("are taken off, and said: %j", (cell, words) => {
    const mapper = mapperOf(withFields(""), ["id", "talent"]);
    expect(mapper.map(["A-1", cell], 2)).toMatchObject({ payload: { talent_id: TALENT } });
    expect(mapper.warnings()).toEqual([
      expect.objectContaining({
        kind: "cleaned_cell",
        field: "talent_id",
        column: "talent",
        message: expect.stringContaining(words),
        count: 1,
        lines: [2],
      }),
    ]);
  });

  it("are nothing to be said where there are none, or spaces alone", () => {
    const mapper = mapperOf(withFields("job_title: job"), ["id", "talent", "job"]);
    mapper.map(["A-1", ` ${TALENT} `, "  工程师　"]);
    expect(mapper.warnings()).toEqual([]);
  });

  it("make one key of two cells", () => {
    const mapper = mapperOf(withFields(""), ["id", "talent"]);
    const keys = ["00123", '="00123"', "'00123", "\t00123", "\ufeff00123"].map((cell) => mapper.map([cell, TALENT]));
    expect(new Set(keys.map(({ key }) => key))).toEqual(new Set(["00123"]));
  });

  it("around nothing are nothing, and nothing is said of them", () => {
    const mapper = mapperOf(withFields("job_title: job"), ["id", "talent", "job"]);
    expect(mapper.map(["A-1", TALENT, '=""'])).toMatchObject({ kind: "payload" });
    expect(mapper.warnings()).toEqual([]);
    expect(fieldOf(withFields(""), { talent: '=""' }, "talent_id")).toBe("missing_value");
    expect(fieldOf(withFields("job_title: job"), { job: "'-" }, "job_title")).toBeUndefined();
    expect(fieldOf(withFields(""), { talent: '="6.96E+18"' }, "talent_id")).toBe("damaged_id");
  });

  it.each([
    "'abc",
    '"123',
    "123’",
    "„123",
    "'1'-'2'",
    "None",
    "nan",
    "(null)",
    "\\N",
    "—",
    '="1" & "2"',
    "69606 63240",
    "6960663\u200d240",
    "6960\u0007663",
    "6960\u00ad663",
  ])("that are not certain to be some make the row invalid: %j", (cell) => {
    expect(fieldOf(withFields(""), { talent: cell }, "talent_id")).toBe("bad_value");
  });
});

describe("quotation marks around ids", () => {
  it.each(['"', "'", "`", "“”", "‘’", "«»", "「」"])("are marks, and counted: %s", (marks) => {
    const quote = (text: string) => `${marks[0]}${text}${marks[marks.length - 1]}`;
    const mapper = mapperOf(withFields(""), ["id", "talent"]);
    for (const n of [1, 2, 3]) {
      const mapped = mapper.map([quote(`HR-APP-2024-0000${n}`), quote(TALENT)], n + 1);
      expect(mapped).toMatchObject({ key: `HR-APP-2024-0000${n}`, payload: { talent_id: TALENT } });
    }
    const message = "quotation marks around an id were taken off";
    expect(mapper.warnings()).toMatchObject([
      { kind: "cleaned_cell", column: "id", message, count: 3, lines: [2, 3, 4] },
      { kind: "cleaned_cell", column: "talent", message, count: 3 },
    ]);
  });

  it("make no other id, and hide no damage", () => {
    const mapper = mapperOf(withFields(""), ["id", "talent"]);
    expect(mapper.map(['"A-1"', TALENT]).key).toBe(mapper.map(["A-1", TALENT]).key);
    expect(fieldOf(withFields(""), { talent: '"6.96E+18"' }, "talent_id")).toBe("damaged_id");
    expect(fieldOf(withFields(""), { talent: '"None"' }, "talent_id")).toBe("bad_value");
  });

  it("stay in texts, where somebody quotes", () => {
    expect(fieldOf(withFields("job_title: job"), { job: '"Offer"' }, "job_title")).toBe('"Offer"');
    expect(fieldOf(withFields("job_title: job"), { job: "‘on hold’" }, "job_title")).toBe("‘on hold’");
  });
});

describe("an id", () => {
  it("comes out as it went in, but for what is certain to be no part of it, or not at all", () => {
    const mapper = mapperOf(withFields(""), ["id", "talent"]);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (id) => {
        const mapped = mapper.map([id, TALENT]);
        if (mapped.kind !== "payload") return;
        const bare = id.replace(/[\u200b\u2060\ufeff]/g, "");
        expect(bare).toContain(mapped.key);
        expect(bare.replace(mapped.key, "").replace(/[\p{Cf}\s]/gu, "")).toMatch(/^'?(?:="")?$/);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps its 19 digits in the mapping file", () => {
    const text = `target: external-application\nfields:\n  external_id: id\n  talent_id: { value: ${TALENT} }\n`;
    expect(mapRow(text, {})).toMatchObject({ payload: { talent_id: TALENT } });
    expect(load(text).fields[1]?.source).toEqual({ kind: "constant", value: TALENT });
    expect(stopOf(() => load(text.replace(TALENT, "6.96E+18"))).message).toMatch(/scientific notation/);
    const spaced = withTalent(`accept_ids: ['${ROUNDED} ']`);
    expect(fieldOf(spaced, { talent: ROUNDED }, "talent_id")).toBe(ROUNDED);
  });

  it("may have a date beside it in a template, but no damaged id", () => {
    const text = 'target: external-application\nfields:\n  external_id: { template: "{a}-{b}" }\n  talent_id: talent\n';
    const keyOf = (a: string, b: string): unknown => fieldOf(text, { a, b }, "external_id");
    expect(keyOf("71", "2024/3/12")).toBe("71-2024/3/12");
    expect(keyOf("71", "12-Mar")).toBe("71-12-Mar");
    expect(keyOf("'0071", '="2"')).toBe("0071-2");
    expect(keyOf("6.96E+18", "2")).toBe("damaged_id");
    expect(keyOf(ROUNDED, "2")).toBe("damaged_id");
    expect(keyOf("71", "#REF!")).toBe("bad_value");
    expect(keyOf("71", "a\ufffd")).toBe("undecodable");
  });
});
