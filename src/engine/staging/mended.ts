import { RAW_COLUMN, ROW_COLUMN } from "../../csv/file/failures-file.js";
import type { Ledger } from "../../ledger/open.js";
import type { RecordLocation, StagedRow } from "../../ledger/rows/staging.js";
import type { Resolved } from "../../mapping/index.js";
import { EXIT } from "../../model/exit.js";
import { ExitError } from "../../model/exit-error.js";
import type { Failure } from "../../model/failure.js";
import { type ExportRecord, isBad } from "../../model/record.js";
import { because } from "../../texts/because.js";
import { saying } from "../../texts/saying.js";
import type { ReadRow } from "../talents/apply.js";
import type { OpenedExport } from "./exports.js";
import type { CellRestorer, Restored } from "./restore.js";
import { ledgerOf, resolveReference } from "./row-reference.js";
import type { RowUpserter } from "./upsert.js";

const STILL_RAW: Failure = because("unreadable_record", { id: "still_raw" });

interface Tied {
  readonly row: StagedRow;
  readonly mapped: Resolved;
}

/** Where records go. */
export type RecordUpserter = Pick<RowUpserter, "upsertMended" | "upsertAlone">;

export interface MendedRecordsOptions {
  readonly ledger: Ledger;
  readonly opened: OpenedExport;
  readonly upserter: RecordUpserter;
  readonly restorer: CellRestorer;
  readonly read: ReadRow;
}

/** Places the records of a failures file: each says by `_row` which row it mends. */
export class MendedRecords {
  readonly #ledger: Ledger;
  readonly #opened: OpenedExport;
  readonly #upserter: RecordUpserter;
  readonly #restorer: CellRestorer;
  readonly #read: ReadRow;
  readonly #row_index: number;
  readonly #raw_index: number;

  constructor({ ledger, opened, upserter, restorer, read }: MendedRecordsOptions) {
    this.#ledger = ledger;
    this.#opened = opened;
    this.#upserter = upserter;
    this.#restorer = restorer;
    this.#read = read;
    const { names } = opened.file.header;
    this.#row_index = names.indexOf(ROW_COLUMN);
    this.#raw_index = names.indexOf(RAW_COLUMN);
  }

  get restored(): Restored {
    return this.#restorer.restored;
  }

  place(at: RecordLocation, record: ExportRecord): void {
    const { cells } = record;
    const reference = cells?.[this.#row_index] ?? "";
    const row = reference.trim() === "" ? undefined : this.#rowOf(reference);
    const tied =
      row !== undefined && !("kind" in row) && cells !== undefined ? this.#tied(row, cells, at.line) : undefined;
    if (tied !== undefined) return this.#upserter.upsertMended(at, tied.row, tied.mapped);
    if (isBad(record)) return this.#upserter.upsertAlone(at, record.failure);
    if (row !== undefined && "kind" in row) return this.#upserter.upsertAlone(at, row);
    // A row that somebody added by hand mends none.
    this.#upserter.upsertMended(at, undefined, this.#map(record.cells, at.line));
  }

  #rowOf(reference: string): StagedRow | Failure {
    return resolveReference(reference, this.#ledger.setup.get()?.ledger_id ?? "", this.#ledger.staging);
  }

  #tied(row: StagedRow, cells: readonly string[], line: number): Tied | undefined {
    const restored = this.#restorer.restore(row, cells);
    if (restored === undefined) return undefined;
    const mapped = this.#map(restored.cells, line);
    return { row, mapped: restored.damage === undefined ? mapped : withDamage(restored.damage, row, mapped) };
  }

  #map(cells: readonly string[], line: number): Resolved {
    return this.#isStillRaw(cells) ? { kind: "invalid", failure: STILL_RAW } : this.#read(cells, line);
  }

  #isStillRaw(cells: readonly string[]): boolean {
    if (this.#raw_index < 0 || cells[this.#raw_index]?.trim() === "") return false;
    const { names } = this.#opened.file.header;
    return cells.every((cell, index) => names[index]?.startsWith("_") === true || cell.trim() === "");
  }
}

/** The row keeps its key: what the cells say of it is not to be trusted. Other columns' failures are told, too. */
function withDamage(damage: Failure, { key }: StagedRow, mapped: Resolved): Resolved {
  const damages = [damage, ...(damage.also ?? [])];
  const columns = new Set(damages.map(({ column }) => column));
  const others = mapped.kind === "invalid" ? [mapped.failure, ...(mapped.failure.also ?? [])] : [];
  const also = [...damages.slice(1), ...others.filter(({ column }) => !columns.has(column)).map(alone)];
  return { kind: "invalid", ...(key === null ? {} : { key }), failure: { ...damage, also } };
}

function alone({ also: _also, ...failure }: Failure): Failure {
  return failure;
}

/** A failures file of another ledger is a slip of the hand: nothing of it is taken. */
export function refuseForeign(ledger: Ledger, { path, file }: OpenedExport, first: ExportRecord): void {
  if (!file.is_failures_file || isBad(first)) return;
  const cell = first.cells[file.header.names.indexOf(ROW_COLUMN)] ?? "";
  const named = ledgerOf(cell);
  const ours = ledger.setup.get()?.ledger_id;
  if (named === undefined || named === ours) return;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "bad_row_reference",
    ...saying("failures_file_of_other", { path, named, ours: String(ours) }),
  });
}
