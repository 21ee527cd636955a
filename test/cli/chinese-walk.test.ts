import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atTerminal, HAS_TERMINAL } from "../support/terminal.js";
import { englishIn } from "./english.js";
import { readCsv, talent, UNKNOWN_TALENT } from "./exports.js";
import { folder, hire, type Ran, start } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const HEADER = "申请ID,人才ID,职位,来源渠道,简历来源,当前阶段,候选人状态,投递时间,归档时间,淘汰原因,邮箱";
const row = (n: number, cells: readonly string[]) => [`A-${n}`, ...cells, `p${n}@example.com`].join(",");
const FINE = ["工程师", "内部推荐", "官网", "初筛", "已淘汰", "2023/2/8 9:05", "2023/3/8", "能力不匹配"];
const EXPORT = [
  "候选人导出,,,,,,,,,,",
  HEADER,
  ...Array.from({ length: 9 }, (_, index) => row(index + 1, [talent(index + 1), ...FINE])),
  row(10, [UNKNOWN_TALENT, ...FINE]),
  row(11, ["6.96E+18", ...FINE]),
  row(12, ["", ...FINE]),
  row(13, [talent(13), ...FINE.with(5, "2023/2/30 9:05")]),
  row(14, [talent(14), ...FINE.with(4, "流程中").with(6, "")]),
  row(15, [talent(15), ...FINE.with(1, "校园大使")]),
  row(1, [talent(1), ...FINE]),
  row(16, [talent(16), ...FINE]).replace("工程师", '"工程"师'),
  "合计,17,,,,,,,,,",
].join("\r\n");

interface Desk {
  readonly cwd: string;
  /** Calls the program, and expects that it says nothing in English. */
  call(...args: readonly string[]): Promise<Ran>;
  write(name: string, text: string): void;
  read(name: string): string;
}

async function deskOf(): Promise<Desk & { readonly env: Readonly<Record<string, string>> }> {
  const cwd = folder();
  const { env: place } = await sandboxHere();
  const env = { ...place, HIRE_IMPORT_LANG: "zh" };
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
  const read = (name: string) => readFileSync(join(cwd, name), "utf8");
  write("export.csv", EXPORT);
  const call = async (...args: readonly string[]) => {
    const ran = await hire(args, { cwd, env });
    expect(englishIn(`${ran.stdout}\n${ran.stderr}`), args.join(" ")).toEqual([]);
    return ran;
  };
  return { cwd, env, call, write, read };
}

/** The mapping that `init` writes, with each answer that it asks for. */
const completed = (mapping: string): string =>
  mapping.replace(/TODO 填写原系统所用的时区.*/, "Asia/Shanghai").replace("校园大使: TODO", "校园大使: 3");

