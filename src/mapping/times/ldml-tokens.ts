import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
/**
 * The date field symbols of Unicode LDML that we read:
 * https://www.unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table
 */
export type Unit =
  | "year"
  | "short_year"
  | "month"
  | "month_name"
  | "day"
  | "weekday"
  | "hour"
  | "hour12"
  | "half"
  | "minute"
  | "second"
  | "fraction"
  | "offset";

export interface Token {
  readonly unit: Unit;
  /** A regular expression with one group. */
  readonly pattern: string;
  /** Digits only, of a fixed number or not: what may stand side by side without a separator. */
  readonly digits?: "fixed" | "varying";
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH_NAMES =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|" +
  "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
/** Of an English month, short or full: a regular expression without groups. */
export const MONTH_NAME = `(?:${MONTH_NAMES})`;
const WEEKDAYS = "sun mon tue wed thu fri sat".split(" ");
const WEEKDAY_NAMES =
  "sun(?:day)?|mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|" +
  "(?:星期|周)[日天一二三四五六]";
export const WEEKDAY_NAME = `(?:${WEEKDAY_NAMES})`;
const CHINESE_WEEKDAYS = "日一二三四五六";

export const HALF_NAME = "(?:am|pm|a\\.m\\.|p\\.m\\.|上午|下午)";

/** 1 to 12 for an English month name, short or full. */
export function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** 0 (Sunday) to 6 for an English or Chinese weekday name. */
export function weekdayOf(name: string): number {
  const english = WEEKDAYS.indexOf(name.slice(0, 3).toLowerCase());
  if (english >= 0) return english;
  const last = name.slice(-1);
  return last === "天" ? 0 : CHINESE_WEEKDAYS.indexOf(last);
}

export function isAfternoon(half: string): boolean {
  return /^(?:p|下午)/i.test(half);
}

const ONE_OR_TWO = { pattern: "(\\d{1,2})", digits: "varying" } as const;
const TWO = { pattern: "(\\d{2})", digits: "fixed" } as const;
const FOUR = { pattern: "(\\d{4})", digits: "fixed" } as const;

export const TOKENS: Readonly<Record<string, Token>> = {
  y: { unit: "year", ...FOUR },
  yyyy: { unit: "year", ...FOUR },
  u: { unit: "year", ...FOUR },
  uuuu: { unit: "year", ...FOUR },
  yy: { unit: "short_year", ...TWO },
  M: { unit: "month", ...ONE_OR_TWO },
  MM: { unit: "month", ...TWO },
  L: { unit: "month", ...ONE_OR_TWO },
  LL: { unit: "month", ...TWO },
  MMM: { unit: "month_name", pattern: `(${MONTH_NAMES})\\.?` },
  MMMM: { unit: "month_name", pattern: `(${MONTH_NAMES})` },
  LLL: { unit: "month_name", pattern: `(${MONTH_NAMES})\\.?` },
  LLLL: { unit: "month_name", pattern: `(${MONTH_NAMES})` },
  d: { unit: "day", ...ONE_OR_TWO },
  dd: { unit: "day", ...TWO },
  E: { unit: "weekday", pattern: `(${WEEKDAY_NAMES})` },
  EE: { unit: "weekday", pattern: `(${WEEKDAY_NAMES})` },
  EEE: { unit: "weekday", pattern: `(${WEEKDAY_NAMES})` },
  EEEE: { unit: "weekday", pattern: `(${WEEKDAY_NAMES})` },
  H: { unit: "hour", ...ONE_OR_TWO },
  HH: { unit: "hour", ...TWO },
  h: { unit: "hour12", ...ONE_OR_TWO },
  hh: { unit: "hour12", ...TWO },
  a: { unit: "half", pattern: `(${HALF_NAME})` },
  m: { unit: "minute", ...ONE_OR_TWO },
  mm: { unit: "minute", ...TWO },
  s: { unit: "second", ...ONE_OR_TWO },
  ss: { unit: "second", ...TWO },
  O: { unit: "offset", pattern: "((?:GMT|UTC)(?:[+-]\\d{1,2}(?::?\\d{2})?)?)" },
  Z: { unit: "offset", pattern: "([+-]\\d{4})" },
  ZZZZZ: { unit: "offset", pattern: "(Z|[+-]\\d{2}:\\d{2})" },
  X: { unit: "offset", pattern: "(Z|[+-]\\d{2}(?:\\d{2})?)" },
  XX: { unit: "offset", pattern: "(Z|[+-]\\d{4})" },
  XXX: { unit: "offset", pattern: "(Z|[+-]\\d{2}:\\d{2})" },
  x: { unit: "offset", pattern: "([+-]\\d{2}(?:\\d{2})?)" },
  xx: { unit: "offset", pattern: "([+-]\\d{4})" },
  xxx: { unit: "offset", pattern: "([+-]\\d{2}:\\d{2})" },
};

/** The token for letters of a format, or the reason why there is none. */
export function tokenOf(letters: string): Token | PartToTell {
  const known = Object.hasOwn(TOKENS, letters) ? TOKENS[letters] : undefined;
  if (known !== undefined) return known;
  if (/^S{1,9}$/.test(letters)) {
    return { unit: "fraction", pattern: `(\\d{${letters.length}})`, digits: "fixed" };
  }
  return saying("format_letters", { letters });
}
