import { hashFile } from "../csv/hash.js";
import { noRows } from "../csv/stops.js";
import type { Ledger } from "../ledger/open.js";
import type { Place } from "../ledger/staging.js";
import type { Mapping, UnmappedValue } from "../mapping/index.js";
import type { Clock } from "../words/clock.js";
import { EXIT } from "../words/exit.js";
import type { Failure } from "../words/failure.js";
import { type ExportRecord, isBad } from "../words/record.js";
import { Stop } from "../words/stop.js";
import type { Brake } from "./brake.js";
import type { Observer } from "./events.js";
import type { OpenedExport } from "./exports.js";
import { type NotRows, notRowsOf, TotalLines } from "./not-rows.js";
import { CONFLICT, Placer } from "./place.js";
import { recordHash } from "./record-hash.js";
import { ledgerOf, RAW_COLUMN, ROW_COLUMN, resolveReference } from "./row-reference.js";

const SUPERSEDED: Failure = {
  kind: "superseded",
  message: "the export no longer has this record",
  hint: "nothing to do: the export was mended",
};
const REKEYED: Failure = {
  kind: "superseded",
  message: "the mapping makes another row of this record",
  hint: "nothing to do: its record is the other row now",
};
const STILL_RAW: Failure = {
  kind: "unreadable_record",
  message: "the record is still only in the _raw column",
  hint: "write its cells into the columns of their own",
};

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
}

export interface Staged {
  /** By absolute path. */
  readonly not_rows: ReadonlyMap<string, NotRows>;
  readonly unmapped: readonly UnmappedValue[];
}

/**
 * Act one: every record of every export becomes a row of the ledger. Runs in batches; what an earlier, killed staging
 * left is met again.
 */
export async function stage(options: StageOptions): Promise<Staged> {
  const { ledger, pass, observe, brake } = options;
  const exports = await Promise.all(options.exports.map((opened) => identify(options, opened)));
  const reused = new Set(exports.flatMap(({ reused_id }) => reused_id ?? []));
  const placer = new Placer(ledger.staging, reused);
  const not_rows = new Map<string, NotRows>();
  for (const each of exports) {
    if (brake.pulled) break;
    if (each.reused_id === undefined) not_rows.set(each.path, await stageOne(options, each, placer));
    else not_rows.set(each.path, JSON.parse(ledger.sources.notRows(each.reused_id) ?? "{}") as NotRows);
    observe({ event: "staged", path: each.path, reused: each.reused_id !== undefined });
  }
  if (reused.size < exports.length) ledger.transaction(() => ledger.staging.nameConflicts(pass, CONFLICT));
  return { not_rows, unmapped: exports.flatMap(({ mapper }) => mapper.unmapped()) };
}

interface IdentifiedExport extends OpenedExport {
  readonly sha256: string;
  readonly size_bytes: number;
  /** The source's id where it is staged whole already, as it is now and with this mapping. */
  readonly reused_id: number | undefined;
  /** The ledger has met it before. */
  readonly is_known: boolean;
}

async function identify(options: StageOptions, opened: OpenedExport): Promise<IdentifiedExport> {
  const { ledger, mapping, version, reuse } = options;
  const { sha256, size_bytes } = await hashFile(opened.file.path);
  const known = ledger.sources.byPath(opened.path);
  const is_whole = known?.sha256 === sha256 && known.staged_as === stagedAs(mapping, version);
  return {
    ...opened,
    sha256,
    size_bytes,
    reused_id: reuse && is_whole ? known.id : undefined,
    is_known: known !== undefined,
  };
}

function stagedAs(mapping: Mapping, version: string): string {
  return `${mapping.hash} ${version}`;
}

async function stageOne(options: StageOptions, opened: IdentifiedExport, placer: Placer): Promise<NotRows> {
  const batches = opened.file.records();
  try {
    return await stageBatches(options, opened, placer, batches);
  } finally {
    // Closes the file also where it was not read to its end.
    await batches.return(undefined);
  }
}

