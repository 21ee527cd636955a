import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { languageOf } from "../../src/cli/texts/language.js";
import { COMMON_CODES, TOKEN_CODES } from "../../src/feishu/codes.js";
import type { FieldDefinition } from "../../src/model/payload.js";
import { TARGETS } from "../../src/targets/index.js";
import { talents } from "../../src/targets/talents.js";
import { codes } from "../../src/texts/zh/codes.js";
import { labels } from "../../src/texts/zh/labels.js";
import { englishIn } from "./english.js";
import { readCsv, talent, UNKNOWN_TALENT } from "./exports.js";
import { folder, hire } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const MAPPING = `target: external-application
timezone: Asia/Shanghai
fields:
  external_id: 申请ID
  talent_id: 人才ID
  job_title: 职位
  delivery_type: { column: 来源, values: { 内推: 3, 投递: 2 } }
  create_time: { column: 投递时间, format: "yyyy/MM/dd HH:mm" }
`;
const HEADER = "申请ID,人才ID,职位,来源,投递时间";
const ROWS = [
  `A-1,${talent(1)},工程师,内推,2024/08/03 10:30`,
  `A-2,,工程师,内推,2024/08/03 10:30`,
  `A-3,${UNKNOWN_TALENT},工程师,投递,2024/08/03 10:30`,
  `A-4,${talent(4)},工程师,猎头,2024/02/30 10:30`,
  "A-5,6.96E+18,工程师,内推,2024/08/03 10:30",
  `A-1,${talent(1)},工程师,内推,2024/08/03 10:30`,
];

/** Nothing says which of them are days. */
const TWO_DATES = `${HEADER}\nA-1,${talent(1)},工程师,内推,03/04/2024\nA-2,${talent(2)},工程师,内推,05/06/2024\n`;

function workplace(): string {
  const cwd = folder();
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  writeFileSync(join(cwd, "export.csv"), `${[HEADER, ...ROWS].join("\n")}\n`);
  return cwd;
}

describe("somebody who reads Chinese", () => {
  it("is told of an import in Chinese from check to the report; JSON and words of files stay English", async () => {
    const cwd = workplace();
    const { env } = await sandboxHere();
    const call = (...args: string[]) => hire(args, { cwd, env: { ...env, LANG: "zh_CN.UTF-8" } });
    const checked = await call("check", "export.csv");
    expect(checked.stdout).toContain("必填项为空");
    expect(checked.stdout).toContain("未知的值：请把每个 TODO 换成对应的值");
    expect(checked.stdout).toContain("6 行尚未记录在 hire-import.db 中；导入将发送 2 次请求，约需");
    expect(englishIn(checked.stdout)).toEqual([]);
    const ran = await call("run", "export.csv");
    expect(ran.stdout).toContain("已完成。");
    expect(ran.stdout).toMatch(/总计：6 行中已导入 1 行，需要处理 4 行，已跳过 1 行。/);
    expect(ran.stdout).toContain("飞书招聘中没有这个人才 [1002102]");
    expect(englishIn(ran.stdout)).toEqual([]);
    const status = await call("status");
    expect(status.stdout).toMatch(/已导入 {4}.* 1\n/);
    expect(status.stdout).toContain("已跳过 1 行：与另一行完全重复");

    const written = await call("failures", "-o", "failed.csv");
    expect(written.stdout).toContain("export.csv 中的 4 行已写入 failed.csv");
    expect(englishIn(written.stdout)).toEqual([]);
    const failed = readCsv(readFileSync(join(cwd, "failed.csv"), "utf8"));
    expect(failed.map(({ _status, _code, _reason }) => [_status, _code, _reason])).toEqual([
      ["invalid", "", "人才ID：必填项为空"],
      ["rejected", "1002102", "飞书招聘中没有这个人才"],
      ["invalid", "", "来源：未知的值：不在该字段的 `values` 中（猎头）；投递时间：日期无效（2024/02/30 10:30）"],
      ["invalid", "", "人才ID：ID 被 Excel 转成了科学计数法，数字已丢失（6.96E+18）"],
    ]);
    for (const { _reason = "", _hint = "" } of failed) expect(englishIn(`${_reason}\n${_hint}`)).toEqual([]);

    const file = readFileSync(join(cwd, "failed.csv"), "utf8");
    const corrected = file
      .replace("A-2,,", `A-2,${talent(2)},`)
      .replace(UNKNOWN_TALENT, talent(3))
      .replace("猎头,2024/02/30", "投递,2024/02/28")
      .replace("6.96E+18,工程师", `${talent(5)},工程师`);
    writeFileSync(join(cwd, "failed.csv"), corrected);
    const again = await call("run", "failed.csv");
    expect(again.stdout).toContain("总计：6 行中已导入 5 行，已跳过 1 行。");
    const told = await call("report", "-o", "report.html");
    expect(told.stdout).toContain("导入完成，尚未核对：已导入 5 行，未导入 1 行");
    const page = readFileSync(join(cwd, "report.html"), "utf8");
    expect(page).toContain('<html lang="zh-CN">');
    for (const words of ["历史投递导入报告", "姓名", "日期", "签字", "演练 – 非正式数据"])
      expect(page).toContain(words);
    expect(englishIn(page)).toEqual([]);
    const json = (await call("report", "-o", "again.html", "--json")).json;
    expect(json.verdict).toBe("Import complete, not verified yet: 5 imported, 1 left out");
  });

  it("is told in Chinese what ends a command, in English where programs read it", async () => {
    const cwd = workplace();
    const { env } = await sandboxHere();
    const call = (...args: string[]) => hire(args, { cwd, env: { ...env, HIRE_IMPORT_LANG: "zh" } });
    writeFileSync(join(cwd, "wrong.yaml"), MAPPING.replace("人才ID", "人才编号").replace("  job_title", "  job_titel"));
    writeFileSync(join(cwd, "dates.yaml"), MAPPING.replace(', format: "yyyy/MM/dd HH:mm"', ""));
    writeFileSync(join(cwd, "dates.csv"), TWO_DATES);
    for (const [args, words] of [
      [["check", "gone.csv"], "错误：找不到文件："],
      [["check", "export.csv", "-m", "gone.yaml"], "错误：找不到映射文件 gone.yaml"],
      [["check", "export.csv", "-m", "wrong.yaml"], "没有这个字段；是否为 job_title？"],
      [
        ["check", "dates.csv", "-m", "dates.yaml"],
        "可能是日在前，也可能是月在前，2 个单元格都无法确定：第 2 行“03/04/2024”",
      ],
      [["run"], "错误：缺少参数 <export>"],
      [["run", "export.csv", "--nope"], "错误：未知的选项 --nope"],
      [["check", "export.csv", "--timeout", "30"], "应为时长，例如 30s、15m、8h 或 1h30m。"],
      [["chek"], "（是否为 check？）"],
      [["status", "-l", "gone.db"], "没有账本"],
      [["resolve", "A-1", "--skip"], "没有账本"],
    ] as const) {
      const { exit, stderr } = await call(...args);
      expect(exit).toBe(2);
      expect(stderr).toContain(words);
      expect(englishIn(stderr)).toEqual([]);
    }
    const { json } = await call("check", "gone.csv", "--json");
    expect(json.error).toEqual({
      kind: "no_such_file",
      message: expect.stringMatching(/^File not found: .*gone\.csv\.$/),
      hint: "Check the path of the export.",
      code: null,
      log_id: null,
    });
  });

  it("is told in English where the flag says so, and any other language is refused", async () => {
    const cwd = workplace();
    const { env } = await sandboxHere();
    const call = (...args: string[]) => hire(args, { cwd, env: { ...env, LANG: "zh_CN.UTF-8" } });
    expect((await call("run", "export.csv", "--lang", "en")).stdout).toContain("Finished.");
    const refused = await call("status", "--lang", "fr");
    expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining("en, zh") });
    const by_name = await hire(["status"], { cwd, env: { LANG: "en_US.UTF-8", HIRE_IMPORT_LANG: "zh" } });
    expect(by_name.stdout).toContain("已导入");
  });

  it.each([
    [{ LC_ALL: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh"],
    [{ LC_ALL: "", LC_MESSAGES: "zh_TW", LANG: "C" }, "zh"],
    [{ LC_ALL: "C", LANG: "zh_CN.UTF-8" }, "en"],
    [{ LANG: "zh_CN" }, "zh"],
    [{}, "en"],
  ])("is known by the locale %j", (env, language) => expect(languageOf(env)).toBe(language));
});

