/** What a time format makes of a text that fits it. */
export interface WallTime {
  /** The time as written, in milliseconds as if it were UTC. */
  readonly wall_ms: number;
  /** The text names a day and no time of day. */
  readonly date_only: boolean;
  /** East of Greenwich; absent for a local time. */
  readonly offset_ms?: number;
}

/** No application is older, and none is from a later century: what lies outside was read wrongly. */
export const EARLIEST_MS = Date.UTC(1980, 0, 1);
export const LATEST_MS = Date.UTC(2100, 0, 1);

/** `undefined`: the text does not fit the format. `no_such_time`: it fits, but there is no 30 February. */
export type ReadTime = (text: string) => WallTime | "no_such_time" | undefined;

export interface TimeFormat {
  readonly name: string;
  /** Its times carry no offset, so they need the mapping's time zone. */
  readonly local: boolean;
  readonly read: ReadTime;
}

/** The wall time in milliseconds as if it were UTC, a month being 1 to 12; undefined for 31 April or 24:00. */
export function wallMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number | undefined {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS[month - 1] as number);
}

/** 0 (Sunday) to 6. 1 January 1970 was a Thursday. */
export function weekdayAt(wall_ms: number): number {
  return (((Math.floor(wall_ms / 86_400_000) + 4) % 7) + 7) % 7;
}

/** Milliseconds of a fraction's digits: `5` is 500, `123456` is 123. */
export function fractionMs(digits: string): number {
  return Number(digits.slice(0, 3).padEnd(3, "0"));
}

const OFFSET = /^(?:Z|UTC|GMT)?(?:([+-])(\d{1,2}?)(?::?(\d\d))?)?$/i;

/** `Z`, `UTC`, `GMT+8`, `+08`, `+0800` or `+08:00` in milliseconds east; undefined beyond 14 hours (ISO 8601, TZDB). */
export function offsetMs(text: string): number | undefined {
  const [, sign, whole = "0", rest = "0"] = OFFSET.exec(text) ?? ["", "", "99"];
  const hours = Number(whole);
  const minutes = Number(rest);
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
