import { IANAZone } from "luxon";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Whether `name` is `UTC` or a place of the IANA database. Intl knows more, and reads it as nobody means it: CST is
 * Chicago there, BST is Dhaka, Etc/GMT+8 is eight hours behind UTC, and newer versions take +08:00.
 */
export function isZone(name: string): boolean {
  if (name === "UTC") return true;
  return /^[A-Za-z_]+\/[A-Za-z]/.test(name) && !NO_PLACE.test(name) && IANAZone.isValidZone(name);
}

const NO_PLACE = /^(?:Etc\/GMT.*\d|SystemV\/)/i;

/** The names of zones that this Node knows, for suggestions. */
export function zoneNames(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter(isZone)];
}

/** The zone that an old name without a slash stands for: `PRC`, `GB`, `Japan`. */
export function canonicalZone(old_name: string): string | undefined {
  if (!/^[A-Za-z]/.test(old_name) || !IANAZone.isValidZone(old_name)) return undefined;
  const name = new Intl.DateTimeFormat("en", { timeZone: old_name }).resolvedOptions().timeZone;
  return isZone(name) ? name : undefined;
}

/**
 * Turns a wall time, written as milliseconds as if it were UTC, into milliseconds since 1970 UTC. A clock
 * change makes some wall times `missing` (clocks forward) or `double` (clocks back).
 */
export type ZoneClock = (wall_ms: number) => number | "missing" | "double";

const clocks = new Map<string, ZoneClock>();

/** The clock of a zone of the IANA database; it remembers each day that it was asked for. */
export function zoneClock(name: string): ZoneClock {
  const known = clocks.get(name);
  if (known !== undefined) return known;
  const clock = makeClock(IANAZone.create(name));
  clocks.set(name, clock);
  return clock;
}

/** What the clocks of a zone show at an instant, in milliseconds as if it were UTC. */
export function wallTimeIn(name: string, instant_ms: number): number {
  return instant_ms + offsetAt(IANAZone.create(name), instant_ms);
}

function makeClock(zone: IANAZone): ZoneClock {
  /** Day of the wall time -> the offsets that are in force around it. */
  const offsets_by_day = new Map<number, readonly number[]>();
  /** Half day -> the offset at its start, which neighbouring days share. Asking Intl for one costs microseconds. */
  const offset_by_half_day = new Map<number, number>();
  const offsetAtHalfDay = (half_day: number): number => {
    let offset_ms = offset_by_half_day.get(half_day);
    if (offset_ms === undefined) {
      offset_ms = offsetAt(zone, (half_day * DAY_MS) / 2);
      offset_by_half_day.set(half_day, offset_ms);
    }
    return offset_ms;
  };
  return (wall_ms) => {
    const day = Math.floor(wall_ms / DAY_MS);
    let offsets = offsets_by_day.get(day);
    if (offsets === undefined) {
      offsets = offsetsAround(day, offsetAtHalfDay);
      offsets_by_day.set(day, offsets);
    }
    if (offsets.length === 1) return wall_ms - (offsets[0] as number);
    const instants = offsets
      .map((offset_ms) => ({ instant_ms: wall_ms - offset_ms, offset_ms }))
      .filter(({ instant_ms, offset_ms }) => offsetAt(zone, instant_ms) === offset_ms);
    if (instants.length === 0) return "missing";
    return instants.length === 1 ? (instants[0] as { instant_ms: number }).instant_ms : "double";
  };
}

/**
 * The different offsets in the three days around a day. Offsets lie between -12 and +14 hours, so the instants
 * of that day's wall times lie within; one offset alone means that none of them is missing or double.
 */
function offsetsAround(day: number, offsetAtHalfDay: (half_day: number) => number): readonly number[] {
  const half_days = [-2, -1, 0, 1, 2, 3, 4].map((halves) => day * 2 + halves);
  return Array.from(new Set(half_days.map(offsetAtHalfDay)));
}

function offsetAt(zone: IANAZone, instant_ms: number): number {
  return zone.offset(instant_ms) * MINUTE_MS;
}
