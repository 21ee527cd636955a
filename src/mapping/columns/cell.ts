import { cutShort } from "../../model/text.js";
import type { TimeFormat, WallTime } from "../times/wall-time.js";
import { zoneClock } from "../times/zone.js";
import type { TimeSample } from "./export-profile.js";

/** A cell of a column that is looked at as a whole. */
export interface Cell {
  readonly text: string;
  readonly line: number;
}

/** The first cells of a kind, two of them, and different. */
export class FirstCells {
  readonly cells: Cell[] = [];

  add(text: string, line: number): void {
    const { length } = this.cells;
    if (length < 2 && this.cells[0]?.text !== text) this.cells.push({ text, line });
  }
}

/** What is known of times that do not say it themselves. */
export interface LocalTime {
  readonly timezone?: string | undefined;
  /** Milliseconds after midnight for a date without a time. */
  readonly time_of_day_ms?: number;
}

/** The cell and what the first of `formats` that fits makes of it. */
export function sampleOf({ text }: Cell, formats: readonly TimeFormat[], local: LocalTime = {}): TimeSample {
  for (const format of formats) {
    const time = format.read(text);
    if (typeof time === "object") return { text: cutShort(text), read: isoText(time, local) };
  }
  return { text: cutShort(text), read: "" };
}

/**
 * `2024-08-03T10:30:00.5+08:00`, with the offset that the cell or the zone's clock has then; `2024-08-03T10:30:00` and
 * `2024-08-03` as it is written where neither tells any.
 */
function isoText({ wall_ms, date_only, offset_ms }: WallTime, { timezone, time_of_day_ms = 0 }: LocalTime): string {
  const at_ms = date_only ? wall_ms + time_of_day_ms : wall_ms;
  const offset = offset_ms ?? (timezone === undefined ? undefined : offsetIn(timezone, at_ms));
  if (offset === undefined && date_only) return new Date(wall_ms).toISOString().slice(0, 10);
  const text = new Date(at_ms).toISOString().replace(/(?:\.000)?Z$/, "");
  return offset === undefined ? text : text + offsetText(offset);
}

/** Undefined where the clocks were put over that time. */
function offsetIn(timezone: string, wall_ms: number): number | undefined {
  const instant_ms = zoneClock(timezone)(wall_ms);
  return typeof instant_ms === "number" ? wall_ms - instant_ms : undefined;
}

function offsetText(offset_ms: number): string {
  const minutes = Math.abs(offset_ms) / 60_000;
  const two = (value: number): string => String(value).padStart(2, "0");
  if (minutes === 0) return "Z";
  return `${offset_ms < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
