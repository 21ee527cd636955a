import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Desk } from "../engine/support.js";
import { type Encoding, encode } from "./encode.js";

const MAPPING = `target: external-application
fields:
  external_id: 申请ID
  talent_id: 人才ID
  stage: 状态
  termination_reason: 备注
`;
const TALENT = "693081527279020100";

/** An export of a recruiting system: its rows as `id status note`. */
function desk(): Desk & { put(name: string, text: string, encoding?: Encoding): string } {
  const made = new Desk();
  made.mapping = MAPPING;
  return Object.assign(made, {
    put(name: string, text: string, encoding: Encoding = "utf-8") {
      writeFileSync(made.path(name), encode(text, encoding));
      return name;
    },
  });
}

describe("several exports in one run", () => {
  it("may each be written in their own way, with their columns in their own order", async () => {
    const at = desk();
    at.put("a.csv", `申请ID,人才ID,状态,备注\nA-1,${TALENT}1,已淘汰,薪资\n`, "gb18030");
    at.put("b.csv", `导出时间;2024\n\n备注;状态;人才ID;申请ID\nx;已归档;${TALENT}2;A-2\n`);
    at.put("c.csv", `\ufeff人才ID\t申请ID\t状态\t备注\r\n${TALENT}3\tA-3\t已归档\t\r\n`, "utf-16le");
    writeFileSync(at.path("d.csv.gz"), gzipSync(`申请ID|人才ID|状态|备注\nA-4|${TALENT}4|已归档|\n`));
    await at.stage(["a.csv", "b.csv", "c.csv", "d.csv.gz"]);
    expect(at.brief()).toEqual([
      "2 A-1 pending",
      "b.csv:4 A-2 pending",
      "c.csv:2 A-3 pending",
      "d.csv.gz:2 A-4 pending",
    ]);
  });

  it("know each other's keys: equal rows are repeats, others are all invalid", async () => {
    const at = desk();
    at.put("a.csv", `申请ID,人才ID,状态,备注\nA-1,${TALENT}1,已淘汰,薪资\nA-2,${TALENT}2,已淘汰,\n`, "gb18030");
    at.put("b.csv", `状态;备注;人才ID;申请ID\n已淘汰;薪资;${TALENT}1;A-1\n已归档;;${TALENT}2;A-2\n`);
    await at.stage(["a.csv", "b.csv"]);
    expect(at.brief()).toEqual([
      "2 A-1 pending",
      "3 A-2 invalid key_conflict",
      "b.csv:2 A-1 skipped repeat",
      "b.csv:3 A-2 invalid key_conflict",
    ]);
    expect(at.rows().find(({ status }) => status === "invalid")?.value).toContain("b.csv");
  });
});

describe("the mapping's columns", () => {
  it("tell the encoding, the delimiter and the header where statistics could not", async () => {
    const at = desk();
    at.mapping = MAPPING.replace("  termination_reason: 备注\n", "");
    // 状态 is valid UTF-8 in GBK, and a line of the preamble looks more like titles than the titles do.
    at.put("a.csv", `Team,Filter,Owner\nrecruiting,all,nobody\n申请ID,人才ID,状态\nA-1,${TALENT}1,x\n`, "gb18030");
    const { contents } = await at.stage(["a.csv"]);
    expect(at.brief()).toEqual(["4 A-1 pending"]);
    expect(contents.get(at.path("a.csv"))?.not_rows).toMatchObject({ preamble: { count: 2, lines: [1, 2] } });
  });
});

describe("damage", () => {
  it("gets into no payload, and costs its own row alone", async () => {
    const at = desk();
    const lines = [`A-1,${TALENT}1,已淘汰,fine`, `A-2,${TALENT}2,已淘\ufffd,x`, `A-3,${TALENT}3,x,a\0b`];
    at.put("a.csv", `申请ID,人才ID,状态,备注\n${lines.join("\n")}\nA-\u200d4,${TALENT}4,x,y\n`);
    await at.stage(["a.csv"]);
    expect(at.brief()).toEqual([
      "2 A-1 pending",
      "3 A-2 invalid undecodable",
      "4 A-3 invalid undecodable",
      "5 - invalid bad_value",
    ]);
    expect(at.rows().some(({ payload }) => payload?.includes("\ufffd") === true)).toBe(false);
  });

  it("in a column that nobody uses is nobody's trouble", async () => {
    const at = desk();
    at.put("a.csv", `申请ID,人才ID,状态,备注,其他\nA-1,${TALENT}1,已淘汰,,a\ufffd\0\n`);
    await at.stage(["a.csv"]);
    expect(at.brief()).toEqual(["2 A-1 pending"]);
  });

  it("of lines in another encoding is told by line, and comes back to be mended", async () => {
    const at = desk();
    const [head, pasted, tail] = [
      "申请ID,人才ID,状态,备注\n",
      `A-1,${TALENT}1,已淘汰,薪资不符\n`,
      `A-2,${TALENT}2,已归档,\n`,
    ];
    const bytes = [encode(head, "gb18030"), Buffer.from(pasted), encode(tail, "gb18030")];
    writeFileSync(at.path("a.csv"), Buffer.concat(bytes));
    await at.stage(["a.csv"]);
    expect(at.brief()).toEqual(["2 - invalid undecodable", "3 A-2 pending"]);
    expect(await at.failures("a.csv", "failed.csv")).toBe(1);
    const failed = readFileSync(at.path("failed.csv"), "utf8");
    // The whole line stands in _raw, decoded: only the marks of what did not fit are in the way.
    expect(failed).toContain(`,,,,,"A-1,${TALENT}1,\ufffd已淘汰,\ufffd薪资不符"`);
    const mended = failed.replace(/,,,,,"A-1.*"/, `,A-1,${TALENT}1,已淘汰,薪资不符,`);
    writeFileSync(at.path("failed.csv"), mended);
    await at.stage(["failed.csv"]);
    expect(at.counts()).toEqual({ pending: 2 });
  });
});

describe("total lines and blank lines below", () => {
  it("are no rows", async () => {
    const at = desk();
    at.put("a.csv", `申请ID,人才ID,状态,备注\nA-1,${TALENT}1,已淘汰,\n,,,\n\n合计,1,,\n共 1 条\n`, "gb18030");
    const { contents } = await at.stage(["a.csv"]);
    expect(at.brief()).toEqual(["2 A-1 pending"]);
    expect(contents.get(at.path("a.csv"))?.not_rows).toMatchObject({
      blank: { lines: [4] },
      delimiter_only: { lines: [3] },
      total: { lines: [5, 6] },
    });
  });
});
