import { lookForIds } from "../../csv/file/id-look.js";
import type { Ledger } from "../../ledger/open.js";
import type { Source } from "../../ledger/runs/sources.js";
import {
  type ExportProfile,
  ExportProfiler,
  type Mapping,
  NO_PROFILE,
  stopOnAmbiguousTimes,
} from "../../mapping/index.js";
import type { Clock } from "../../model/clock.js";
import { isBad } from "../../model/record.js";
import type { Brake } from "../calls/brake.js";
import type { Observer } from "../events.js";
import { exportFiles, foldersOf, stampOf } from "./export-files.js";
import type { OpenedExport } from "./exports.js";
import { LastLines } from "./not-rows.js";
import { originProfile } from "./origin-profile.js";
import { type IdentifiedExport, identify } from "./same-export.js";

export interface ProfileOptions {
  readonly ledger: Ledger;
  readonly mapping: Mapping;
  readonly exports: readonly OpenedExport[];
  readonly version: string;
  /** False: look at every export anew, also at what is staged whole already. */
  readonly reuse: boolean;
  readonly clock: Clock;
  readonly brake: Brake;
  readonly observe: Observer;
}

/** An export of which all is known that its rows are mapped with. */
export interface ProfiledExport extends IdentifiedExport {
  readonly facts: ExportProfile;
  /** As the ledger keeps them; null where there are none. */
  readonly facts_text: string | null;
  /** The source's id where it is staged whole already, as it is now and with this mapping. */
  readonly reused_id: number | undefined;
  /** The ledger has met it before. */
  readonly is_known: boolean;
  /** The brake was pulled before all was known: nothing may be staged by it. */
  readonly is_cut_short: boolean;
}

/**
 * Finds out what the columns of each export say as a whole, before any row is mapped: by reading it to its end where
 * the mapping leaves something open, else not at all. A failures file says nothing by itself: its rows are read as in
 * the export that they come from. What was profiled already stays as it is. Throws an ExitError where times cannot be
 * read without a guess. When the brake is pulled, the rest stays unknown.
 */
export async function profileExports(options: ProfileOptions): Promise<ProfiledExport[]> {
  const exports = options.exports.every(isProfiled) ? options.exports : await identify(options, options.exports);
  const profiled = new Map<OpenedExport, ProfiledExport>();
  const profilers: ExportProfiler[] = [];
  // Exports first: failures files are read by what is known of them.
  for (const opened of exports) {
    if (opened.file.is_failures_file) continue;
    profiled.set(opened, isProfiled(opened) ? opened : await profileOne(options, opened, profilers));
  }
  if (!options.brake.pulled) stopOnAmbiguousTimes(options.mapping, profilers);
  const now = Array.from(profiled.values());
  for (const opened of exports) {
    if (!opened.file.is_failures_file) continue;
    profiled.set(opened, isProfiled(opened) ? opened : await profileMended(options, opened, now));
  }
  return exports.map((opened) => profiled.get(opened) as ProfiledExport);
}

/** What an export is staged with: with another mapping, lookup file or program its rows may become others. */
export function stagedAs(mapping: Mapping, { lookups }: OpenedExport, version: string, files: string): string {
  return [mapping.hash, version, lookups.sha256, files].filter((part) => part !== "").join(" ");
}

/** Of the files that rows of a source are, as they lie there now; "" where rows of the target are none. */
export function filesStamp(ledger: Ledger, { target }: Mapping, { id }: Pick<Source, "id">): string {
  const names = target.fields.filter(({ kind }) => kind === "file").map(({ name }) => name);
  if (names.length === 0) return "";
  return stampOf(foldersOf(pathsOf(ledger)), ledger.sources.filePaths(id, names));
}

const pathsOf = (ledger: Ledger): string[] => ledger.sources.all().map(({ path }) => path);

function isProfiled(opened: OpenedExport): opened is ProfiledExport {
  return "facts_text" in opened;
}

