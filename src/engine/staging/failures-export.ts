import type { OpenExport } from "../../csv/export/open-export.js";
import { recordsAt } from "../../csv/export/records-at.js";
import { OUR_COLUMNS, RAW_COLUMN } from "../../csv/file/failures-file.js";
import { readFailure } from "../../ledger/file/failures.js";
import type { Ledger } from "../../ledger/open.js";
import type { Source } from "../../ledger/runs/sources.js";
import type { FailingRow } from "../../ledger/runs/summary.js";
import type { Failure } from "../../model/failure.js";
import { type ExportRecord, isBad } from "../../model/record.js";
import { reopen } from "./as-staged.js";
import { recordHash } from "./record-hash.js";
import { rowReference } from "./row-reference.js";

export interface RowToMend {
  readonly ours: readonly string[];
  /** The export's cells, unchanged; empty ones where the record is not valid CSV. */
  readonly cells: readonly string[];
  readonly raw: readonly string[];
}

/** How a failures file tells why a row is in it. */
export interface TellFailure {
  readonly reason: (failure: Failure) => string;
  readonly hint: (failure: Failure) => string;
  /** Stands between several of one row. */
  readonly between: string;
}

const IN_ENGLISH: TellFailure = {
  // Who corrects the cell looks for its column.
  reason: ({ field, column = field, message, value = "" }) =>
    `${column === undefined ? "" : `${column}: `}${message}${value === "" ? "" : ` “${value}”`}`,
  hint: ({ hint }) => hint,
  between: "; ",
};

/** Reads the records of one export's failing rows again, in the order of its lines. */
export class FailuresReader {
  written = 0;
  /** Rows whose record no longer stands where it was read: another version of the export has been staged since. */
  missing = 0;
  readonly our_columns = OUR_COLUMNS;
  readonly header: readonly string[];
  readonly raw_columns: readonly string[];
  readonly #ledger: Ledger;
  readonly #tell: TellFailure;
  readonly #source: Source;
  readonly #file: OpenExport;
  /** The export's own columns: a failures file that was staged itself also has ours. */
  readonly #columns: readonly number[];

  private constructor(ledger: Ledger, source: Source, file: OpenExport, tell: TellFailure) {
    this.#tell = tell;
    this.#ledger = ledger;
    this.#source = source;
    this.#file = file;
    const { names } = file.header;
    const ours = new Set([...OUR_COLUMNS, RAW_COLUMN]);
    this.#columns = names.flatMap((name, index) => (file.is_failures_file && ours.has(name) ? [] : [index]));
    this.header = this.#columns.map((index) => names[index] as string);
    this.raw_columns = ledger.summary.hasUnreadable(source.id) ? [RAW_COLUMN] : [];
  }

  static async open(ledger: Ledger, source: Source, tell: TellFailure = IN_ENGLISH): Promise<FailuresReader> {
    return new FailuresReader(ledger, source, await reopen(source), tell);
  }

  async *rows(): AsyncGenerator<RowToMend> {
    const ledger_id = this.#ledger.setup.get()?.ledger_id ?? "";
    const rows = this.#ledger.summary.failing(this.#source.id)[Symbol.iterator]();
    try {
      const failing = peekable(rows);
      for await (const records of recordsAt(this.#file, this.#lines())) {
        for (const record of records) {
          for (const row of this.#standingAt(failing, record)) {
            this.written += 1;
            yield this.#toMend(row, record, ledger_id);
          }
        }
      }
      while (failing.next() !== undefined) this.missing += 1;
    } finally {
      // Where nobody wants the rest: a ledger that is still asked cannot be closed.
      rows.return?.();
    }
  }

  *#lines(): Generator<number> {
    for (const { line } of this.#ledger.summary.failing(this.#source.id)) yield line;
  }

  /** The rows that this record still is, of those that say they stand here. */
  *#standingAt(failing: Peekable<FailingRow>, record: ExportRecord): Generator<FailingRow> {
    const hash = recordHash(record);
    for (let row = failing.peek(); row !== undefined && row.line <= record.line; row = failing.peek()) {
      failing.next();
      const is_mended = row.source_id !== row.origin_id;
      if (row.line === record.line && (is_mended || row.record_hash.equals(hash))) yield row;
      else this.missing += 1;
    }
  }

  #toMend(row: FailingRow, record: ExportRecord, ledger_id: string): RowToMend {
    const failure = readFailure(row.failure);
    const all = [failure, ...(failure.also ?? [])];
    const reasons = all.map((each) => this.#tell.reason(each));
    const hints = Array.from(new Set(all.map((each) => this.#tell.hint(each))));
    const code = failure.code === undefined ? "" : String(failure.code);
    const reference = rowReference(ledger_id, row.id);
    const columns = Array.from(new Set(all.flatMap(({ column }) => (column === undefined ? [] : [column]))));
    const why = [columns, reasons, hints].map((texts) => texts.join(this.#tell.between));
    const ours = [reference, String(row.line), row.status, code, ...why];
    const raw_cell = isBad(record) ? record.raw : this.#earlierRaw(record.cells);
    const cells = isBad(record) ? this.#columns.map(() => "") : this.#columns.map((index) => record.cells[index] ?? "");
    return { ours, cells, raw: this.raw_columns.length === 0 ? [] : [raw_cell] };
  }

  /** A record that was not mended keeps the text that a failures file before it held. */
  #earlierRaw(cells: readonly string[]): string {
    const index = this.#file.is_failures_file ? this.#file.header.names.indexOf(RAW_COLUMN) : -1;
    return index < 0 ? "" : (cells[index] ?? "");
  }
}

interface Peekable<T> {
  peek(): T | undefined;
  next(): T | undefined;
}

function peekable<T>(iterator: Iterator<T>): Peekable<T> {
  let ahead = iterator.next();
  return {
    peek: () => (ahead.done === true ? undefined : ahead.value),
    next: () => {
      const { done, value } = ahead;
      if (done === true) return undefined;
      ahead = iterator.next();
      return value;
    },
  };
}
