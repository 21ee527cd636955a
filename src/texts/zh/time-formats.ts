import type { TimeFormatTexts } from "../en/time-formats.js";

const MISTAKES: Readonly<Record<string, string>> = {
  Y: "它表示按周计算的年份；日历年份请写 yyyy",
  D: "它表示一年中的第几天；每月的日请写 d 或 dd",
  A: "它表示一天中的毫秒数；上午、下午请写 a",
  T: "普通字母请放在单引号中：'T'",
  z: "不能读取时区名称；请用 timezone 指定时区",
  V: "不能读取时区名称；请用 timezone 指定时区",
  Z: "+08:00 请写 XXX，+0800 请写 Z，UTC 或 GMT+8 请写 O",
};

const UNITS: Readonly<Record<string, string>> = {
  year: "年",
  month: "月",
  day: "日",
  hour: "小时",
  minute: "分钟",
  second: "秒",
  fraction: "毫秒",
  half: "上午/下午",
  weekday: "星期",
  offset: "时差",
};

/** Why a format of times cannot be one. */
export const time_formats: TimeFormatTexts = {
  format_letters: ({ letters }) => `无法识别 ${letters}：${MISTAKES[letters.slice(0, 1)] ?? "普通字母请放在单引号中"}`,
  format_quote: "单引号没有闭合",
  format_unparted: ({ letters }) => `${letters} 与前一个标记之间没有分隔；前一个请写两个字母`,
  format_century: "yy 没有指明世纪；设置 two_digit_years: true 后，80 至 99 读作 19yy，00 至 79 读作 20yy",
  format_no_year: "没有年份（yyyy）",
  format_no_month: "没有月份（MM；mm 是分钟）",
  format_no_day: "没有日（dd）",
  format_no_half: "h 只到 12，需要 a（上午或下午）；0 至 23 请写 HH",
  format_no_hour12: "a（上午或下午）需要 h；H 已到 23",
  format_no_hour: "有分钟，但没有小时（HH；MM 是月份）",
  format_no_minute: "有秒，但没有分钟（mm）",
  format_no_second: "有毫秒，但没有秒（ss）",
  format_offset_alone: "有时差，但没有小时",
  format_twice: ({ unit }) => `${UNITS[unit] ?? unit}出现了两次`,
  format_offset_skipped: ({ format, skipped }) =>
    `${format}：${skipped} 是与 UTC 的时差，这样写会被忽略；Z 或 +08:00 请写 XXX，+0800 请写 Z，UTC 或 GMT+8 请写 O`,
};
