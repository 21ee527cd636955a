import { type WallTime, wallMs } from "./wall-time.js";

// What people type into a spreadsheet, and what it shows of a date, is seldom written as the export's format says:
// 2023/2/28 10:15 for 2023/02/28 10:15. Which number is the year, and which the day, has to be certain all the same.

const DAY_MS = 86_400_000;

/** In which order a format names day and month, and what stands between them. */
interface DateOrder {
  readonly order: "ymd" | "dmy" | "mdy";
  readonly separator: string;
}

const TIME_OF_DAY = "(?:(?: |'T')H{1,2}:mm(?::ss(?:[.,]S+)?)?)?$";
const ORDERS: readonly (readonly [DateOrder["order"], RegExp])[] = [
  ["ymd", new RegExp(`^(?:yyyy|y)([-/.])M{1,2}\\1d{1,2}${TIME_OF_DAY}`)],
  ["dmy", new RegExp(`^d{1,2}([-/.])M{1,2}\\1(?:yyyy|y)${TIME_OF_DAY}`)],
  ["mdy", new RegExp(`^M{1,2}([-/.])d{1,2}\\1(?:yyyy|y)${TIME_OF_DAY}`)],
  ["ymd", /^yyyy(年)M{1,2}月d{1,2}日(?: ?H{1,2}:mm(?::ss)?)?$/],
];

/** Undefined for formats with halves of a day, offsets or names: what they lose cannot be known. */
function orderOf(format: string): DateOrder | undefined {
  if (format === "iso") return { order: "ymd", separator: "-" };
  for (const [order, pattern] of ORDERS) {
    const [, separator] = pattern.exec(format) ?? [];
    if (separator !== undefined) return { order, separator };
  }
  return undefined;
}

const CLOCK = "(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?$";
const YEAR_FIRST = new RegExp(`^(\\d{4})(?:([-/.])(\\d{1,2})\\2(\\d{1,2})|年(\\d{1,2})月(\\d{1,2})日)${CLOCK}`);
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${CLOCK}`);

/** `ambiguous`: day and month may be exchanged. */
export type TypedTime = WallTime | "no_such_time" | "ambiguous" | undefined;

/**
 * Reads a time that fits none of the formats but is written in their order, or with the year first, in whatever number
 * of digits: where no other reading is possible. Undefined where the formats are of another kind.
 */
export function typedTimeReader(formats: readonly string[]): ((text: string) => TypedTime) | undefined {
  const orders = formats.map(orderOf).filter((order) => order !== undefined);
  // One format that loses something, or with the day behind the year, and nothing is certain.
  if (orders.length === 0 || orders.length < formats.length) return undefined;
  const has_clock = formats.some((format) => format === "iso" || /H/.test(format));
  return (text) => {
    const typed = readDate(text, orders);
    const is_midnight = typeof typed !== "object" || typed.date_only || typed.wall_ms % DAY_MS === 0;
    // A day that gains a time of day was not typed: the format is wrong.
    return has_clock || is_midnight ? typed : undefined;
  };
}

function readDate(text: string, orders: readonly DateOrder[]): TypedTime {
  const [year, , month, day, month_named, day_named, ...clock] = YEAR_FIRST.exec(text)?.slice(1) ?? [];
  if (year !== undefined) return timeOf(year, month ?? month_named, day ?? day_named, clock);
  const parts = YEAR_LAST.exec(text);
  return parts === null ? undefined : yearLast(parts, orders);
}

function yearLast([, one, separator, two, year, ...clock]: RegExpExecArray, orders: readonly DateOrder[]): TypedTime {
  const [order, ...others] = new Set(orders.map((each) => each.order).filter((each) => each !== "ymd"));
  if (order === undefined || others.length > 0) return undefined;
  const [day, month] = order === "dmy" ? [one, two] : [two, one];
  const as_format = orders.some((each) => each.order === order && each.separator === separator);
  const is_as_written = as_format && one?.length === 2 && two?.length === 2;
  if (!is_as_written && Number(day) <= 12 && Number(month) <= 12 && Number(day) !== Number(month)) return "ambiguous";
  return timeOf(year, month, day, clock);
}

type Digits = string | undefined;

function timeOf(year: Digits, month: Digits, day: Digits, [hour, minute = "0", second = "0"]: readonly Digits[]) {
  const date = [year, month, day].map(Number) as [number, number, number];
  const wall_ms = wallMs(...date, Number(hour ?? 0), Number(minute), Number(second), 0);
  return wall_ms === undefined ? "no_such_time" : { wall_ms, date_only: hour === undefined };
}
