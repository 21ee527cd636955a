import { describe, expect, it } from "vitest";
import { wordForNothing } from "../../src/mapping/cells/nothing-words.js";
import { fieldOf, mapperOf, mapRow, withFields } from "./support.js";

const TALENT = "6960663240925956459";

describe("a word for nothing", () => {
  it.each([
    ...["null", "None", "nan", "NaN", "NaT", "NA", "n/a", "N.A.", "undefined", "(null)", "<null>", "<NA>", "[]", "{}"],
    ...["\\N", "nil", "(blank)", "--None--", "-- Please select --", '"null"', "[null]", "[object Object]", "-1.#IND"],
    ...["( null )", "[ none ]", "< >"],
    ...["--", "—", "——", "/", ".", "…", "?", "ーー", "－"],
    ...["暂无", "暫無", "无", "（无）", "空", "未填写", "未提供", "请选择", "なし", "未入力", "없음"],
    ...["k. A.", "keine Angabe", "non renseigné", "No Especificado", "não informado", "не указано", "brak danych"],
  ])("is known: %s", (text) => {
    expect(wordForNothing(text)).toBe("certain");
  });

  it.each(["False", "FALSE", "没有", "aucun", "Ingen", "нет", "empty"])("may be an answer, too: %s", (text) => {
    expect(wordForNothing(text)).toBe("possible");
  });

  it.each([
    ...[
      "Nonesuch",
      "Nullarbor",
      "No show",
      "NAV",
      "Nan Li",
      "N",
      "0",
      "x",
      "Unknown",
      "未知",
      "其他",
      "R&D",
      "A-",
      "/a",
    ],
    ...["(none of the above)", "<b>", "无锡", "空调工程师", "no", "[Lead]", "1.5", "C", "***", "Offer", "-1", "- a -"],
  ])("is not %s", (text) => {
    expect(wordForNothing(text)).toBeUndefined();
  });
});

describe("a text that is a word for nothing", () => {
  const FIELDS = "job_title: job\ntermination_type: reason";
  const names = ["id", "talent", "job", "reason"];

  it("is sent as it stands, and counted with what to do", () => {
    const mapper = mapperOf(withFields(FIELDS), names);
    const reasons = ["nan", "None", "nan", "False", "Declined", "-"];
    const sent = reasons.map((reason, n) => mapper.map([`A-${n}`, TALENT, "Engineer", reason], n + 2));
    expect(sent.map((row) => row.kind === "payload" && row.payload.termination_type)).toEqual([
      ...["nan", "None", "nan", "False", "Declined"],
      undefined,
    ]);
    const doubts = mapper.warnings();
    expect(doubts).toMatchObject([
      { kind: "word_for_nothing", field: "termination_type", column: "reason", count: 4, lines: [2, 3, 4, 5] },
    ]);
    expect(doubts[0]?.message).toBe("words for nothing are sent as they stand: nan, None, False");
    expect(doubts[0]?.words).toEqual([
      { word: "nan", count: 2 },
      { word: "None", count: 1 },
      { word: "False", count: 1 },
    ]);
    expect(doubts[0]?.hint).toContain('empty: ["", "-", "N/A", "#N/A", "NULL", "无", "nan", "None", "False"]');
  });

  it("is nothing once the mapping says so, as the hint advises", () => {
    const empty = mapperOf(withFields(FIELDS), names);
    empty.map(["A-1", TALENT, "Engineer", "暂无"], 2);
    const line = empty.warnings()[0]?.hint.match(/empty: \[.*\]/)?.[0] ?? "";
    const mapper = mapperOf(withFields(FIELDS, line), names);
    expect(mapper.map(["A-1", TALENT, "Engineer", "暂无"], 2)).toMatchObject({ kind: "payload" });
    expect(mapper.map(["A-1", TALENT, "N/A", "暂无"], 2)).toEqual({
      kind: "payload",
      key: "A-1",
      payload: { external_id: "A-1", talent_id: TALENT },
    });
    expect(mapper.warnings()).toEqual([]);
  });

  it("is seen in a part of a template, and where `otherwise` would swallow it", () => {
    const fields = 'job_title: { template: "{job} ({reason})" }\nstage: { column: s, values: { x: y }, otherwise: z }';
    const mapper = mapperOf(withFields(fields), [...names, "s"]);
    mapper.map(["A-1", TALENT, "Engineer", "nan", "暂无"], 2);
    mapper.map(["A-2", TALENT, "Engineer", "Lead", "x"], 3);
    expect(mapper.warnings()).toMatchObject([
      { column: "reason", words: [{ word: "nan" }], lines: [2] },
      { field: "stage", column: "s", words: [{ word: "暂无" }], message: expect.stringContaining("otherwise") },
    ]);
  });

  it("that `values` list is what they say", () => {
    const mapper = mapperOf(withFields("stage: { column: s, values: { none: none } }"), ["id", "talent", "s"]);
    expect(mapper.map(["A-1", TALENT, "None"], 2)).toMatchObject({ payload: { stage: "none" } });
    expect(mapper.warnings()).toEqual([]);
  });
});

describe("a word for nothing that is no text", () => {
  it.each(["暂无", "未填写", "[]", "NaT", "<NA>", "n/a.", "N.A."])("is no id: %s", (cell) => {
    const { failure } = mapRow(withFields("", 'empty: ["-"]'), { talent: cell }) as { failure?: unknown };
    if (cell === "n/a.") expect(failure).toBeUndefined();
    else expect(failure).toMatchObject({ kind: "bad_value", message: "The id is a word for nothing" });
  });

  it("is an id where the mapping accepts it, and may be a part of one", () => {
    const text =
      "target: external-application\nfields:\n  external_id: id\n  talent_id: { column: talent, accept_ids: [nil] }\n";
    expect(fieldOf(text, { talent: "nil" }, "talent_id")).toBe("nil");
    const parts = withFields("").replace("external_id: id", 'external_id: { template: "{site}-{id}" }');
    expect(fieldOf(parts, { site: "NA" }, "external_id")).toBe("NA-A-1");
    expect(fieldOf(parts, { site: "nan" }, "external_id")).toBe("bad_value");
  });

  it("is no time, and the row says why", () => {
    const { failure } = mapRow(withFields("create_time: t", "timezone: UTC"), { t: "NaT" }) as { failure?: unknown };
    expect(failure).toMatchObject({
      kind: "bad_time",
      message: "The date is a word for nothing",
      hint: expect.stringMatching(/empty: \[.*"NaT"\]$/),
    });
  });
});
