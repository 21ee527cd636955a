import { delimiter } from "../../../texts/zh/delimiters.js";
import { duration } from "../../../texts/zh/duration.js";
import { number } from "../../numbers.js";
import type { ReadingTexts } from "../en/readings.js";

const ABSENT = {
  stdin: () => "来自标准输入的导出内容",
  gone: (name: string) => `${name}（已不存在）`,
  changed: (name: string) => `${name}（之后有变化）`,
};

/** How exports were read, and what was found out before anything is sent. */
export const readings: ReadingTexts = {
  of_export: (name, what) => `${name}：${what}`,
  parts: (parts, doubts, is_failures_file) => {
    if (doubts.length === 0) return parts.join("，");
    const advice = is_failures_file
      ? `不确定（${doubts.join("、")}）：请另存为 CSV UTF-8`
      : `不确定：请在映射文件的 csv 下设置 ${doubts.join("、")}`;
    return `${parts.join("，")}；${advice}`;
  },
  encoding: (value, reason, samples) =>
    `编码 ${value}（${reason}${samples.length === 0 ? "" : `：${samples.join("、")}`}）`,
  without_mark: (mark) => `已忽略第一个列标题前的 ${mark}`,
  delimiter: (value) => `用${delimiter(value)}分隔`,
  quotes: (value) => (value === null ? "不使用引号" : `引号为 ${value}`),
  backslash: "引号前有反斜杠",
  header_line: (line) => `表头在第 ${line} 行`,
  because: (what, reason) => (reason === "" ? what : `${what}（${reason}）`),
  surplus: (cells) => `多数记录在最后一列之后还有 ${number(cells)} 个空白单元格`,
  leaves_out: (records) => `${number(records)} 条记录省略了末尾的空白单元格`,
  formats: (field, formats, samples) =>
    `${field} 的日期格式为 ${formats.join(" | ")}（${samples.map(({ text, read }) => `${text} 读作 ${read}`).join("，")}）`,
  no_format: (field, cells) => `${number(cells)} 个 ${field} 单元格的日期格式无法识别：请在映射文件中设置`,
  restored: (cells, rows, columns) =>
    `已还原 ${number(rows)} 行中被电子表格改变显示格式的 ${number(cells)} 个单元格（${columns
      .map(([column, count]) => `${column} ${number(count)}`)
      .join("、")}）`,
  not_compared: (rows, why, name) => `${number(rows)} 行无法与${ABSENT[why](name)}比较：被电子表格改变的单元格保持原样`,
  lines_of: (name, lines, more) =>
    `${name}${lines.length === 0 ? "" : ` 第 ${lines.join("、")} 行`}${more === 0 ? "" : `等，另有 ${number(more)} 行`}`,
  talents_resolved: ({ asked, found, not_found, several, refused, unanswered }, why) => {
    const parts = [
      `找到 ${number(found)} 个`,
      ...(not_found > 0 ? [`未找到 ${number(not_found)} 个`] : []),
      ...(several > 0 ? [`匹配到多个人才 ${number(several)} 个`] : []),
      ...(refused > 0 ? [`被拒绝 ${number(refused)} 个`] : []),
    ];
    const because = why === undefined ? "" : `（${why}）`;
    const open = unanswered > 0 ? `；${number(unanswered)} 个没有得到响应${because}` : "";
    return `人才查找：${number(asked)} 个邮箱、手机号和证件号码，${parts.join("，")}${open}`;
  },
  talents_expected: ({ people, is_exact, known, to_ask, calls, expected_seconds }) => {
    const parts = [
      `${is_exact ? "" : "约 "}${number(people)} 人`,
      `已知 ${number(known)} 人`,
      ...(to_ask === 0 ? [] : [`待查找 ${number(to_ask)} 人`]),
    ];
    const requests = `${number(calls)} 次请求，约 ${duration(expected_seconds * 1000)}`;
    return `人才：${parts.join("，")}；导入时先查找（${requests}）`;
  },
};
