import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Desk } from "../engine/support.js";
import { encode } from "./encode.js";

/** The nth invented talent. */
const talent = (n: number): string => `69308152727${String(90_200_000 + n * 7)}`;

interface Staged {
  /** `line key status kind` */
  readonly rows: readonly string[];
  /** `kind column count` */
  readonly warnings: readonly string[];
  /** What is to be said of the file: `kind lines` */
  readonly notes: readonly string[];
  /** The payloads' values of a field, by row; null where there is none. */
  readonly values: (field: string) => unknown[];
}

const FIELDS = "  external_id: ID\n  talent_id: Talent\n  stage: Stage\n  termination_reason: Reason\n";

/** Stages an export as `run` does, with a mapping of these fields. `top`: more keys of the mapping. */
async function staged(text: string | Buffer, { fields = FIELDS, top = "" } = {}): Promise<Staged> {
  const at = new Desk();
  at.mapping = `target: external-application\n${top}\nfields:\n${fields}`;
  writeFileSync(at.path("a.csv"), text);
  const { exports, contents } = await at.stage(["a.csv"]);
  const noted = Array.from(contents.values()).flatMap(({ warnings }) => warnings);
  const payloads = at.rows().map(({ payload }) => (payload === null ? {} : JSON.parse(payload)));
  return {
    rows: at.brief(),
    notes: noted.map(({ kind, lines }) => `${kind} ${lines.join(",")}`),
    warnings: exports.flatMap(({ mapper }) =>
      mapper
        .warnings()
        .map(({ kind, column = "", count }) => [kind, column, count].filter((part) => part !== "").join(" ")),
    ),
    values: (field) => payloads.map((payload) => payload[field] ?? null),
  };
}

/** An export of these reasons, one a row from line 2 on. */
const withReasons = (...reasons: readonly string[]): string =>
  ["ID,Talent,Stage,Reason", ...reasons.map((reason, n) => `A-${n + 1},${talent(n + 1)},Offer,${reason}`), ""].join(
    "\n",
  );

describe("error values in whatever language", () => {
  it.each([
    ["of Excel", ["#NV", "#WERT!", "#¡REF!", "#ССЫЛКА!", "#SPILL!"]],
    ["of Google Sheets and add-ins", ["#ERROR!", "Loading...", "#N/A N/A", "#GETTING_DATA", "#VALUE"]],
    ["of LibreOffice and others", ["Err:502", "错误:504", "#REF !", "#Deleted", "####"]],
  ])("make their rows invalid: %s", async (_maker, values) => {
    const { rows, warnings } = await staged(withReasons(...values, "Declined #REF!", "#1 choice"));
    const refused = values.map((_, n) => `${n + 2} A-${n + 1} invalid bad_value`);
    const sound = [values.length + 1, values.length + 2].map((n) => `${n + 1} A-${n} pending`);
    expect(rows).toEqual([...refused, ...sound]);
    expect(warnings).toEqual([]);
  });
});

describe("words for nothing", () => {
  it.each([
    ["of programs", ["nan", "None", "\\N", "(null)", "[]"]],
    ["of people", ["暂无", "未填写", "keine Angabe", "не указано", "--"]],
  ])("are sent and counted: %s", async (_who, words) => {
    const { rows, warnings, values } = await staged(withReasons(...words, "Nullarbor", "-"));
    expect(rows.every((row) => row.endsWith(" pending"))).toBe(true);
    expect(values("termination_reason")).toEqual([...words, "Nullarbor", null]);
    expect(warnings).toEqual([`word_for_nothing Reason ${words.length}`]);
  });
});

describe("encoded text", () => {
  const text = withReasons("Didn&#39;t show up", "R&amp;D<br>later", "too high_x000D_", "R&D & Ops; <T>", "AT&T");

  it("is sent and counted, and decoded once the mapping says so", async () => {
    const plain = await staged(text);
    expect(plain.warnings).toEqual(["encoded_text Reason 2", "encoded_text Reason 1"]);
    const { warnings, values } = await staged(text, { top: "decode: [html, xlsx]" });
    expect(warnings).toEqual([]);
    expect(values("termination_reason")).toEqual([
      "Didn't show up",
      "R&D\nlater",
      "too high",
      "R&D & Ops; <T>",
      "AT&T",
    ]);
  });
});

describe("ids", () => {
  it("in quotation marks are the ids inside, and counted", async () => {
    const ids = [`"""HR-1"""`, "“HR-2”", "`HR-3`", "HR-4"];
    const lines = ids.map((id, n) => `${id},'${talent(n + 1)}',Offer,x`);
    const { rows, warnings, values } = await staged(`ID,Talent,Stage,Reason\n${lines.join("\n")}\n`);
    expect(rows).toEqual([1, 2, 3, 4].map((n) => `${n + 1} HR-${n} pending`));
    expect(values("talent_id")).toEqual([1, 2, 3, 4].map(talent));
    expect(warnings).toEqual(["cleaned_cell Talent 4", "cleaned_cell ID 3"]);
  });

  it("below a second line of titles are rows, and that line is none to be sent", async () => {
    const rest = [1, 2, 3].map((n) => `A-${n},${talent(n)},初筛,x`).join("\n");
    const fields = "  external_id: 申请编号\n  talent_id: 人才编号\n  stage: 当前阶段\n";
    const text = `申请编号,人才编号,当前阶段,渠道\napplication_id,talent_id,stage,source\n${rest}\n`;
    const { rows } = await staged(text, { fields });
    expect(rows).toEqual([expect.stringMatching(/^2 - invalid/), "3 A-1 pending", "4 A-2 pending", "5 A-3 pending"]);
  });

  it("of talents that are unlike the others are told", async () => {
    const rest = [1, 2, 3, 4].map((n) => `A-${n},${talent(n)},Offer,x`).join("\n");
    const { rows, warnings } = await staged(`ID,Talent,Stage,Reason\n${rest}\nQ1,hired-12,2,x\nQ2,hired-7,1,x\n`);
    expect(rows.every((row) => row.endsWith(" pending"))).toBe(true);
    expect(warnings).toEqual(["unlike_other_ids 2"]);
  });
});