/** As 0.2.0 kept it: the sentences of then, and no reason. */
const OLD = {
  invalid: { kind: "bad_time", message: "there is no such date or time", hint: "Mend the cell", field: "create_time" },
  rejected: { kind: "refused", message: "the talent does not exist in Feishu Hire", hint: "create it", code: 1002102 },
};

it("reads a ledger of 0.2.0 in both languages: its sentences as they are, Feishu's codes in either", async () => {
  const cwd = workplace();
  const { env } = await sandboxHere();
  await hire(["run", "export.csv"], { cwd, env });
  const db = new Database(join(cwd, "hire-import.db"));
  for (const [status, failure] of Object.entries(OLD)) {
    db.prepare("UPDATE rows SET failure = ? WHERE status = ?").run(JSON.stringify(failure), status);
  }
  db.close();
  const told = async (lang: string) => (await hire(["status", "--lang", lang], { cwd })).stdout;
  const english = await told("en");
  expect(english).toMatch(/3 {2}invalid {2}create_time: there is no such date or time\n/);
  expect(english).toContain("1  rejected  the talent does not exist in Feishu Hire [1002102]");
  const chinese = await told("zh");
  expect(chinese).toMatch(/3 {2}数据有误 {2}create_time：there is no such date or time\n/);
  expect(chinese).toContain("1  飞书拒绝  飞书招聘中没有这个人才 [1002102]");
});

describe("the Chinese tables", () => {
  it("have every code of Feishu's that is known, and no other", () => {
    const own = [...TARGETS.map((target) => target.codes), talents.codes].flatMap((each) => Object.keys(each));
    const known = new Set([...COMMON_CODES.keys(), ...TOKEN_CODES.keys(), ...own.map(Number)]);
    expect(Object.keys(codes).map(Number).sort()).toEqual([...known].sort());
  });

  it("have every choice of Feishu's fields, and no other", () => {
    const choicesOf = ({ choices = {}, item, fields = [] }: Partial<FieldDefinition>): string[] => [
      ...Object.values(choices),
      ...(item === undefined ? [] : choicesOf(item)),
      ...fields.flatMap(choicesOf),
    ];
    const known = new Set(TARGETS.flatMap(({ fields }) => fields.flatMap(choicesOf)));
    expect(Object.keys(labels).sort()).toEqual([...known].sort());
  });
});
