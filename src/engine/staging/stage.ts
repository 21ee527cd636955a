import { insistOnSize } from "../../csv/file/hash.js";
import { noRows } from "../../csv/file/stops.js";
import type { Ledger } from "../../ledger/open.js";
import { type Mapping, type UnmappedValue, unmappedValues } from "../../mapping/index.js";
import type { Clock } from "../../model/clock.js";
import type { Failure } from "../../model/failure.js";
import { type ExportRecord, isBad } from "../../model/record.js";
import { because } from "../../texts/because.js";
import type { Brake } from "../calls/brake.js";
import type { Observer } from "../events.js";
import { fromAnswers, type ReadRow, type ResolveTalent } from "../talents/apply.js";
import type { OpenedExport } from "./exports.js";
import { MendedRecords, refuseForeign } from "./mended.js";
import { type Contents, contentsOf, contentsText, LastLines } from "./not-rows.js";
import { filesStamp, type ProfiledExport, profileExports, stagedAs } from "./profile-exports.js";
import { recordHash } from "./record-hash.js";
import { findOriginals, type Restored } from "./restore.js";
import { CONFLICT, RowUpserter } from "./upsert.js";

const SUPERSEDED: Failure = because("superseded", { id: "gone_from_export" });
const REKEYED: Failure = because("superseded", { id: "rekeyed" });

export interface StageOptions {
  readonly ledger: Ledger;
  readonly mapping: Mapping;
  readonly exports: readonly OpenedExport[];
  /** The run's number: marks every row that this staging meets. */
  readonly pass: number;
  readonly version: string;
  /** False: stage everything, also what is staged whole already. */
  readonly reuse: boolean;
  readonly clock: Clock;
  readonly brake: Brake;
  readonly observe: Observer;
  /** Without it: by what the ledger holds of Feishu's answers. */
  readonly resolve?: ResolveTalent;
}

export interface Staged {
  /** By absolute path. */
  readonly contents: ReadonlyMap<string, Contents>;
  /** Of each failures file that was staged now, by absolute path. */
  readonly restored: ReadonlyMap<string, Restored>;
  readonly unmapped: readonly UnmappedValue[];
  /** As they were profiled. */
  readonly exports: readonly ProfiledExport[];
}

/**
 * Act one: every record of every export becomes a row of the ledger. Runs in batches; what an earlier, killed staging
 * left is met again.
 */
export async function stage(options: StageOptions): Promise<Staged> {
  const { ledger, pass, observe, brake } = options;
  const exports = await profileExports(options);
  const reused = new Set(exports.flatMap(({ reused_id }) => reused_id ?? []));
  const upserter = new RowUpserter(ledger.staging, reused);
  const contents = new Map<string, Contents>();
  const restored = new Map<string, Restored>();
  for (const each of exports) {
    if (brake.pulled || each.is_cut_short) break;
    if (each.reused_id === undefined) {
      const staged = await stageOne(options, each, upserter);
      contents.set(each.path, staged.contents);
      if (staged.restored !== undefined) restored.set(each.path, staged.restored);
    } else contents.set(each.path, contentsOf(ledger.sources.notRows(each.reused_id)));
    if (brake.pulled) break;
    ledger.given_exports.staged(each.path);
    observe({ event: "staged", path: each.path, reused: each.reused_id !== undefined });
  }
  if (reused.size < exports.length) ledger.transaction(() => ledger.staging.nameConflicts(pass, CONFLICT));
  return {
    contents,
    restored,
    unmapped: unmappedValues(
      options.mapping,
      exports.flatMap(({ mapper }) => mapper.unmapped()),
    ),
    exports,
  };
}

interface StagedOne {
  readonly contents: Contents;
  readonly restored?: Restored;
}

async function stageOne(options: StageOptions, opened: ProfiledExport, upserter: RowUpserter): Promise<StagedOne> {
  const { ledger, mapping } = options;
  const { file } = opened;
  // Before the ledger takes note of this file: it may be the one that rows come from.
  const year_now = new Date(options.clock.now_ms()).getUTCFullYear();
  const restorer = file.is_failures_file ? await findOriginals(ledger, mapping, opened, year_now) : undefined;
  const read = rowReader(options, opened, upserter);
  const mended = restorer && new MendedRecords({ ledger, opened, upserter, restorer, read });
  const batches = file.records();
  try {
    const contents = await stageBatches(options, opened, { upserter, read, mended }, batches);
    return { contents, ...(mended && { restored: mended.restored }) };
  } finally {
    // Closes the file also where it was not read to its end.
    await batches.return(undefined);
  }
}

