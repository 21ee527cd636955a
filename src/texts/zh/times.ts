import type { times as English, TimeCell, TimesAt } from "../en/times.js";

const COUNTED = {
  "excel-serial": "自 1899 年起的天数",
  "epoch-s": "自 1970 年起的秒数",
  "epoch-ms": "自 1970 年起的毫秒数",
};
const AGAIN = "请重新导出，并且不要用电子表格打开该文件。";

const where = ({ export: name, field, columns }: TimesAt) =>
  `${name}：${field}${columns.length === 0 ? "" : `（“${columns.join("”“")}”列）`}`;
const cell = ({ line, text }: TimeCell) => `第 ${line} 行“${text}”`;

/** 只能猜测的时间。 */
export const times: typeof English = {
  undecided_times: ({ path, parts }, say) => ({
    message: parts.map((part) => say(part).message).join("\n"),
    hint: `${Array.from(new Set(parts.map((part) => say(part).hint))).join("")}（${path}）`,
  }),
  day_or_month_first: ({ at, cells, first, readings }) => ({
    message: [
      `${where(at)} 可能是日在前，也可能是月在前，${
        cells === 1 ? "仅有的一个单元格无法确定" : `${cells} 个单元格都无法确定`
      }：${cell(first)}`,
      ...readings.map(({ read, setting }) => `读作 ${read}，如果写  ${setting}`),
    ].join("\n"),
    hint: "请向导出该文件的人确认，并把正确的那一行写到映射文件的该字段。",
  }),
  half_converted_times: ({ at, converted, text, readings, is_known }) => ({
    message: [
      `${where(at)} 似乎被电子表格保存过，部分日期的日和月被对调了：` +
        `${cell(converted)}这样的单元格，日都不超过 12；${cell(text)}这样的单元格，日都大于 12`,
      ...readings.map(({ read, setting }) => `${converted.text} 读作 ${read}，如果写  ${setting}`),
    ].join("\n"),
    hint: is_known
      ? `${AGAIN}或者把正确的那一行写到该字段：第一行会把日和月换回来。`
      : `${AGAIN}没有格式可以把它们换回来。如果现在的写法就是正确的，请把这一行写到该字段。`,
  }),
  day_and_month_mixed: ({ at, refuted }) => ({
    message: [
      `${where(at)} 的日和月顺序不一致：${refuted
        .map(({ cell: refuting, format }) => `${cell(refuting)}不可能是 ${format}`)
        .join("，")}`,
      ...refuted.map(({ setting }) => setting),
    ].join("\n"),
    hint: "请更正导出文件；或者设置正确的格式，不符合该格式的行将为无效。",
  }),
  short_years: ({ at, first }) => ({
    message: `${where(at)} 的年份只有两位数：${cell(first)}\n${at.field}: { …, two_digit_years: true }`,
    hint: "如果 80 到 99 表示 19yy，00 到 79 表示 20yy，请在该字段加上 two_digit_years: true。",
  }),
  perhaps_times: ({ at, first, possible }) => ({
    message: [
      `${where(at)} 中的数字可能是时间，也可能是别的内容：${cell(first)}`,
      ...possible.map(({ read, setting, counted }) => {
        const what = [counted && COUNTED[counted], read === "" ? undefined : `读作 ${read}`];
        return `${setting}   # ${what.filter((each) => each !== undefined).join("；")}`;
      }),
    ].join("\n"),
    hint: "如果它们是时间，请把正确的那一行写到该字段。",
  }),
  times_without_zone: ({ at, formats }) => ({
    message: `${where(at)} 的时间没有时区偏移（${formats.join("、")}），映射文件必须写明其时区`,
    hint: "请在映射文件中写明这些时间的时区，例如 timezone: Asia/Shanghai。",
  }),
};
