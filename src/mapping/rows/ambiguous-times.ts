import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import { cutShort } from "../../model/text.js";
import { type LocalTime, sampleOf } from "../columns/cell.js";
import type { HalfConvertedTimes, TimeReading, TimeVerdict, Unknown } from "../columns/time-verdict.js";
import { timeFormat } from "../times/time-reader.js";
import type { TimeFormat } from "../times/wall-time.js";
import type { MappedField, Mapping } from "./mapping.js";
import type { ExportProfiler } from "./profiler.js";

interface AmbiguousTimes {
  readonly kind: "ambiguous_time" | "mixed_time" | "unknown_time" | "no_timezone";
  /** What is wrong, and the lines to paste. */
  readonly text: string;
  readonly hint: string;
}

/**
 * Throws one ExitError (exit 2) that tells every time which could only be guessed, in all exports together. A column in
 * which no cell is a time at all stops nothing: its rows are invalid.
 */
export function stopOnAmbiguousTimes(mapping: Mapping, profilers: readonly ExportProfiler[]): void {
  const ambiguous = profilers.flatMap((profiler) =>
    profiler.verdicts().flatMap(({ field, verdict }) => {
      const name = field.shape.name;
      return ambiguousTimesOf(`${profiler.export_name}: ${name}${columnsOf(field)}`, name, field, verdict) ?? [];
    }),
  );
  const [first] = ambiguous;
  if (first === undefined) return;
  const hints = Array.from(new Set(ambiguous.map(({ hint }) => hint)));
  const message = ambiguous.map(({ text }) => text).join("\n");
  throw new ExitError({ exit: EXIT.usage, kind: first.kind, message, hint: `${hints.join(" ")} (${mapping.path})` });
}

function ambiguousTimesOf(
  where: string,
  name: string,
  field: MappedField,
  verdict: TimeVerdict,
): AmbiguousTimes | undefined {
  if (verdict.kind === "ambiguous") return ambiguous(where, name, verdict.cells, verdict.readings);
  if (verdict.kind === "half_converted") return halfConverted(where, name, verdict);
  if (verdict.kind === "mixed") {
    const cells = verdict.refuted.map(
      ({ line, text, format }) => `line ${line} "${cutShort(text)}" cannot be ${format}`,
    );
    return {
      kind: "mixed_time",
      text: [`${where} has day and month in different orders: ${cells.join(", ")}`]
        .concat(verdict.refuted.map(({ format }) => setting(name, [format])))
        .join("\n"),
      hint: "Correct the export. Or set the format that is right: the rows that do not fit it will be invalid.",
    };
  }
  if (verdict.kind === "unknown") return unknown(where, name, verdict, field.infers);
  if (verdict.kind === "formats" && field.infers?.timezone === undefined) return zoneless(where, verdict.formats);
  return undefined;
}

function ambiguous(where: string, name: string, cells: number, readings: readonly TimeReading[]): AmbiguousTimes {
  const [first] = readings;
  const many = cells === 1 ? "its one cell does not prove" : `none of its ${cells} cells proves`;
  const shown = first === undefined ? "" : cell({ line: first.line, text: first.sample.text });
  const head = `${where} could have the day first or the month first, and ${many} which: ${shown}`;
  const lines = readings.map(({ formats, sample }) => `is ${sample.read} with  ${setting(name, formats)}`);
  return {
    kind: "ambiguous_time",
    text: [head, ...lines].join("\n"),
    hint: "Ask whoever made the export, and add the line that is right to the field.",
  };
}

function halfConverted(where: string, name: string, verdict: HalfConvertedTimes): AmbiguousTimes {
  const { converted, text, exchanged, as_written } = verdict;
  const head =
    `${where} seems to have been saved by a spreadsheet that has exchanged day and month of some dates: ` +
    `in all cells like ${cell(converted)} the day is 12 at most, in all like ${cell(text)} it is more`;
  const line = ({ formats, sample }: TimeReading) =>
    `${cutShort(converted.text)} is ${sample.read} with  ${setting(name, formats)}`;
  const again = "Export again, and don't open the file in a spreadsheet.";
  const is_known = exchanged.length > 0;
  return {
    kind: "ambiguous_time",
    text: [head, ...[...exchanged, ...as_written].map(line)].join("\n"),
    hint: is_known
      ? `${again} Or add the line that is right to the field: the first exchanges day and month back.`
      : `${again} No format can exchange them back. If they are right as they are written, add the line to the field.`,
  };
}

/** What a number is counted from, where it is not a date in digits. */
const COUNTED: Readonly<Record<string, string>> = {
  "excel-serial": "days since 1899",
  "epoch-s": "seconds since 1970",
  "epoch-ms": "milliseconds since 1970",
};

function unknown(
  where: string,
  name: string,
  verdict: Unknown,
  local: LocalTime | undefined,
): AmbiguousTimes | undefined {
  const { why, first, possible = [] } = verdict;
  if (why === "no_time") return undefined;
  const shown = cell(first);
  if (why === "short_years") {
    return {
      kind: "unknown_time",
      text: `${where} writes years with two digits: ${shown}\n${name}: { …, two_digit_years: true }`,
      hint: "If 80 to 99 are 19yy and 00 to 79 are 20yy, add two_digit_years: true to the field.",
    };
  }
  const lines = possible.map((format) => {
    const { read } = sampleOf(first, [timeFormat(format, true) as TimeFormat], local);
    const what = [COUNTED[format], read === "" ? undefined : `is ${read}`].filter((each) => each !== undefined);
    return `${setting(name, [format])}   # ${what.join("; ")}`;
  });
  return {
    kind: "unknown_time",
    text: [`${where} holds numbers that may be times or something else: ${shown}`, ...lines].join("\n"),
    hint: "If they are times, add the line that is right to the field.",
  };
}

/** As with a format that the mapping names: iso times may have an offset each. */
function zoneless(where: string, formats: readonly string[]): AmbiguousTimes | undefined {
  const local = formats.filter((text) => {
    const format = timeFormat(text, true);
    return typeof format !== "string" && format.local;
  });
  if (local.length === 0) return undefined;
  return {
    kind: "no_timezone",
    text: `${where} has times without an offset (${local.join(", ")}), so the mapping must name their time zone`,
    hint: "Add the zone of the export's times to the mapping, e.g. timezone: Asia/Shanghai.",
  };
}

function columnsOf({ source }: MappedField): string {
  if (source.kind === "constant") return "";
  const refs = source.kind === "columns" ? source.columns : source.parts.filter((part) => typeof part !== "string");
  return ` (column ${refs.map((ref) => ref.name).join(", ")})`;
}

function cell({ line, text }: { readonly line: number; readonly text: string }): string {
  return `line ${line} "${cutShort(text)}"`;
}

const SHORT_YEAR = /(?<!y)yy(?!y)/;

/** What is to be pasted: in JSON a text is quoted as in YAML. */
function setting(name: string, formats: readonly string[]): string {
  const texts = formats.map((format) => JSON.stringify(format));
  const years = formats.some((format) => SHORT_YEAR.test(format)) ? ", two_digit_years: true" : "";
  return `${name}: { …, format: ${texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`}${years} }`;
}