describe("titles with what nobody can see", () => {
  it.each([
    ["zero-width and soft", "ID,Tal\u00adent,\u200bStage,Reason\u200f"],
    ["no-break, in quotes, behind a mark", '\ufeff"\u00a0ID","Talent\u2060","Sta\u034fge","Reason\ufe0f"'],
    ["behind a mark that was saved as text", "ï»¿ID,Talent,Stage,Reason"],
    ["among control characters", "ID,Tal\u0001ent,Stage\u007f,Reason"],
  ])("are found: %s", async (_what, header) => {
    const { rows, values } = await staged(`${header}\nA-1,${talent(1)},Offer,x\n`);
    expect(rows).toEqual(["2 A-1 pending"]);
    expect(values("stage")).toEqual(["Offer"]);
  });
});

describe("a time that says its zone", () => {
  const fields = `${FIELDS}  create_time: Applied\n`;
  const withTimes = (...times: readonly string[]): string =>
    ["ID,Talent,Stage,Reason,Applied", ...times.map((time, n) => `A-${n},${talent(n + 1)},Offer,x,${time}`), ""].join(
      "\n",
    );
  const top = "timezone: Asia/Shanghai";

  it.each([
    ["2024-03-05 12:00 +0800", "2024-03-05T04:00:00.000Z"],
    ["2024-03-05T12:00Z", "2024-03-05T12:00:00.000Z"],
    ["2024-03-05 12:00 GMT+8", "2024-03-05T04:00:00.000Z"],
    ["2024-03-05 12:00 UTC-05:00", "2024-03-05T17:00:00.000Z"],
    ["2024-03-05 12:00", "2024-03-05T04:00:00.000Z"],
  ])("is read by it: %s", async (time, instant) => {
    const { values } = await staged(withTimes(time, time), { fields, top });
    expect(values("create_time")).toEqual([Date.parse(instant), Date.parse(instant)]);
  });

  it.each(["2024-03-05 12:00 CST", "Tue Mar 05 12:00:00 IST 2024", "2024-03-05 12:00 北京时间"])(
    "is refused where nobody can be sure: %s",
    async (time) => {
      const { rows } = await staged(withTimes(time, time), { fields, top });
      expect(rows).toEqual(["2 A-0 invalid bad_time", "3 A-1 invalid bad_time"]);
    },
  );
});

describe("a broken character", () => {
  const bytes = (...parts: readonly (string | Buffer)[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
  const cut = Buffer.from("备注很长").subarray(0, -1);
  const HEADER = "ID,Talent,Stage,Reason,备注\n";
  const FIRST = `A-1,${talent(1)},初筛,薪资不符,沟通顺畅\n`;

  it.each([
    [
      "cut off in UTF-8",
      "utf-8",
      bytes(HEADER, FIRST, `A-2,${talent(2)},初筛,薪资,`, cut, `\nA-3,${talent(3)},初筛,x,y\n`),
    ],
    [
      "of GB18030",
      "gb18030",
      bytes(
        encode(HEADER + FIRST, "gb18030"),
        encode(`A-2,${talent(2)},初筛,薪资,沟通`, "gb18030"),
        Buffer.from([0xff, 0x0a]),
        encode(`A-3,${talent(3)},初筛,x,y\n`, "gb18030"),
      ),
    ],
    [
      "of another encoding",
      "utf-8",
      bytes(HEADER, FIRST, `A-2,${talent(2)},Offer,x,`, encode("沟通顺畅", "gb18030"), "\n"),
    ],
  ])("in a column that no field uses costs no row, and is counted: %s", async (_what, encoding, text) => {
    const { rows, notes, values } = await staged(text, { top: `csv: { encoding: ${encoding} }` });
    expect(rows.every((row) => row.endsWith(" pending"))).toBe(true);
    expect(notes).toEqual(["broken_unused 3"]);
    expect(JSON.stringify(values("stage"))).not.toContain("\ufffd");
  });

  it("in a column that a field uses makes the row invalid", async () => {
    const text = bytes(HEADER, FIRST, `A-2,${talent(2)},初筛,`, cut, `,y\nA-3,${talent(3)},初筛,x,`, cut, "\n");
    const { rows, notes } = await staged(text);
    expect(rows).toEqual(["2 A-1 pending", "3 - invalid undecodable", "4 A-3 pending"]);
    expect(notes).toEqual(["broken_unused 4"]);
  });

  it("tells that what is valid by accident beside it is not to be trusted", async () => {
    // 状态 and 硕士 are valid UTF-8 in GBK: what they become is nothing that anybody writes.
    const pasted = encode(`A-2,${talent(2)},状态,硕士,沟通顺畅\n`, "gb18030");
    const { rows } = await staged(bytes(HEADER, FIRST, pasted, `A-3,${talent(3)},初筛,x,y\n`));
    expect(rows).toEqual(["2 A-1 pending", "3 - invalid undecodable", "4 A-3 pending"]);
  });
});
