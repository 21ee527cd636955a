import type { Cell } from "./cell.js";
import type { TimeProfile, TimeSample } from "./export-profile.js";

/** What the cells of a column say of how its times are written. */
export type TimeVerdict =
  | (TimeProfile & { readonly kind: "formats"; readonly unfit: Unfit | undefined })
  /** Several readings fit all that was seen, and give different times. */
  | { readonly kind: "ambiguous"; readonly cells: number; readonly readings: readonly TimeReading[] }
  /** Each of the formats is proved by one cell and refuted by another. */
  | { readonly kind: "mixed"; readonly cells: number; readonly refuted: readonly Refuted[] }
  | HalfConvertedTimes
  | Unknown
  | { readonly kind: "empty" };

/** Some dates are texts as they were, the others a spreadsheet has read with day and month exchanged. */
export interface HalfConvertedTimes {
  readonly kind: "half_converted";
  readonly cells: number;
  readonly converted: Cell;
  readonly text: Cell;
  /** With day and month exchanged back, where formats can say it; and as they are written. */
  readonly exchanged: readonly TimeReading[];
  readonly as_written: readonly TimeReading[];
  /** Some of the formats need `two_digit_years`. */
  readonly has_short_years: boolean;
}

export interface Unknown {
  readonly kind: "unknown";
  readonly cells: number;
  readonly why: WhyUnknown;
  readonly first: Cell;
  /** Of numbers: what they would be read by if they are times; one at least. */
  readonly possible?: readonly string[];
}

/** The years have two digits; the numbers could be something else than times; no cell is a time that is known. */
export type WhyUnknown = "short_years" | "numbers" | "no_time";

/** Cells that fit none of the formats: their rows will be invalid. */
export interface Unfit {
  readonly count: number;
  readonly first: Cell;
}

export interface TimeReading {
  readonly formats: readonly string[];
  readonly sample: TimeSample;
  readonly line: number;
}

/** A format, and a cell that cannot have it. */
export interface Refuted extends Cell {
  readonly format: string;
}
