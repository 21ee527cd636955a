import type { FieldHints } from "../../model/column-hints.js";
import type { PartToTell } from "../../texts/catalogue.js";
import { saying } from "../../texts/saying.js";
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
  readonly notes: readonly PartToTell[];
  readonly is_decided: boolean;
}

/** A time, with the format in which the whole column is written. */
export function proposeTime(hints: FieldHints | undefined, table: TableProfile): FieldFinding | undefined {
  const times = table.usable.filter(({ isTime }) => isTime);
  const best = candidatesFor(hints, times);
  const { columns, is_sure, alternatives } = best.columns.length > 0 ? best : candidatesFor(hints, table.usable);
  if (columns.length === 0) return undefined;
  const { entries, notes, is_decided } = formatOf(columns, table);
  const by = byTitle(columns);
  const reason = is_sure ? by : saying("draft_by_doubtful_name", { by, meant: "time" });
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
  if (known.length > 0) return { entries: [], notes: [saying("draft_times_of_all")], is_decided: true };
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
  const readers = formats.map((text) => timeFormat(text, true)).filter((format) => "read" in format);
  const cells = columns.flatMap(({ samples: each }) => each.map((cell) => sampleOf(cell, readers, { timezone })));
  // One sample stands for each format; of a single format the first two cells do.
  const samples = formats.length > 1 || !agree ? all.flatMap((each) => each.samples) : cells;
  const unfit = all.reduce((sum, each) => sum + (each.unfit?.count ?? 0), 0);
  const notes = [
    samplesLine(samples),
    ...(agree ? [] : [saying("draft_times_differ")]),
    ...(unfit === 0 ? [] : [saying("draft_times_unfit", { cells: unfit })]),
  ];
  const content = formats.length === 1 ? (formats[0] as string) : formats;
  return { entries: agree ? [{ key: "format", content }] : [], notes, is_decided: true };
}

function samplesLine(samples: readonly TimeSample[]): PartToTell {
  return saying("draft_times_read", { samples: samples.filter(({ read }) => read !== "").slice(0, SAMPLES_SHOWN) });
}

function ambiguousFormat({ readings }: VerdictOf<"ambiguous">): FormatFinding {
  return {
    entries: [{ key: "format", content: new ToDecide(saying("draft_take_one")) }],
    notes: [saying("draft_day_or_month"), ...readings.map(readingLine)],
    is_decided: false,
  };
}

function halfConvertedFormat(verdict: VerdictOf<"half_converted">): FormatFinding {
  const { converted, text, exchanged, as_written, has_short_years } = verdict;
  return {
    entries: [
      { key: "format", content: new ToDecide(saying("draft_export_again")) },
      ...(has_short_years ? [SHORT_YEARS] : []),
    ],
    notes: [
      saying("draft_exchanged", { converted: converted.text, text: text.text }),
      ...[...exchanged, ...as_written].map(readingLine),
    ],
    is_decided: false,
  };
}

function mixedFormat({ refuted }: VerdictOf<"mixed">): FormatFinding {
  return {
    entries: [{ key: "format", content: new ToDecide(saying("draft_split")) }],
    notes: [saying("draft_times_mixed", { proofs: refuted })],
    is_decided: false,
  };
}

const SHORT_YEARS: Entry = { key: "two_digit_years", content: new ToDecide(saying("draft_two_digit_years")) };

const UNKNOWN = {
  short_years: saying("draft_short_years"),
  numbers: saying("draft_numbers"),
  no_time: saying("draft_no_time"),
} as const;

function unknownFormat(verdict: VerdictOf<"unknown"> | undefined): FormatFinding {
  const why = verdict?.why ?? "no_time";
  const entry: Entry =
    why === "short_years" ? SHORT_YEARS : { key: "format", content: new ToDecide(saying("draft_name_format")) };
  return { entries: [entry], notes: [UNKNOWN[why]], is_decided: false };
}

function readingLine({ formats, sample }: VerdictOf<"ambiguous">["readings"][number]): PartToTell {
  return saying("draft_reading", { setting: `format: ${written(formats)}`, ...sample });
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
      return "message" in format || format.local;
    });
  });
}