async function stageBatches(
  options: StageOptions,
  opened: ProfiledExport,
  places: Places,
  batches: AsyncGenerator<ExportRecord[], void>,
): Promise<Contents> {
  const { ledger, brake, observe } = options;
  const { path, file } = opened;
  const first = await batches.next();
  if (first.done === true) throw noRows(path);
  const [first_record] = first.value;
  if (first_record !== undefined) refuseForeign(ledger, opened, first_record);
  const source_id = ledger.sources.begin({
    ...opened,
    dialect: JSON.stringify(file.dialect),
    facts: opened.facts_text,
  });
  const { upserter } = places;
  upserter.beginSource(source_id);
  const to_read_again_before = upserter.tally.to_read_again;
  const stager = new Stager(options, opened, places, source_id);
  let ahead: IteratorResult<ExportRecord[], void> = first;
  while (ahead.done !== true && !brake.pulled) {
    const records = ahead.value;
    ahead = await batches.next();
    // Half a record would be a row of its own, and be sent: the last ones wait until it is clear that they are whole.
    if (ahead.done === true) await insistOnSize(file.path, opened.name, opened.size_bytes);
    ledger.transaction(() => stager.put(records));
    observe({ event: "staging", path, records: file.records_read });
  }
  if (brake.pulled) return stager.contents();
  if (stager.rows === 0) throw noRows(path);
  ledger.transaction(() => {
    upserter.upsertContested();
    ledger.staging.supersede(source_id, options.pass, SUPERSEDED, options.clock.now_ms());
    if (opened.is_known) {
      ledger.staging.supersedeRekeyed(source_id, options.pass, REKEYED, options.clock.now_ms());
    }
    const whole = upserter.tally.to_read_again === to_read_again_before;
    const files = filesStamp(ledger, options.mapping, { id: source_id });
    const staged_as = whole ? stagedAs(options.mapping, opened, options.version, files) : null;
    ledger.sources.finish(source_id, staged_as, contentsText(stager.contents()));
  });
  return stager.contents();
}

/** Nobody's talent may be somebody's by the next run, which has to read the export again then. */
function rowReader({ ledger, resolve }: StageOptions, { mapper }: OpenedExport, { tally }: RowUpserter): ReadRow {
  const resolveTalent = resolve ?? fromAnswers(ledger.talents);
  return (cells, line) => {
    const mapped = mapper.map(cells, line);
    // The file may be there by then.
    if (mapped.kind === "invalid" && mapped.failure.kind === "bad_file") tally.to_read_again += 1;
    if (mapped.kind !== "unresolved") return mapped;
    const resolved = resolveTalent(mapped);
    if (resolved.kind === "invalid") tally.to_read_again += 1;
    return resolved;
  };
}

interface Places {
  readonly upserter: RowUpserter;
  readonly read: ReadRow;
  /** Where the export is a failures file. */
  readonly mended: MendedRecords | undefined;
}

/** Puts the records of one export into the ledger. */
class Stager {
  rows = 0;
  readonly #options: StageOptions;
  readonly #places: Places;
  readonly #source_id: number;
  readonly #last: LastLines;

  constructor(options: StageOptions, opened: OpenedExport, places: Places, source_id: number) {
    this.#options = options;
    this.#places = places;
    this.#source_id = source_id;
    const { file, mapper } = opened;
    this.#last = new LastLines(mapper, file);
  }

  put(records: readonly ExportRecord[]): void {
    for (const record of records) {
      // What looks like a total line is none unless it is the last: what was held back for one comes first.
      for (const row of this.#last.sift(record)) this.#place(row);
    }
  }

  contents(): Contents {
    return this.#last.contents();
  }

  #place(record: ExportRecord): void {
    this.rows += 1;
    const { pass, clock } = this.#options;
    const { line } = record;
    const at = { source_id: this.#source_id, line, record_hash: recordHash(record), pass, now_ms: clock.now_ms() };
    const { upserter, read, mended } = this.#places;
    if (mended !== undefined) return mended.place(at, record);
    if (isBad(record)) return upserter.upsertAlone(at, record.failure);
    upserter.upsert(at, read(record.cells, line));
  }
}
