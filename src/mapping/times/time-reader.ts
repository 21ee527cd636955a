import { because } from "../../texts/because.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { halfWidth } from "../cells/text.js";
import type { Problem, ReadValue } from "../cells/value.js";
import { compileLdml } from "./ldml-format.js";
import { NAMED_FORMATS } from "./named-formats.js";
import { typedTimeReader } from "./typed-time.js";
import { EARLIEST_MS, LATEST_MS, type TimeFormat, type WallTime } from "./wall-time.js";
import { zoneClock } from "./zone.js";
import { abbreviationIn } from "./zone-names.js";

/** The format with this name or these tokens, or the reason why it is none. */
export function timeFormat(text: string, two_digit_years: boolean, takes_months = false): TimeFormat | PartToTell {
  const named = Object.hasOwn(NAMED_FORMATS, text) ? NAMED_FORMATS[text] : undefined;
  return named ?? compileLdml(text, two_digit_years, takes_months);
}

const ODD = /[^ -~]| {2}/;

/** The text with half-width characters and single spaces: what formats are tried on. */
export function plainTime(text: string): string {
  return ODD.test(text) ? halfWidth(text).replace(/\s+/g, " ") : text;
}

export interface TimeRules {
  /** In the order in which they are tried. None known: `iso` alone, which cannot be misread. */
  readonly formats: readonly TimeFormat[];
  /** The column says them, and not the mapping: whoever adds one there has to say them all. */
  readonly are_inferred?: boolean;
  /** For times without an offset. */
  readonly timezone: string | undefined;
  /** Milliseconds after midnight for a date without a time. */
  readonly time_of_day_ms: number;
}

const ISO = NAMED_FORMATS.iso as TimeFormat;

/**
 * Reads times into milliseconds since 1970 UTC. The machine's own zone plays no part. `noteTyped` hears of each
 * time that is not written as the formats say, and can be read in one way alone; without it there is none.
 */
export function timeReader(rules: TimeRules, noteTyped?: () => void): ReadValue {
  const formats = rules.formats.length === 0 ? [ISO] : rules.formats;
  const problems = problemsOf(rules);
  const clock = rules.timezone === undefined ? undefined : zoneClock(rules.timezone);
  const readTyped = noteTyped && typedTimeReader(rules.formats.map(({ name }) => name));
  const instantOf = (time: WallTime): number | Problem => {
    const wall_ms = time.date_only ? time.wall_ms + rules.time_of_day_ms : time.wall_ms;
    if (wall_ms < EARLIEST_MS || wall_ms >= LATEST_MS) return problems.implausible;
    if (time.offset_ms !== undefined) return wall_ms - time.offset_ms;
    if (clock === undefined) return problems.no_zone;
    const instant_ms = clock(wall_ms);
    return typeof instant_ms === "number" ? instant_ms : problems[instant_ms];
  };
  return (cell) => {
    const text = plainTime(cell);
    let problem: Problem = problems.no_fit;
    for (const format of formats) {
      const time = format.read(text);
      if (time === undefined) continue;
      const instant = time === "no_such_time" ? problems.no_such_time : instantOf(time);
      if (instant !== problems.no_such_time && instant !== problems.implausible) return instant;
      problem = instant;
    }
    if (problem !== problems.no_fit) return problem;
    const typed = readTyped?.(text);
    if (typed === undefined) return zoneInLetters(text) ?? problem;
    if (typeof typed === "string") return problems[typed];
    noteTyped?.();
    return instantOf(typed);
  };
}

/** Of several zones that share an abbreviation none is guessed: the mapping says which it is. */
function zoneInLetters(text: string): Problem | undefined {
  const letters = abbreviationIn(text);
  if (letters === undefined) return undefined;
  return because("bad_time", { id: "time_zone_letters", letters });
}

/** Without a format in the mapping the column says again what it holds. */
function needsIso({ formats, are_inferred }: TimeRules): boolean {
  return are_inferred !== true && formats.length > 0 && !formats.includes(ISO);
}

/** All formats of a field with one more, to paste. */
function withMore({ formats }: TimeRules, more: string): string {
  return `format: [${[...formats.map(({ name }) => name), more].map((name) => JSON.stringify(name)).join(", ")}]`;
}

function noFit(rules: TimeRules): Problem {
  const { formats, are_inferred = false } = rules;
  if (formats.length > 0) {
    return because("bad_time", { id: "time_other_format", formats: namesOf(rules), more: withMore(rules, "…") });
  }
  return because("bad_time", { id: are_inferred ? "time_unknown_format" : "time_not_iso" });
}

function namesOf({ formats }: TimeRules): string {
  return formats.map(({ name }) => name).join(" | ");
}

function problemsOf(rules: TimeRules) {
  const zone = rules.timezone ?? "";
  return {
    no_fit: noFit(rules),
    no_such_time: because("bad_time", { id: "time_impossible" }),
    ambiguous: because("bad_time", { id: "time_ambiguous", formats: namesOf(rules) }),
    implausible: because("bad_time", { id: "time_implausible" }),
    no_zone: because("bad_time", { id: "time_without_zone" }),
    missing: because("bad_time", { id: "time_skipped", zone }),
    double: because("bad_time", { id: "time_twice", zone, format: needsIso(rules) ? withMore(rules, "iso") : "" }),
  };
}