async function stageBatches(
  options: StageOptions,
  opened: IdentifiedExport,
  placer: Placer,
  batches: AsyncGenerator<ExportRecord[], void>,
): Promise<NotRows> {
  const { ledger, brake, observe } = options;
  const { path, file, sha256, size_bytes } = opened;
  const first = await batches.next();
  if (first.done === true) throw noRows(path);
  refuseForeign(options, opened, first.value[0]);
  const source_id = ledger.sources.begin(path, sha256, size_bytes, JSON.stringify(file.dialect));
  placer.beginSource(source_id);
  const to_read_again_before = placer.tally.to_read_again;
  const stager = new Stager(options, opened, placer, source_id);
  let batch: IteratorResult<ExportRecord[], void> = first;
  for (; batch.done !== true && !brake.pulled; batch = await batches.next()) {
    const records = batch.value;
    ledger.transaction(() => stager.put(records));
    observe({ event: "staging", path, records: file.records_read });
  }
  if (brake.pulled) return stager.notRows();
  if (stager.rows === 0) throw noRows(path);
  ledger.transaction(() => {
    ledger.staging.supersede(source_id, options.pass, SUPERSEDED, options.clock.now_ms());
    if (opened.is_known) {
      ledger.staging.supersedeRekeyed(source_id, options.pass, REKEYED, options.clock.now_ms());
    }
    const whole = placer.tally.to_read_again === to_read_again_before;
    const staged_as = whole ? stagedAs(options.mapping, options.version) : null;
    ledger.sources.finish(source_id, staged_as, JSON.stringify(stager.notRows()));
  });
  return stager.notRows();
}

/** Puts the records of one export into the ledger. */
class Stager {
  rows = 0;
  readonly #options: StageOptions;
  readonly #opened: OpenedExport;
  readonly #placer: Placer;
  readonly #source_id: number;
  readonly #totals: TotalLines;
  readonly #row_column: number;
  readonly #raw_column: number;

  constructor(options: StageOptions, opened: OpenedExport, placer: Placer, source_id: number) {
    this.#options = options;
    this.#opened = opened;
    this.#placer = placer;
    this.#source_id = source_id;
    const { file, mapper } = opened;
    this.#totals = new TotalLines(mapper, file.dialect.delimiter);
    this.#row_column = file.is_failures_file ? file.header.names.indexOf(ROW_COLUMN) : -1;
    this.#raw_column = file.is_failures_file ? file.header.names.indexOf(RAW_COLUMN) : -1;
  }

  put(records: readonly ExportRecord[]): void {
    for (const record of records) {
      // A total line is none unless it is the last: what was held back for one comes first.
      for (const row of this.#totals.sift(record)) this.#place(row);
    }
  }

  notRows(): NotRows {
    return notRowsOf(this.#opened.file.not_rows, this.#totals.lines());
  }

  #place(record: ExportRecord): void {
    this.rows += 1;
    const { pass, clock } = this.#options;
    const { line } = record;
    const at = { source_id: this.#source_id, line, record_hash: recordHash(record), pass, now_ms: clock.now_ms() };
    if (isBad(record)) return this.#placer.placeAlone(at, record.failure);
    if (this.#row_column >= 0) return this.#placeMended(at, record.cells);
    this.#placer.place(at, this.#opened.mapper.map(record.cells));
  }

  #placeMended(at: Place, cells: readonly string[]): void {
    const { ledger } = this.#options;
    const mapped = this.#isStillRaw(cells)
      ? ({ kind: "invalid", failure: STILL_RAW } as const)
      : this.#opened.mapper.map(cells);
    const reference = cells[this.#row_column] ?? "";
    // A row that somebody added by hand mends none.
    if (reference.trim() === "") return this.#placer.place(at, mapped);
    const row = resolveReference(reference, ledger.setup.get()?.ledger_id ?? "", ledger.staging);
    if ("kind" in row) this.#placer.placeAlone(at, row);
    else this.#placer.placeMended(at, row, mapped);
  }

  #isStillRaw(cells: readonly string[]): boolean {
    if (this.#raw_column < 0 || cells[this.#raw_column]?.trim() === "") return false;
    const { names } = this.#opened.file.header;
    return cells.every((cell, index) => names[index]?.startsWith("_") === true || cell.trim() === "");
  }
}

/** A failures file of another ledger is a slip of the hand: nothing of it is taken. */
function refuseForeign({ ledger }: StageOptions, { path, file }: OpenedExport, first: ExportRecord | undefined): void {
  if (!file.is_failures_file || first === undefined || isBad(first)) return;
  const cell = first.cells[file.header.names.indexOf(ROW_COLUMN)] ?? "";
  const named = ledgerOf(cell);
  const ours = ledger.setup.get()?.ledger_id;
  if (named === undefined || named === ours) return;
  throw new Stop({
    exit: EXIT.usage,
    kind: "bad_row_reference",
    message: `${path} was written from another ledger (${named}; this one is ${ours})`,
    hint: "name that ledger with --ledger FILE, or write the file anew with hire-import failures",
  });
}
