import { monthsNamed } from "../times/month-names.js";
import { fractionMs, wallMs } from "../times/wall-time.js";

/** How a spreadsheet's country writes a date in numbers; it reads and shows them in the same order. */
type Order = "mdy" | "dmy" | "ymd";
const ORDERS: readonly Order[] = ["mdy", "dmy", "ymd"];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Day 0 of the 1900 date system. */
const SERIAL_DAY_0_MS = Date.UTC(1899, 11, 30);
const CHARS_MAX = 40;

/** One way to read a text. `precision_ms`: the smallest step that the text shows. */
type Reading =
  | { readonly kind: "moment"; readonly wall_ms: number; readonly precision_ms: number }
  | { readonly kind: "month"; readonly year: number; readonly month: number }
  | Day
  | { readonly kind: "time"; readonly wall_ms: number; readonly precision_ms: number };

/** A date without a year. */
interface Day {
  readonly kind: "day";
  readonly month: number;
  readonly day: number;
}

/**
 * True where `after` is what a spreadsheet writes for the date or time `before`, in whichever country's order and
 * language. It puts the year of that day to a date without one: here any year will do.
 */
export function isTimeShown(before: string, after: string): boolean {
  if (!mayBeTimes(before, after)) return false;
  return (
    yearGained(before, after) !== undefined ||
    ORDERS.some((order) =>
      readingsOf(before, order).some(
        (written) =>
          isSerialOf(written, after) ||
          isMinuteOf(written, after) ||
          isMonthOf(written, after) ||
          (written.kind === "time" ? withColons(after) : [after]).some((text) =>
            readingsOf(text, order).some((shown) => matches(written, shown)),
          ),
      ),
    )
  );
}

/** The year of the date `after`, where `before` can be the same day without a year: `3-8` and `08.03.26`. */
export function yearGained(before: string, after: string): number | undefined {
  if (!mayBeTimes(before, after)) return undefined;
  const days = ORDERS.flatMap((order) => readingsOf(before, order)).filter((reading) => reading.kind === "day");
  if (days.length === 0) return undefined;
  const dates = [...ORDERS.flatMap((order) => readingsOf(after, order)), ...serialDay(after)];
  for (const date of dates) {
    if (date.kind !== "moment" || date.wall_ms % DAY_MS !== 0) continue;
    const at = new Date(date.wall_ms);
    const is_same = ({ month, day }: Day) => month === at.getUTCMonth() + 1 && day === at.getUTCDate();
    if (days.some(is_same)) return at.getUTCFullYear();
  }
  return undefined;
}

function mayBeTimes(before: string, after: string): boolean {
  return /\d/.test(before) && /\d/.test(after) && before.length <= CHARS_MAX && after.length <= CHARS_MAX;
}

/** `10.30`: some countries write a time with dots. */
function withColons(text: string): string[] {
  return /^\d{1,2}\.\d\d(?:\.\d\d)?$/.test(text) ? [text, text.replaceAll(".", ":")] : [text];
}

/** A date as a number, from 1990 to 2099: less would be any number. */
function serialDay(text: string): Reading[] {
  const days = /^\d{5}$/.test(text) ? Number(text) : 0;
  if (days < 32_874 || days > 73_050) return [];
  return [{ kind: "moment", wall_ms: SERIAL_DAY_0_MS + days * DAY_MS, precision_ms: DAY_MS }];
}

function matches(written: Reading, shown: Reading): boolean {
  if (written.kind === "moment" && shown.kind === "moment") return isShownAs(written.wall_ms, shown);
  if (written.kind === "time" && shown.kind === "time") {
    return isShownAs(written.wall_ms, shown) || isShownAs(written.wall_ms % DAY_MS, shown);
  }
  if (written.kind === "day") return shown.kind === "day" && written.month === shown.month && written.day === shown.day;
  if (written.kind !== "month") return false;
  const { year, month } = written;
  if (shown.kind === "moment") return shown.wall_ms === Date.UTC(year, month - 1, 1);
  return shown.kind === "month" && shown.year === year && shown.month === month;
}

function isShownAs(written_ms: number, shown: { readonly wall_ms: number; readonly precision_ms: number }): boolean {
  const steps = written_ms / shown.precision_ms;
  const step = shown.wall_ms / shown.precision_ms;
  return Math.floor(steps) === step || Math.round(steps) === step;
}

