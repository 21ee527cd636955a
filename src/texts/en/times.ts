import type { PartToTell, SayMessage } from "../catalogue.js";

/** A field's times in one export. */
export interface TimesAt {
  readonly export: string;
  readonly field: string;
  /** None where no column makes the field. */
  readonly columns: readonly string[];
}

export interface TimeCell {
  readonly line: number;
  readonly text: string;
}

/** What a cell is by a line of the mapping, e.g. `2024-04-03`. */
export interface ReadBy {
  readonly read: string;
  readonly setting: string;
}

/** What a number is counted from, where it is not a date in digits. */
export type CountedFrom = "excel-serial" | "epoch-s" | "epoch-ms" | undefined;

export interface HalfConverted {
  readonly at: TimesAt;
  readonly converted: TimeCell;
  readonly text: TimeCell;
  readonly readings: readonly ReadBy[];
  /** A format can exchange day and month back. */
  readonly is_known: boolean;
}

const COUNTED = {
  "excel-serial": "days since 1899",
  "epoch-s": "seconds since 1970",
  "epoch-ms": "milliseconds since 1970",
};
const NAME_ZONE = "the mapping must name their time zone";
const AGAIN = "Export again, and don't open the file in a spreadsheet.";

const where = ({ export: name, field, columns }: TimesAt) =>
  `${name}: ${field}${columns.length === 0 ? "" : ` (column ${columns.join(", ")})`}`;
const cell = ({ line, text }: TimeCell) => `line ${line} "${text}"`;

/** Times that could only be guessed: each with the lines to paste into the mapping. */
export const times = {
  undecided_times: ({ path, parts }: { path: string; parts: readonly PartToTell[] }, say: SayMessage) => ({
    message: parts.map((part) => say(part).message).join("\n"),
    hint: `${Array.from(new Set(parts.map((part) => say(part).hint))).join(" ")} (${path})`,
  }),
  day_or_month_first: ({ at, cells, first, readings }: DayOrMonth) => ({
    message: [
      `${where(at)} could have the day first or the month first, and ${
        cells === 1 ? "its one cell does not prove" : `none of its ${cells} cells proves`
      } which: ${cell(first)}`,
      ...readings.map(({ read, setting }) => `is ${read} with  ${setting}`),
    ].join("\n"),
    hint: "Ask whoever made the export, and add the line that is right to the field.",
  }),
  half_converted_times: ({ at, converted, text, readings, is_known }: HalfConverted) => ({
    message: [
      `${where(at)} seems to have been saved by a spreadsheet that has exchanged day and month of some dates: ` +
        `in all cells like ${cell(converted)} the day is 12 at most, in all like ${cell(text)} it is more`,
      ...readings.map(({ read, setting }) => `${converted.text} is ${read} with  ${setting}`),
    ].join("\n"),
    hint: is_known
      ? `${AGAIN} Or add the line that is right to the field: the first exchanges day and month back.`
      : `${AGAIN} No format can exchange them back. If they are right as they are written, add the line to the field.`,
  }),
  day_and_month_mixed: ({ at, refuted }: MixedTimes) => ({
    message: [
      `${where(at)} has day and month in different orders: ${refuted
        .map(({ cell: refuting, format }) => `${cell(refuting)} cannot be ${format}`)
        .join(", ")}`,
      ...refuted.map(({ setting }) => setting),
    ].join("\n"),
    hint: "Correct the export. Or set the format that is right: the rows that do not fit it will be invalid.",
  }),
  short_years: ({ at, first }: { at: TimesAt; first: TimeCell }) => ({
    message: `${where(at)} writes years with two digits: ${cell(first)}\n${at.field}: { …, two_digit_years: true }`,
    hint: "If 80 to 99 are 19yy and 00 to 79 are 20yy, add two_digit_years: true to the field.",
  }),
  perhaps_times: ({ at, first, possible }: PerhapsTimes) => ({
    message: [
      `${where(at)} holds numbers that may be times or something else: ${cell(first)}`,
      ...possible.map(({ read, setting, counted }) => {
        const what = [counted && COUNTED[counted], read === "" ? undefined : `is ${read}`];
        return `${setting}   # ${what.filter((each) => each !== undefined).join("; ")}`;
      }),
    ].join("\n"),
    hint: "If they are times, add the line that is right to the field.",
  }),
  times_without_zone: ({ at, formats }: { at: TimesAt; formats: readonly string[] }) => ({
    message: `${where(at)} has times without an offset (${formats.join(", ")}), so ${NAME_ZONE}`,
    hint: "Add the zone of the export's times to the mapping, e.g. timezone: Asia/Shanghai.",
  }),
};

export interface DayOrMonth {
  readonly at: TimesAt;
  readonly cells: number;
  readonly first: TimeCell;
  readonly readings: readonly ReadBy[];
}

export interface MixedTimes {
  readonly at: TimesAt;
  readonly refuted: readonly { readonly cell: TimeCell; readonly format: string; readonly setting: string }[];
}

export interface PerhapsTimes {
  readonly at: TimesAt;
  readonly first: TimeCell;
  readonly possible: readonly (ReadBy & { readonly counted: CountedFrom })[];
}