async function profileOne(
  options: ProfileOptions,
  opened: IdentifiedExport,
  profilers: ExportProfiler[],
): Promise<ProfiledExport> {
  const { ledger, mapping, reuse, brake } = options;
  const known = ledger.sources.byPath(opened.path);
  const profiler = new ExportProfiler(mapping, opened.file.header, opened.name);
  const is_known_well = known !== undefined && (known.facts !== null || !profiler.has_open_times);
  if (reuse && is_known_well && isWhole(options, opened, known)) {
    return describe(options, opened, { known, facts: parsed(known.facts), reused_id: known.id });
  }
  const isEnough = brake.pulled ? undefined : await neededOf(opened, profiler);
  if (isEnough !== undefined) {
    await showRecords(options, opened, profiler, isEnough);
    profilers.push(profiler);
  }
  return describe(options, opened, { known, facts: profiler.facts() });
}

async function profileMended(
  options: ProfileOptions,
  opened: IdentifiedExport,
  others: readonly ProfiledExport[],
): Promise<ProfiledExport> {
  const { ledger, reuse } = options;
  const known = ledger.sources.byPath(opened.path);
  const facts = await originProfile(ledger, opened, (path) => others.find((each) => each.path === path)?.facts);
  const is_same = reuse && known?.facts === textOf(facts) && isWhole(options, opened, known);
  return describe(options, opened, { known, facts, ...(is_same ? { reused_id: known.id } : {}) });
}

function isWhole({ ledger, mapping, version }: ProfileOptions, opened: IdentifiedExport, known: Source): boolean {
  if (known.sha256 !== opened.sha256) return false;
  return known.staged_as === stagedAs(mapping, opened, version, filesStamp(ledger, mapping, known));
}

interface Findings {
  readonly known: Source | undefined;
  readonly facts: ExportProfile;
  readonly reused_id?: number;
}

function describe(options: ProfileOptions, opened: IdentifiedExport, findings: Findings): ProfiledExport {
  const { known, facts, reused_id } = findings;
  const now_ms = options.clock.now_ms();
  // Rows of a failures file are rows of other exports, beside which their files lie.
  const mapper = opened.file.is_failures_file
    ? opened.bind({ facts, now_ms, files: exportFiles(foldersOf([opened.path, ...pathsOf(options.ledger)])) })
    : opened.bind({ facts, now_ms });
  const facts_text = textOf(facts);
  return {
    ...opened,
    mapper,
    facts,
    facts_text,
    reused_id,
    is_known: known !== undefined,
    is_cut_short: options.brake.pulled,
  };
}

function textOf(facts: ExportProfile): string | null {
  const is_nothing = Object.keys(facts.times).length === 0 && Object.keys(facts.ids).length === 0;
  return is_nothing ? null : JSON.stringify(facts);
}

function parsed(text: string | null): ExportProfile {
  return text === null ? NO_PROFILE : (JSON.parse(text) as ExportProfile);
}

/** When the profiler has seen enough of the records; undefined where it needs none of them. */
async function neededOf(opened: OpenedExport, profiler: ExportProfiler): Promise<(() => boolean) | undefined> {
  const { file } = opened;
  const to_the_end = () => false;
  if (profiler.has_open_times) return to_the_end;
  if (!profiler.has_ids) return undefined;
  if (file.detected.packing !== undefined || (await hasOddIds(opened, profiler))) return to_the_end;
  const look = await lookForIds(file.path, file.dialect.encoding);
  if (look === undefined || look.may_be_zero_led) return to_the_end;
  return look.rounded_max === 0 ? undefined : () => profiler.acceptsRounded(look.rounded_max);
}

/** The first batch tells what kind of ids there are. */
async function hasOddIds({ file }: OpenedExport, profiler: ExportProfiler): Promise<boolean> {
  for await (const records of file.records()) {
    return records.some((record) => !isBad(record) && profiler.hasOddId(record.cells));
  }
  return false;
}

/** Shows the profiler the records that are rows, until it has seen enough. */
async function showRecords(
  { brake, observe }: ProfileOptions,
  opened: OpenedExport,
  profiler: ExportProfiler,
  isEnough: () => boolean,
): Promise<void> {
  const { file, path } = opened;
  const last = new LastLines(opened.mapper, file);
  for await (const records of file.records()) {
    for (const record of records) {
      for (const row of last.sift(record)) if (!isBad(row)) profiler.add(row.cells, row.line);
    }
    observe({ event: "profiling", path, records: file.records_read });
    if (brake.pulled || isEnough()) return;
  }
}