describe("nothing is English on the way of somebody who reads Chinese", () => {
  it("from doctor to the signed page, and back", async () => {
    const { call, read, write, cwd, env } = await deskOf();
    await call("doctor");
    await call("init", "export.csv");
    expect(englishIn(read("mapping.yaml"))).toEqual([]);
    expect((await call("init", "export.csv")).exit).toBe(2);
    expect((await call("check", "export.csv")).exit).toBe(2);
    write("mapping.yaml", completed(read("mapping.yaml")));
    expect((await call("check", "export.csv", "--problems", "problems.csv")).exit).toBe(1);
    await call("check", "export.csv", "--online");
    await call("doctor", "export.csv");
    expect((await call("run", "export.csv", "--limit", "3")).exit).toBe(10);
    expect((await call("run", "export.csv")).exit).toBe(1);
    for (const args of [["status"], ["retry"], ["retry", "--only", "rejected"], ["retry", "--key", "NOPE"]])
      await call(...args);
    for (const key of ["A-1", "A-10", "A-11", "A-13", "NOPE"]) await call("explain", key);
    await call("explain", "A-1", "--remote");
    await call("explain", "--line", "14");
    await call("failures", "-o", "failed.csv");
    const failed = read("failed.csv");
    for (const { _reason = "", _hint = "" } of readCsv(failed)) expect(englishIn(`${_reason}\n${_hint}`)).toEqual([]);
    write("failed.csv", failed.replace(UNKNOWN_TALENT, talent(10)).replace("2023/2/30", "2023/2/28"));
    await call("run", "failed.csv");
    expect((await call("resolve", "A-11", "--skip", "--reason", "重复")).exit).toBe(0);
    await call("resolve", "A-1", "--send");
    await call("verify");
    await call("results", "-o", "results.csv");
    await call("report", "-o", "report.html");
    expect(englishIn(read("report.html"))).toEqual([]);
    expect((await call("undo")).exit).toBe(2);
    expect((await call("undo", "--confirm", "3")).exit).toBe(2);
    await call("undo", "--key", "A-1", "--confirm", "1");
    await call("status");
    if (!HAS_TERMINAL) return;
    const undo = atTerminal(["undo"], { cwd, env });
    await undo.says(/Enter|回车/);
    undo.type("\r");
    expect(await undo.ended).toBe(2);
    expect(englishIn(undo.screen.shown.join("\n"))).toEqual([]);
  });

  it("where something is wrong with what was typed, the mapping or a plan", async () => {
    const { call, write, cwd } = await deskOf();
    for (const zone of ["CST", "UTC+8", "Etc/GMT-8", "Mars", "Asia/Shangai"])
      expect((await call("init", "export.csv", "--timezone", zone)).exit).toBe(2);
    expect((await call("init", "export.csv", "--target", "aplication")).exit).toBe(2);
    const wrong = [
      "fields: { external_id: { template: '{A' }, talent_id: { column: 人才ID, lookup: { file: a.csv } } }",
      "fields: { external_id: { template: '{A}{B}' }, talent_id: { resolve: {} }, job_title: { split: ';' } }",
      "fields: { external_id: { template: '{}' }, job_title: { value: '', lookup: { ledger: a.db } } }",
      "fields: { external_id: { column: A, split: ';' }, create_time: { column: T, values: { a: 1 } } }",
      "fields: { external_id: A, talent_id: B, create_time: { column: T, format: yyyy-mm-dd } }",
      "fields: { external_id: A, talent_id: B, delivery_type: { column: S, values: { 内推: 9 }, otherwise: 12 } }",
      "fields: { external_id: A, create_time: { column: T, format: [YYYY, 'yyyyMd', \"yyyy-MM-dd'Z'\"] } }",
      "fields: { external_id: A, talent_id: { value: x, lookup: { ledger: a.db, key: k } }, stage: { column: [] } }",
      "csv: { delimiter: ab, quote: ab, escape: ab, header_line: 0 }\nempty: no\nwhere: no\nfields: no",
      "csv: no\ntimezone: CST\ndecode: [x]\nwhere: [{ column: A }]\nfields: {}",
      "fields: { external_id: A, talent_id: B, delivery_type: { column: S, values: { 内推: 3, ' 内推': 2 } } }",
    ];
    for (const [index, text] of wrong.entries()) {
      write("mapping.yaml", `target: external-application\n${text}\n`);
      expect((await call("check", "export.csv")).exit, `mapping ${index}`).toBe(2);
    }
    write("mapping.yaml", "target: external-application\nfields: { external_id: 申请ID, talent_id: 人才ID }\n");
    const plans = [
      "",
      "steps: no\n",
      "steps: []\n",
      "steps: [{ name: a b, mapping: '', exports: [] }, 3]\n",
      "steps: [{ name: a, mapping: mapping.yaml, exports: gone.csv, legder: a.db }]\n",
      `steps: [${["m.yaml", "mapping.yaml"].map((mapping) => `{ name: a, mapping: ${mapping}, exports: a.csv }`)}]\n`,
      `steps: [${["a", "b"].map((name) => `{ name: ${name}, mapping: mapping.yaml, exports: a.csv, ledger: c }`)}]\n`,
    ];
    for (const [index, text] of plans.entries()) {
      write("plan.yaml", text);
      expect((await call("migrate", "plan.yaml")).exit, `plan ${index}`).toBe(2);
    }
    expect((await call("migrate", "gone.yaml")).exit).toBe(2);
    write("plan.yaml", "steps: [{ name: a, mapping: mapping.yaml, exports: export.csv }]\n");
    write("plan.html", "mine");
    expect((await call("migrate", "plan.yaml")).exit).toBe(2);
    write("plan.html", "");
    write("a.db.sandbox", "mine");
    expect(existsSync(join(cwd, "a.db"))).toBe(false);
    expect((await call("migrate", "plan.yaml", "--sandbox")).exit).toBe(2);
  });

  it("when a sandbox begins", async () => {
    const sandbox = start(["sandbox"], { cwd: folder(), env: { HIRE_IMPORT_LANG: "zh" } });
    await sandbox.says(/Ctrl-C/);
    sandbox.kill("SIGTERM");
    const { stdout, stderr } = await sandbox.ended;
    expect(englishIn(`${stdout}\n${stderr}`)).toEqual([]);
  });
});

it("a help, which is English, is led by the Chinese page", async () => {
  for (const args of [["--help"], ["run", "--help"]]) {
    const { stdout } = await hire(args, { env: { HIRE_IMPORT_LANG: "zh" } });
    const page = /^命令和选项的说明为英文。中文说明：(.*)\n/.exec(stdout)?.[1] ?? "";
    expect(readFileSync(page, "utf8")).toContain("给 HR 的说明");
    expect((await hire(args)).stdout).not.toContain("中文");
  }
});