/** `45356.4`: days since 1899, rounded to what the column is wide enough for. */
function isSerialOf(written: Reading, after: string): boolean {
  const [, whole, decimals = ""] = /^(\d{1,6})(?:[.,](\d+))?$/.exec(after) ?? [];
  if (whole === undefined || (written.kind !== "moment" && written.kind !== "time")) return false;
  const days = (written.wall_ms - (written.kind === "time" ? 0 : SERIAL_DAY_0_MS)) / DAY_MS;
  const shown = Number(`${whole}.${decimals}`);
  const step = 10 ** -decimals.length;
  return Math.abs(days - shown) <= step / 2 + 1e-9 || Math.abs(days - shown - step / 2) <= step / 2;
}

/** `03/24`: a month with a year of two digits. */
function isMonthOf(written: Reading, after: string): boolean {
  const [, number, year] = /^(\d{1,2})[-/.](\d\d)$/.exec(after) ?? [];
  return number !== undefined && month(year, [number]).some((shown) => matches(written, shown));
}

/** `30:15.3`: all that Excel shows of a time with fractions of a second. */
function isMinuteOf(written: Reading, after: string): boolean {
  const [, minutes, seconds, tenths] = /^(\d\d):(\d\d)[.,](\d)$/.exec(after) ?? [];
  if (minutes === undefined || (written.kind !== "moment" && written.kind !== "time")) return false;
  const shown_ms = Number(minutes) * MINUTE_MS + Number(seconds) * 1000 + Number(tenths) * 100;
  return isShownAs(((written.wall_ms % HOUR_MS) + HOUR_MS) % HOUR_MS, { wall_ms: shown_ms, precision_ms: 100 });
}

const AFTERNOON = /^(?:p|下午|오후|午後|μμ)/i;
const HALF = "上午|下午|오전|오후|午前|午後|[πμ]\\.?μ\\.?|[ap]\\.?\\s?m\\.?";
const TIME = new RegExp(
  `(?:(${HALF})\\s*)?(\\d{1,4}):(\\d{1,2})(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?(?:\\s*(${HALF}))?$`,
  "i",
);

function readingsOf(text: string, order: Order): Reading[] {
  const time = TIME.exec(text);
  const date = (time === null ? text : text.slice(0, time.index)).replace(/(?:T|,|\s)+$/, "");
  const of_day = time === null ? { wall_ms: 0, precision_ms: DAY_MS } : timeOf(time, date !== "");
  if (of_day === undefined) return [];
  if (date === "") return time === null ? [] : [{ kind: "time", ...of_day }];
  const moments = datesOf(date, order).map(
    (wall_ms): Reading => ({ kind: "moment", ...of_day, wall_ms: wall_ms + of_day.wall_ms }),
  );
  if (moments.length > 0) return moments;
  return time === null ? partsOf(date, order) : [];
}

/** Hours without a date may be more than a day has. */
function timeOf([, before, hour, minute, second = "0", fraction = "", behind]: RegExpExecArray, has_date: boolean) {
  const half = before ?? behind;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (AFTERNOON.test(half) ? 12 : 0);
  if ((hours > 23 && has_date) || Number(minute) > 59 || Number(second) > 59) return undefined;
  const wall_ms = hours * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * 1000 + fractionMs(fraction);
  const has_seconds = second !== "0" || fraction !== "";
  return { wall_ms, precision_ms: has_seconds ? 1000 / 10 ** Math.min(3, fraction.length) : MINUTE_MS };
}

