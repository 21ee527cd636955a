import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
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
export function compileLdml(format: string, two_digit_years: boolean, takes_months = false): TimeFormat | PartToTell {
  const pieces = takeApart(format);
  if ("message" in pieces) return pieces;
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

function takeApart(format: string): Pieces | PartToTell {
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
    if ("message" in token) return token;
    if (previous?.digits === "varying" && token.digits !== undefined) {
      return saying("format_unparted", { letters });
    }
    pattern += token.pattern;
    tokens.push(token);
    previous = token;
  }
  return taken === format.length ? { pattern, tokens } : saying("format_quote");
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
function whatIsWrong(units: readonly Unit[], two_digit_years: boolean): PartToTell | undefined {
  const has = (unit: Unit): boolean => units.includes(unit);
  if (has("short_year") && !two_digit_years) return saying("format_century");
  if (!has("year") && !has("short_year")) return saying("format_no_year");
  if (!has("month") && !has("month_name")) return saying("format_no_month");
  if (!has("day")) return saying("format_no_day");
  if (has("hour12") && !has("half")) return saying("format_no_half");
  if (has("half") && !has("hour12")) return saying("format_no_hour12");
  if (has("minute") && !has("hour") && !has("hour12")) return saying("format_no_hour");
  if (has("second") && !has("minute")) return saying("format_no_minute");
  if (has("fraction") && !has("second")) return saying("format_no_second");
  if (has("offset") && !has("hour") && !has("hour12")) return saying("format_offset_alone");
  const kinds = units.map((unit) => SAME[unit] ?? unit);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  return twice === undefined ? undefined : saying("format_twice", { unit: twice });
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
