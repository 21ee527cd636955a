import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Said } from "../../model/said.js";
import { cutShort } from "../../model/text.js";
import type { Sentence } from "../../texts/catalogue.js";
import type { ReadBy, TimeCell, TimesAt } from "../../texts/en/times.js";
import { saying } from "../../texts/saying.js";
import { type LocalTime, sampleOf } from "../columns/cell.js";
import type { HalfConvertedTimes, TimeReading, TimeVerdict, Unknown } from "../columns/time-verdict.js";
import { timeFormat } from "../times/time-reader.js";
import type { TimeFormat } from "../times/wall-time.js";
import type { MappedField, Mapping } from "./mapping.js";
import type { ExportProfiler } from "./profiler.js";

interface AmbiguousTimes extends Sentence {
  readonly kind: "ambiguous_time" | "mixed_time" | "unknown_time" | "no_timezone";
  readonly said: Said;
}

/**
 * Throws one ExitError (exit 2) that tells every time which could only be guessed, in all exports together. A column in
 * which no cell is a time at all stops nothing: its rows are invalid.
 */
export function stopOnAmbiguousTimes(mapping: Mapping, profilers: readonly ExportProfiler[]): void {
  const ambiguous = profilers.flatMap((profiler) =>
    profiler.verdicts().flatMap(({ field, verdict }) => {
      const at = { export: profiler.export_name, field: field.shape.name, columns: columnsOf(field) };
      return ambiguousTimesOf(at, field, verdict) ?? [];
    }),
  );
  const [first] = ambiguous;
  if (first === undefined) return;
  const parts = ambiguous.map(({ message, hint, said }) => ({ message, hint, said }));
  const told = saying("undecided_times", { path: mapping.path, parts });
  throw new ExitError({ exit: EXIT.usage, kind: first.kind, ...told });
}

function ambiguousTimesOf(at: TimesAt, field: MappedField, verdict: TimeVerdict): AmbiguousTimes | undefined {
  if (verdict.kind === "ambiguous") return ambiguous(at, verdict.cells, verdict.readings);
  if (verdict.kind === "half_converted") return halfConverted(at, verdict);
  if (verdict.kind === "mixed") {
    const refuted = verdict.refuted.map((cell) => {
      return { cell: shown(cell), format: cell.format, setting: setting(at.field, [cell.format]) };
    });
    return { kind: "mixed_time", ...saying("day_and_month_mixed", { at, refuted }) };
  }
  if (verdict.kind === "unknown") return unknown(at, verdict, field.infers);
  if (verdict.kind === "formats" && field.infers?.timezone === undefined) return zoneless(at, verdict.formats);
  return undefined;
}

function ambiguous(at: TimesAt, cells: number, readings: readonly TimeReading[]): AmbiguousTimes | undefined {
  const [first] = readings;
  if (first === undefined) return undefined;
  const cell = shown({ line: first.line, text: first.sample.text });
  const said = saying("day_or_month_first", { at, cells, first: cell, readings: readBy(at, readings) });
  return { kind: "ambiguous_time", ...said };
}

function halfConverted(at: TimesAt, { converted, text, exchanged, as_written }: HalfConvertedTimes): AmbiguousTimes {
  const readings = readBy(at, [...exchanged, ...as_written]);
  const cells = { converted: shown(converted), text: shown(text) };
  const said = saying("half_converted_times", { at, ...cells, readings, is_known: exchanged.length > 0 });
  return { kind: "ambiguous_time", ...said };
}

function unknown(at: TimesAt, verdict: Unknown, local: LocalTime | undefined): AmbiguousTimes | undefined {
  const { why, possible = [] } = verdict;
  if (why === "no_time") return undefined;
  const first = shown(verdict.first);
  if (why === "short_years") return { kind: "unknown_time", ...saying("short_years", { at, first }) };
  const each = possible.map((format) => {
    const { read } = sampleOf(verdict.first, [timeFormat(format, true) as TimeFormat], local);
    return { read, setting: setting(at.field, [format]), counted: COUNTED.find((one) => one === format) };
  });
  return { kind: "unknown_time", ...saying("perhaps_times", { at, first, possible: each }) };
}

/** Formats of numbers that are no dates in digits. */
const COUNTED = ["excel-serial", "epoch-s", "epoch-ms"] as const;

/** As with a format that the mapping names: iso times may have an offset each. */
function zoneless(at: TimesAt, formats: readonly string[]): AmbiguousTimes | undefined {
  const local = formats.filter((text) => {
    const format = timeFormat(text, true);
    return "local" in format && format.local;
  });
  if (local.length === 0) return undefined;
  return { kind: "no_timezone", ...saying("times_without_zone", { at, formats: local }) };
}

function columnsOf({ source }: MappedField): string[] {
  if (source.kind === "constant") return [];
  const refs = source.kind === "columns" ? source.columns : source.parts.filter((part) => typeof part !== "string");
  return refs.map((ref) => ref.name);
}

function readBy({ field }: TimesAt, readings: readonly TimeReading[]): ReadBy[] {
  return readings.map(({ formats, sample }) => ({ read: sample.read, setting: setting(field, formats) }));
}

function shown({ line, text }: TimeCell): TimeCell {
  return { line, text: cutShort(text) };
}

const SHORT_YEAR = /(?<!y)yy(?!y)/;

/** What is to be pasted: in JSON a text is quoted as in YAML. */
function setting(name: string, formats: readonly string[]): string {
  const texts = formats.map((format) => JSON.stringify(format));
  const years = formats.some((format) => SHORT_YEAR.test(format)) ? ", two_digit_years: true" : "";
  return `${name}: { …, format: ${texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`}${years} }`;
}
