const MINUTE_MS = 60_000;

const two = (value: number): string => String(value).padStart(2, "0");

/** A moment as clocks show it where this machine stands, to the minute: 2026-11-28 04:34. */
export function localMinute(at_ms: number): string {
  const at = new Date(at_ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${localClock(at_ms)}`;
}

/** 04:34 */
export function localClock(at_ms: number): string {
  const at = new Date(at_ms);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A moment to the second, with the zone: 2026-11-28 04:34:41 UTC+8. */
export function localTime(at_ms: number): string {
  const seconds = new Date(at_ms).getSeconds();
  return `${localMinute(at_ms)}${seconds === 0 ? "" : `:${two(seconds)}`} ${zoneName(at_ms)}`;
}

/** A moment as clocks of an IANA zone show it, to the second where there are some: 2026-11-28 04:34. */
export function timeIn(zone: string, at_ms: number): string {
  // Sweden writes dates as ISO 8601 does.
  return new Date(at_ms).toLocaleString("sv-SE", { timeZone: zone }).replace(/:00$/, "");
}

/** How far local clocks are ahead of UTC. */
export function zoneOffset_ms(at_ms: number): number {
  return -new Date(at_ms).getTimezoneOffset() * MINUTE_MS;
}

/** UTC, UTC+8, UTC-3:30 */
export function zoneName(at_ms: number): string {
  const minutes = zoneOffset_ms(at_ms) / MINUTE_MS;
  if (minutes === 0) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? "-" : "+"}${hours}${rest === 0 ? "" : `:${two(rest)}`}`;
}

/** ISO 8601 with the local offset: 2026-11-28T04:34:41.469+08:00. */
export function localIso(at_ms: number): string {
  const offset_ms = zoneOffset_ms(at_ms);
  if (offset_ms === 0) return new Date(at_ms).toISOString();
  const minutes = Math.abs(offset_ms) / MINUTE_MS;
  const offset = `${offset_ms < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return new Date(at_ms + offset_ms).toISOString().replace("Z", offset);
}
