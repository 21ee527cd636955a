import type { FieldDefinition } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import type { TimeProfile } from "../columns/export-profile.js";
import type { MappedField, ReaderRules } from "../rows/mapping.js";
import { offsetSkipped } from "../times/ldml-format.js";
import { timeFormat, timeReader } from "../times/time-reader.js";
import type { TimeFormat } from "../times/wall-time.js";
import { wallTimeIn } from "../times/zone.js";
import type { FieldContext } from "./field-context.js";
import type { FieldSpec } from "./schema.js";

const DAY_MS = 86_400_000;

const TYPED = { kind: "typed_time", ...saying("typed_time") };

/** The reader of a time field; undefined where the file notes a problem. */
export function compileTime(
  spec: FieldSpec,
  shape: FieldDefinition,
  context: FieldContext,
): MappedField["reader"] | undefined {
  const rules = { timezone: zoneOf(spec, context), time_of_day_ms: timeOfDayMs(spec) };
  const typed = (note: ReaderRules["note"]) => () => note({ ...TYPED, field: String(context.path.at(-1)) });
  if (spec.format === undefined) {
    return ({ time, note }) =>
      timeReader({ ...rules, formats: inferred(time), are_inferred: time !== undefined }, typed(note));
  }
  const formats = compileFormats(spec.format, spec, shape, context);
  if (formats.length === 0) return undefined;
  return ({ note }) => timeReader({ ...rules, formats }, typed(note));
}

/** What else is to be known of a time field. */
export function timeRules(spec: FieldSpec, context: FieldContext): Pick<MappedField, "infers" | "isDay"> {
  const timezone = zoneOf(spec, context);
  const { two_digit_years = false } = spec;
  const time_of_day_ms = timeOfDayMs(spec);
  return {
    ...(spec.format === undefined ? { infers: { timezone, time_of_day_ms, two_digit_years } } : {}),
    isDay: (instant_ms) => (wallTimeIn(timezone ?? "UTC", instant_ms) - time_of_day_ms) % DAY_MS === 0,
  };
}

function compileFormats(
  texts: readonly string[],
  spec: FieldSpec,
  { takes_months }: FieldDefinition,
  context: FieldContext,
): TimeFormat[] {
  const { file, path } = context;
  return texts.flatMap((text, index) => {
    const format = timeFormat(text, spec.two_digit_years ?? false, takes_months);
    const place = [...path, "format", ...(texts.length > 1 ? [index] : [])];
    if ("message" in format) {
      file.problem(place, saying("value_refused_here", { value: text, why: format }));
      return [];
    }
    const zone = zoneOf(spec, context);
    const skipped = format.local ? offsetSkipped(text) : undefined;
    if (skipped !== undefined && !(zone === "UTC" && /^[a-z]+$/i.test(skipped))) {
      file.problem(place, saying("format_offset_skipped", { format: text, skipped }));
    } else if (!format.local || zone !== undefined) return format;
    else {
      file.problem(place, saying("format_without_zone", { format: text }));
    }
    return [];
  });
}

function zoneOf({ timezone }: FieldSpec, context: FieldContext): string | undefined {
  return timezone ?? context.timezone;
}

function timeOfDayMs({ time_of_day = "00:00" }: FieldSpec): number {
  const [hours, minutes] = time_of_day.split(":");
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Formats that were inferred, and so can be. */
function inferred(facts: TimeProfile | undefined): TimeFormat[] {
  return (facts?.formats ?? []).map((text) => timeFormat(text, true)).filter((format) => "read" in format);
}
