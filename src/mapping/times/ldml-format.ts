import { halfWidth } from "../cells/text.js";
import type { Token, Unit } from "./ldml-tokens.js";
import { isAfternoon, monthOf, tokenOf, weekdayOf } from "./ldml-tokens.js";
import type { ReadTime, TimeFormat } from "./wall-time.js";
import { fractionMs, offsetMs, wallMs, weekdayAt } from "./wall-time.js";

/** A quoted literal ('' is an apostrophe), a run of one letter, or other characters, which stand for themselves. */
const PIECES = /'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)/guy;

interface Pieces {
  readonly pattern: string;
  readonly tokens: readonly Token[];
}

/**
 * Compiles a format of LDML tokens (`yyyy/MM/dd HH:mm`) into a reader, or says in one sentence why it cannot be one.
 * Our own reader, and not luxon's: half of luxon's tokens mean something else than LDML's, and it takes
 * 10 microseconds where this takes less than one. `takes_months`: without a day it is the first of the month.
 */
export function compileLdml(format: string, two_digit_years: boolean, takes_months = false): TimeFormat | string {
  const pieces = takeApart(format);
  if (typeof pieces === "string") return pieces;
  const units = pieces.tokens.map((token) => token.unit);
  const wrong = whatIsWrong(takes_months && isMonth(units) ? [...units, "day"] : units, two_digit_years);
  if (wrong !== undefined) return wrong;
  return {
    name: format,
    local: !units.includes("offset"),
    read: reader(new RegExp(`^${pieces.pattern}$`, "iu"), units),
  };
}

/**
 * The letters or digits of a format that stand for an offset in the cells and for nothing in the format: 'Z' in quotes,
 * +08:00 without. A time would be read in another zone than the cell says.
 */
export function offsetSkipped(format: string): string | undefined {
  const literals = Array.from(format.matchAll(PIECES), ([, quoted, , , other]) => (quoted ?? other ?? "").trim());
  return literals.find((literal) => /^(?:Z|UTC|GMT)$/i.test(literal) || /[+-]\d{1,2}(?::?\d\d)?$/.test(literal));
}

function takeApart(format: string): Pieces | string {
  let pattern = "";
  let taken = 0;
  let previous: Token | undefined;
  const tokens: Token[] = [];
  for (const piece of format.matchAll(PIECES)) {
    taken += piece[0].length;
    const [, quoted, letters, , other] = piece;
    if (letters === undefined) {
      pattern += literal(quoted === undefined ? (other ?? "") : quoted === "" ? "'" : quoted.replaceAll("''", "'"));
      previous = undefined;
      continue;
    }
    const token = tokenOf(letters);
    if (typeof token === "string") return token;
    if (previous?.digits === "varying" && token.digits !== undefined) {
      return `nothing separates ${letters} from the token before it; write that one with two letters`;
    }
    pattern += token.pattern;
    tokens.push(token);
    previous = token;
  }
  return taken === format.length ? { pattern, tokens } : "a single quote is never closed";
}

function literal(text: string): string {
  return halfWidth(text)
    .replace(/[\\^$.*+?()[\]{}|/]/g, (character) => `\\${character}`)
    .replace(/\s+/gu, "\\s+");
}

/** A month as CVs have it: a year, a month, and nothing finer. */
function isMonth(units: readonly Unit[]): boolean {
  return units.length === 2 && !units.includes("day");
}

/** What a format needs to name one moment, each unit once. */
function whatIsWrong(units: readonly Unit[], two_digit_years: boolean): string | undefined {
  const has = (unit: Unit): boolean => units.includes(unit);
  if (has("short_year") && !two_digit_years) {
    return "yy leaves the century open; set two_digit_years: true to read 80 to 99 as 19yy and 00 to 79 as 20yy";
  }
  if (!has("year") && !has("short_year")) return "it names no year (yyyy)";
  if (!has("month") && !has("month_name")) return "it names no month (MM; mm are minutes)";
  if (!has("day")) return "it names no day of the month (dd)";
  if (has("hour12") && !has("half")) return "h counts to 12 and needs a (AM or PM); for 0 to 23 write HH";
  if (has("half") && !has("hour12")) return "a (AM or PM) needs h; H counts to 23 already";
  if (has("minute") && !has("hour") && !has("hour12")) return "it has minutes and no hour (HH; MM is the month)";
  if (has("second") && !has("minute")) return "it has seconds and no minutes (mm)";
  if (has("fraction") && !has("second")) return "it has a fraction and no seconds (ss)";
  if (has("offset") && !has("hour") && !has("hour12")) return "it has an offset and no hour";
  const kinds = units.map((unit) => SAME[unit] ?? unit);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  return twice === undefined ? undefined : `it names the ${twice} twice`;
}

const SAME: Partial<Record<Unit, string>> = { short_year: "year", month_name: "month", hour12: "hour" };

function reader(pattern: RegExp, units: readonly Unit[]): ReadTime {
  const date_only = !units.includes("hour") && !units.includes("hour12");
  return (text) => {
    const groups = pattern.exec(text);
    if (groups === null) return undefined;
    const at = { year: 0, month: 0, day: units.includes("day") ? 0 : 1, hour: 0, minute: 0, second: 0, ms: 0 };
    let afternoon: boolean | undefined;
    let weekday: number | undefined;
    let offset_ms: number | undefined = 0;
    for (let index = 0; index < units.length; index++) {
      const group = groups[index + 1] as string;
      const unit = units[index] as Unit;
      if (unit === "half") afternoon = isAfternoon(group);
      else if (unit === "weekday") weekday = weekdayOf(group);
      else if (unit === "offset") offset_ms = offsetMs(group);
      else put(at, unit, group);
    }
    if (afternoon !== undefined) {
      if (at.hour < 1 || at.hour > 12) return "no_such_time";
      at.hour = (at.hour % 12) + (afternoon ? 12 : 0);
    }
    const wall_ms = wallMs(at.year, at.month, at.day, at.hour, at.minute, at.second, at.ms);
    if (wall_ms === undefined || offset_ms === undefined) return "no_such_time";
    if (weekday !== undefined && weekdayAt(wall_ms) !== weekday) return "no_such_time";
    return units.includes("offset") ? { wall_ms, date_only, offset_ms } : { wall_ms, date_only };
  };
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

function put(at: Parts, unit: Exclude<Unit, "half" | "weekday" | "offset">, text: string): void {
  if (unit === "month_name") at.month = monthOf(text);
  else if (unit === "fraction") at.ms = fractionMs(text);
  else if (unit === "short_year") at.year = Number(text) + (Number(text) < 80 ? 2000 : 1900);
  else if (unit === "hour12") at.hour = Number(text);
  else at[unit] = Number(text);
}
