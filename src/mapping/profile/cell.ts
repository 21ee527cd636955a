import { cutShort } from "../../words/text.js";
import type { TimeFormat, WallTime } from "../wall-time.js";
import type { TimeSample } from "./facts.js";

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

/** The cell and what the first of `formats` that fits makes of it. */
export function sampleOf({ text }: Cell, formats: readonly TimeFormat[]): TimeSample {
  for (const format of formats) {
    const time = format.read(text);
    if (typeof time === "object") return { text: cutShort(text), read: isoText(time) };
  }
  return { text: cutShort(text), read: "" };
}

/** `2024-08-03`, `2024-08-03T10:30:00`, `2024-08-03T10:30:00.5+08:00`: as it is written, in no zone. */
function isoText({ wall_ms, date_only, offset_ms }: WallTime): string {
  const text = new Date(wall_ms).toISOString();
  if (date_only) return text.slice(0, 10);
  return text.replace(/(?:\.000)?Z$/, "") + (offset_ms === undefined ? "" : offsetText(offset_ms));
}

function offsetText(offset_ms: number): string {
  const minutes = Math.abs(offset_ms) / 60_000;
  const two = (value: number): string => String(value).padStart(2, "0");
  if (minutes === 0) return "Z";
  return `${offset_ms < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
