import { duration } from "../../../texts/zh/duration.js";
import { number } from "../../numbers.js";
import type { CheckTexts, WarningsTexts } from "../en/check.js";

/** What `check` tells before anything is sent. */
export const check: CheckTexts = {
  preview_title: (rows, zone) => {
    const what = rows === 1 ? "导入飞书招聘后的一行" : "导入飞书招聘后的两行";
    return zone === undefined ? what : `${what}（时区：${zone}）`;
  },
  line: (line, file) => (file === undefined ? `第 ${line} 行` : `${file} 第 ${line} 行`),
  looked_up: "发送时查找",
  unknown_values: (undecided) => `未知的值：请把每个 ${undecided} 换成对应的值，再粘贴到映射文件的 \`values\` 下`,
  values_of: (field, columns, choices) =>
    `${field}（“${columns.join("”“")}”列）：${choices.length === 0 ? "" : choices.join("，")}`,
  more_values: (values) => `# 另有 ${number(values)} 个（--json 会全部列出）`,
  other_values: (rows) => `# ${number(rows)} 行为其他值`,
  long_value: (rows, value) => `# ${number(rows)} 行，请写出完整的值：${value}`,
  value_rows: (rows, like, split) =>
    `# ${number(rows)} 行${like === null ? "" : `，与 ${like} 相近`}${
      split === null ? "" : `；或设置 split: ${JSON.stringify(split)} 来拆分这类单元格`
    }`,
  lookup: ({ field, file, entries, unknown, waiting, rows }) =>
    `${field}：${number(rows)} 行中有 ${number(unknown)} 行不在 ${file} 中（共 ${number(entries)} 项）${
      waiting === undefined ? "" : `，${number(waiting)} 行在其中尚未导入`
    }`,
  unusable: (lines, why) => `  ${lines}无法使用：${why}`,
  outlook: (new_rows, ledger, calls, duration_ms) =>
    `${number(new_rows)} 行尚未记录在 ${ledger} 中；导入将发送 ${number(calls)} 次请求，约需 ${duration(duration_ms)}`,
  problems_in: (file) => `逐行列出的全部问题：${file}`,
  other_ledger: (path) => `${path} 属于另一个导入对象或主键，本次检查忽略它。用它执行导入会被拒绝。`,
};

/** What stands around warnings. */
export const warnings: WarningsTexts = {
  warning: "提醒",
  more: (count) => `… 另有 ${number(count)} 条提醒（--json 会全部列出）`,
  column: (column, field) => `“${column}”列${field === null ? "" : `（${field}）`}`,
};
