import { fractionMs, wallMs } from "./wall-time.js";

/** How a spreadsheet's country writes a date in numbers; it reads and shows them in the same order. */
type Order = "mdy" | "dmy" | "ymd";
const ORDERS: readonly Order[] = ["mdy", "dmy", "ymd"];

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Day 0 of the 1900 date system. */
const SERIAL_DAY_0_MS = Date.UTC(1899, 11, 30);

/** One way to read a text. `precision_ms`: the smallest step that the text shows. */
type Reading =
  | { readonly kind: "moment"; readonly wall_ms: number; readonly precision_ms: number }
  | { readonly kind: "month"; readonly year: number; readonly month: number }
  | { readonly kind: "day"; readonly month: number; readonly day: number }
  | { readonly kind: "time"; readonly wall_ms: number; readonly precision_ms: number };

/** True where `after` is what a spreadsheet writes for the date or time `before`, in whichever country's order. */
export function isTimeShown(before: string, after: string): boolean {
  if (!/\d/.test(before) || !/\d/.test(after) || before.length > 40 || after.length > 40) return false;
  return ORDERS.some((order) =>
    readingsOf(before, order).some(
      (written) =>
        isSerialOf(written, after) ||
        isMinuteOf(written, after) ||
        readingsOf(after, order).some((shown) => matches(written, shown)),
    ),
  );
}

function matches(written: Reading, shown: Reading): boolean {
  if (written.kind === "moment" && shown.kind === "moment") return isShownAs(written.wall_ms, shown);
  if (written.kind === "time" && shown.kind === "time") return isShownAs(written.wall_ms, shown);
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

/** `30:15.3`: all that Excel shows of a time with fractions of a second. */
function isMinuteOf(written: Reading, after: string): boolean {
  const [, minutes, seconds, tenths] = /^(\d\d):(\d\d)[.,](\d)$/.exec(after) ?? [];
  if (minutes === undefined || (written.kind !== "moment" && written.kind !== "time")) return false;
  const shown_ms = Number(minutes) * MINUTE_MS + Number(seconds) * 1000 + Number(tenths) * 100;
  return isShownAs(((written.wall_ms % HOUR_MS) + HOUR_MS) % HOUR_MS, { wall_ms: shown_ms, precision_ms: 100 });
}

const HALF = "上午|下午|[ap]\\.?m\\.?";
const TIME = new RegExp(
  `(?:(${HALF})\\s*)?(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?(?:\\s*(${HALF}))?$`,
  "i",
);

function readingsOf(text: string, order: Order): Reading[] {
  const time = TIME.exec(text);
  const date = (time === null ? text : text.slice(0, time.index)).replace(/(?:T|,|\s)+$/, "");
  const of_day = time === null ? { wall_ms: 0, precision_ms: DAY_MS } : timeOf(time);
  if (of_day === undefined) return [];
  if (date === "") return time === null ? [] : [{ kind: "time", ...of_day }];
  const wall_ms = dateOf(date, order);
  if (wall_ms !== undefined) return [{ kind: "moment", ...of_day, wall_ms: wall_ms + of_day.wall_ms }];
  return time === null ? partsOf(date, order) : [];
}

function timeOf([, before, hour, minute, second = "0", fraction = "", behind]: RegExpExecArray) {
  const half = (before ?? behind)?.toLowerCase();
  const is_afternoon = half === "下午" || half?.startsWith("p") === true;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (is_afternoon ? 12 : 0);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const wall_ms = hours * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * 1000 + fractionMs(fraction);
  const has_seconds = second !== "0" || fraction !== "";
  return { wall_ms, precision_ms: has_seconds ? 1000 / 10 ** Math.min(3, fraction.length) : MINUTE_MS };
}

const NUMBERS = /^(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})$/;
const CHINESE = /^(\d{2,4})年(\d{1,2})月(\d{1,2})日$/;
const DAY_FIRST = /^(\d{1,2})[-\s/.]+(\p{L}{3,9})\.?[-\s/.,]+(\d{2,4})$/u;
const MONTH_FIRST = /^(\p{L}{3,9})\.?[-\s/]*(\d{1,2})[-\s/,]+(\d{2,4})$/u;

