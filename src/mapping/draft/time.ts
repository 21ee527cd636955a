import type { FieldHints } from "../../model/column-hints.js";
import { counted } from "../../model/numbers.js";
import { sampleOf } from "../columns/cell.js";
import type { TimeSample } from "../columns/export-profile.js";
import type { TimeVerdict } from "../columns/time-verdict.js";
import { timeFormat } from "../times/time-reader.js";
import { candidatesFor } from "./candidates.js";
import type { ColumnProfile } from "./column-profile.js";
import { type Entry, ToDecide } from "./entry.js";
import { byTitle, type FieldFinding, sourceEntry } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";

const SAMPLES_SHOWN = 2;

type VerdictOf<Kind extends TimeVerdict["kind"]> = Extract<TimeVerdict, { kind: Kind }>;

/** What stands beside the column: its format, or what is to be decided of it. */
interface FormatFinding {
  readonly entries: readonly Entry[];
  readonly notes: readonly string[];
  readonly is_decided: boolean;
}

/** A time, with the format in which the whole column is written. */
export function proposeTime(hints: FieldHints | undefined, table: TableProfile): FieldFinding | undefined {
  const times = table.usable.filter(({ isTime }) => isTime);
  const best = candidatesFor(hints, times);
  const { columns, is_sure, alternatives } = best.columns.length > 0 ? best : candidatesFor(hints, table.usable);
  if (columns.length === 0) return undefined;
  const { entries, notes, is_decided } = formatOf(columns, table);
  const reason = is_sure ? byTitle(columns) : `${byTitle(columns)}, which might mean another time`;
  return {
    verdict: is_decided ? (is_sure ? "sure" : "likely") : "to_decide",
    columns,
    reason,
    alternatives: alternatives.filter((column) => times.includes(column)),
    content: { pairs: [sourceEntry(columns), ...entries] },
    notes,
    needs_zone: columns.some(isLocal),
  };
}

function formatOf(columns: readonly ColumnProfile[], { timezone }: TableProfile): FormatFinding {
  const verdicts = columns.flatMap(({ verdicts: each }) => each).filter(({ kind }) => kind !== "empty");
  const known = verdicts.filter((each) => each.kind === "formats");
  const [first] = known;
  if (first !== undefined && known.length === verdicts.length) return knownFormat(columns, first, known, timezone);
  const mixed = verdicts.find((each) => each.kind === "mixed");
  if (mixed !== undefined) return mixedFormat(mixed);
  const half = verdicts.find((each) => each.kind === "half_converted");
  if (half !== undefined) return halfConvertedFormat(half);
  // One of them may prove for all what another leaves open: whoever reads the rows looks at all of them together.
  if (known.length > 0)
    return { entries: [], notes: ["How it is written is found out from all of these columns."], is_decided: true };
  const ambiguous = verdicts.find((each) => each.kind === "ambiguous");
  if (ambiguous !== undefined) return ambiguousFormat(ambiguous);
  return unknownFormat(verdicts.find((each) => each.kind === "unknown"));
}

function knownFormat(
  columns: readonly ColumnProfile[],
  first: VerdictOf<"formats">,
  all: readonly VerdictOf<"formats">[],
  timezone: string | undefined,
): FormatFinding {
  const { formats } = first;
  const agree = all.every((each) => each.formats.join("\n") === formats.join("\n"));
  const readers = formats.map((text) => timeFormat(text, true)).filter((format) => typeof format !== "string");
  const cells = columns.flatMap(({ samples: each }) => each.map((cell) => sampleOf(cell, readers, { timezone })));
  // One sample stands for each format; of a single format the first two cells do.
  const samples = formats.length > 1 || !agree ? all.flatMap((each) => each.samples) : cells;
  const unfit = all.reduce((sum, each) => sum + (each.unfit?.count ?? 0), 0);
  const notes = [
    samplesLine(samples),
    ...(agree
      ? []
      : ["Not all is written in the same way, so it is found out from the whole column by check and run."]),
    ...(unfit === 0 ? [] : [`${counted(unfit, "cell is", "cells are")} not valid: check lists them.`]),
  ];
  const content = formats.length === 1 ? (formats[0] as string) : formats;
  return { entries: agree ? [{ key: "format", content }] : [], notes, is_decided: true };
}

function samplesLine(samples: readonly TimeSample[]): string {
  const read = samples.filter((sample) => sample.read !== "").slice(0, SAMPLES_SHOWN);
  return read.map((sample) => `${sample.text} is ${sample.read}`).join("; ");
}

function ambiguousFormat({ readings }: VerdictOf<"ambiguous">): FormatFinding {
  const notes = readings.map(
    ({ formats, sample }) => `format: ${written(formats)} reads ${sample.text} as ${sample.read}`,
  );
  const hint = "day and month cannot be told apart: take one of the lines above";
  return {
    entries: [{ key: "format", content: new ToDecide(hint) }],
    notes: ["Day and month could be either way round, in every cell. One of:", ...notes],
    is_decided: false,
  };
}

function halfConvertedFormat(verdict: VerdictOf<"half_converted">): FormatFinding {
  const { converted, text, exchanged, as_written, has_short_years } = verdict;
  const notes = [...exchanged, ...as_written].map(
    ({ formats, sample }) => `format: ${written(formats)} reads ${sample.text} as ${sample.read}`,
  );
  const hint = "export again without a spreadsheet, or take one of the lines above";
  const short: Entry = { key: "two_digit_years", content: new ToDecide("true, if 24 means 2024 and 99 means 1999") };
  return {
    entries: [{ key: "format", content: new ToDecide(hint) }, ...(has_short_years ? [short] : [])],
    notes: [
      `A spreadsheet seems to have exchanged day and month: in all cells like ${converted.text} the day is 12 at most,`,
      `in all like ${text.text} it is more. One of:`,
      ...notes,
    ],
    is_decided: false,
  };
}

function mixedFormat({ refuted }: VerdictOf<"mixed">): FormatFinding {
  const proofs = refuted.map(({ format, text, line }) => `line ${line}, ${text}, is no ${format}`);
  const hint = "split the export by how its dates are written, or correct the cells; then set the format";
  return {
    entries: [{ key: "format", content: new ToDecide(hint) }],
    notes: [`Dates are written in several ways that exclude each other: ${proofs.join("; ")}.`],
    is_decided: false,
  };
}

const UNKNOWN = {
  short_years: "Its years have two digits.",
  numbers: "It holds numbers that need not be times.",
  no_time: "It holds no time that is known.",
} as const;

function unknownFormat(verdict: VerdictOf<"unknown"> | undefined): FormatFinding {
  const why = verdict?.why ?? "no_time";
  const entry: Entry =
    why === "short_years"
      ? { key: "two_digit_years", content: new ToDecide("true, if 24 means 2024 and 99 means 1999") }
      : { key: "format", content: new ToDecide("name the format (docs/mapping.md), or take the whole field out") };
  return { entries: [entry], notes: [UNKNOWN[why]], is_decided: false };
}

function written(formats: readonly string[]): string {
  const texts = formats.map((format) => JSON.stringify(format));
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(", ")}]`;
}

/** Whether some of its times do not say how far they are from UTC. */
function isLocal({ verdicts, with_offset, filled }: ColumnProfile): boolean {
  return verdicts.some((verdict) => {
    if (verdict.kind === "empty") return false;
    if (verdict.kind !== "formats") return true;
    return verdict.formats.some((text) => {
      if (text === "iso") return with_offset < filled;
      const format = timeFormat(text, true);
      return typeof format === "string" || format.local;
    });
  });
}