// What some countries write behind the last number: 2026. 3. 3. and 3.3.2026 г.
const BEHIND = "(?:\\.| ?г\\.?)?";
const NUMBERS = new RegExp(`^(\\d{1,4})\\s*[-/.]\\s*(\\d{1,2})\\s*[-/.]\\s*(\\d{1,4})${BEHIND}$`);
const EAST_ASIAN = /^(\d{2,4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]$/;
const NAME = "\\p{L}[\\p{L}\\p{M}]{1,13}";
const DAY_FIRST = new RegExp(
  `^(\\d{1,2})\\.?[-\\s/.]*(?:de )?(${NAME})\\.?[-\\s/.,]+(?:de )?(\\d{2,4})${BEHIND}$`,
  "u",
);
const MONTH_FIRST = new RegExp(`^(${NAME})\\.?[-\\s/]*(\\d{1,2})[-\\s/,]+(\\d{2,4})$`, "u");
const YEAR_FIRST = new RegExp(`^(\\d{4})[-\\s/.]+(${NAME})\\.?[-\\s/.]+(\\d{1,2})\\.?$`, "u");

/** Midnight of a date with day, month and year; several where its month's name means several. */
function datesOf(text: string, order: Order): number[] {
  const date = withoutWeekday(text);
  const [, first, second, third] = NUMBERS.exec(date) ?? [];
  if (first !== undefined && second !== undefined && third !== undefined) {
    if (first.length === 4 || (order === "ymd" && third.length <= 2)) return dayOf(first, [second], third);
    return order === "dmy" ? dayOf(third, [second], first) : dayOf(third, [first], second);
  }
  const [, year = "", month = "", day = ""] = EAST_ASIAN.exec(date) ?? [];
  if (year !== "") return dayOf(year, [month], day);
  const day_first = DAY_FIRST.exec(date);
  if (day_first !== null) return dayOf(day_first[3], monthsNamed(day_first[2] ?? ""), day_first[1]);
  const month_first = MONTH_FIRST.exec(date);
  if (month_first !== null) return dayOf(month_first[3], monthsNamed(month_first[1] ?? ""), month_first[2]);
  const year_first = YEAR_FIRST.exec(date);
  return year_first === null ? [] : dayOf(year_first[1], monthsNamed(year_first[2] ?? ""), year_first[3]);
}

function withoutWeekday(text: string): string {
  const [whole = "", name = "", comma] = /^([\p{L}\p{M}]+)\.?(,)?\s+/u.exec(text) ?? [];
  return comma === undefined && monthsNamed(name).length > 0 ? text : text.slice(whole.length);
}

const NAMED_DAY = new RegExp(`^(\\d{1,2})\\.?[-\\s/.]*(?:de )?(${NAME})\\.?$`, "u");
const NAMED = new RegExp(`^(${NAME})\\.?[-\\s/]*(\\d{1,4})$`, "u");

/** What has no year, or no day. */
function partsOf(text: string, order: Order): Reading[] {
  const [, one = "", other = ""] = /^(\d{1,4})[-/.](\d{1,4})\.?$/.exec(text) ?? [];
  if (one.length === 4) return month(one, [other]);
  if (other.length === 4) return month(other, [one]);
  if (one !== "") {
    // Beyond 31 it is no day: 3-33 is March 1933.
    if (Number(other) > 31) return month(other, [one]);
    if (Number(one) > 31) return month(one, [other]);
    return order === "dmy" ? day([other], one) : day([one], other);
  }
  const east_asian_day = /^(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]$/.exec(text);
  if (east_asian_day !== null) return day([east_asian_day[1] ?? ""], east_asian_day[2]);
  const east_asian_month = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]$/.exec(text);
  if (east_asian_month !== null) return month(east_asian_month[1], [east_asian_month[2] ?? ""]);
  const day_first = NAMED_DAY.exec(text);
  if (day_first !== null) return day(monthsNamed(day_first[2] ?? ""), day_first[1]);
  const [, name = "", number] = NAMED.exec(text) ?? [];
  const named = monthsNamed(name);
  return [...day(named, number), ...(number?.length === 3 ? [] : month(number, named))];
}

type Part = string | number | undefined;

function day(months: readonly Part[], day_part: Part): Reading[] {
  // 2000 has a 29 February.
  const possible = months.filter((month_part) => dayOf(2000, [month_part], day_part).length > 0);
  return possible.map((month_part) => ({ kind: "day", month: Number(month_part), day: Number(day_part) }));
}

function month(year_part: Part, months: readonly Part[]): Reading[] {
  const year = yearOf(year_part);
  const possible = months.map(Number).filter((number) => number >= 1 && number <= 12 && year >= 1900);
  return possible.map((number) => ({ kind: "month", year, month: number }));
}

function dayOf(year: Part, months: readonly Part[], day_part: Part): number[] {
  return months.flatMap((month_part) => wallMs(yearOf(year), Number(month_part), Number(day_part), 0, 0, 0, 0) ?? []);
}

/** The Buddhist calendar of Thailand. */
const BUDDHIST_YEARS = 543;

/** Two digits are read as 1930 to 2029. */
function yearOf(text: Part): number {
  const year = Number(text);
  if (String(text).length > 2) return year > 2400 ? year - BUDDHIST_YEARS : year;
  return year < 30 ? 2000 + year : 1900 + year;
}