/** Midnight of a date with day, month and year. */
function dateOf(text: string, order: Order): number | undefined {
  const date = text.replace(/^\p{L}+,\s*/u, "");
  const [, first, second, third] = NUMBERS.exec(date) ?? [];
  if (first !== undefined && second !== undefined && third !== undefined) {
    if (first.length === 4 || (order === "ymd" && third.length <= 2)) return dayOf(first, second, third);
    return order === "dmy" ? dayOf(third, second, first) : dayOf(third, first, second);
  }
  const chinese = CHINESE.exec(date);
  if (chinese !== null) return dayOf(chinese[1], chinese[2], chinese[3]);
  const day_first = DAY_FIRST.exec(date);
  if (day_first !== null) return dayOf(day_first[3], monthOf(day_first[2]), day_first[1]);
  const month_first = MONTH_FIRST.exec(date);
  return month_first === null ? undefined : dayOf(month_first[3], monthOf(month_first[1]), month_first[2]);
}

/** What has no year, or no day. */
function partsOf(text: string, order: Order): Reading[] {
  const [, one = "", other = ""] = /^(\d{1,4})[-/.](\d{1,4})$/.exec(text) ?? [];
  if (one.length === 4) return month(one, other);
  if (other.length === 4) return month(other, one);
  if (one !== "") return order === "dmy" ? day(other, one) : day(one, other);
  const chinese_day = /^(\d{1,2})月(\d{1,2})日$/.exec(text);
  if (chinese_day !== null) return day(chinese_day[1], chinese_day[2]);
  const chinese_month = /^(\d{4})年(\d{1,2})月$/.exec(text);
  if (chinese_month !== null) return month(chinese_month[1], chinese_month[2]);
  const day_first = /^(\d{1,2})[-\s/.]+(\p{L}{3,9})\.?$/u.exec(text);
  if (day_first !== null) return day(monthOf(day_first[2]), day_first[1]);
  const [, name, number] = /^(\p{L}{3,9})\.?[-\s/]*(\d{1,4})$/u.exec(text) ?? [];
  const named = monthOf(name);
  return [...day(named, number), ...(number?.length === 3 ? [] : month(number, named))];
}

type Part = string | number | undefined;

function day(month_part: Part, day_part: Part): Reading[] {
  // 2000 has a 29 February.
  if (dayOf(2000, month_part, day_part) === undefined) return [];
  return [{ kind: "day", month: Number(month_part), day: Number(day_part) }];
}

function month(year_part: Part, month_part: Part): Reading[] {
  const year = yearOf(year_part);
  const month_number = Number(month_part);
  return month_number >= 1 && month_number <= 12 && year >= 1900 ? [{ kind: "month", year, month: month_number }] : [];
}

function dayOf(year: Part, month_part: Part, day_part: Part): number | undefined {
  const month_number = Number(month_part);
  return Number.isNaN(month_number) ? undefined : wallMs(yearOf(year), month_number, Number(day_part), 0, 0, 0, 0);
}

/** Two digits are read as 1930 to 2029. */
function yearOf(text: Part): number {
  const year = Number(text);
  if (String(text).length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}

const MONTHS = [
  "january february march april may june july august september october november december".split(" "),
  "jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
  "jän feb mrz apr mai jun jul aug sept okt nov dez".split(" "),
];

/** NaN for what is no month's name. */
function monthOf(name: string | undefined): number {
  const index = MONTHS.map((names) => names.indexOf(name?.toLowerCase() ?? "")).find((found) => found >= 0);
  return index === undefined ? Number.NaN : index + 1;
}
