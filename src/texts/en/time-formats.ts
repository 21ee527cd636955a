/** Tokens of LDML, or of other libraries, that people write and mean another one by. */
const MISTAKES: Readonly<Record<string, string>> = {
  Y: "it is the year of a week; for the calendar year write yyyy",
  D: "it is the day of the year; for the day of the month write d or dd",
  A: "it is milliseconds of a day; for AM and PM write a",
  T: "put literal letters into single quotes: 'T'",
  z: "names of zones are not read; name the zone with timezone",
  V: "names of zones are not read; name the zone with timezone",
  Z: "for +08:00 write XXX, for +0800 write Z, for UTC or GMT+8 write O",
};

/** Why a format of times cannot be one. */
export const time_formats = {
  format_letters: ({ letters }: { letters: string }) =>
    `${letters} cannot be read: ${MISTAKES[letters.slice(0, 1)] ?? "put literal letters into single quotes"}`,
  format_quote: "a single quote is never closed",
  format_unparted: ({ letters }: { letters: string }) =>
    `nothing separates ${letters} from the token before it; write that one with two letters`,
  format_century: "yy leaves the century open; set two_digit_years: true to read 80 to 99 as 19yy and 00 to 79 as 20yy",
  format_no_year: "it names no year (yyyy)",
  format_no_month: "it names no month (MM; mm are minutes)",
  format_no_day: "it names no day of the month (dd)",
  format_no_half: "h counts to 12 and needs a (AM or PM); for 0 to 23 write HH",
  format_no_hour12: "a (AM or PM) needs h; H counts to 23 already",
  format_no_hour: "it has minutes and no hour (HH; MM is the month)",
  format_no_minute: "it has seconds and no minutes (mm)",
  format_no_second: "it has a fraction and no seconds (ss)",
  format_offset_alone: "it has an offset and no hour",
  format_twice: ({ unit }: { unit: string }) => `it names the ${unit} twice`,
  format_offset_skipped: ({ format, skipped }: { format: string; skipped: string }) =>
    `${format}: ${skipped} is an offset from UTC, and would be ignored; ` +
    "write XXX for Z or +08:00, Z for +0800, O for UTC or GMT+8",
};

export type TimeFormatTexts = typeof time_formats;
