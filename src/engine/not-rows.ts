import type { NotRows as CsvNotRows, LineTally } from "../csv/not-rows.js";
import type { RowMapper } from "../mapping/index.js";
import { type ExportRecord, isBad } from "../words/record.js";

/** Lines of an export that are no rows, by kind. */
export interface NotRows extends CsvNotRows {
  /** Total lines below the last record. */
  readonly total: LineTally;
}

/** No export ends with more total lines than this; what looks like more of them are rows. */
const TOTALS_MAX = 20;

/** Holds back what looks like a total line until it is clear that no row follows it. */
export class TotalLines {
  readonly #mapper: Pick<RowMapper, "looksLikeTotal">;
  readonly #delimiter: string;
  #held: ExportRecord[] = [];

  constructor(mapper: Pick<RowMapper, "looksLikeTotal">, delimiter: string) {
    this.#mapper = mapper;
    this.#delimiter = delimiter;
  }

  /** The records that are rows for certain now that `record` is there. */
  sift(record: ExportRecord): readonly ExportRecord[] {
    if (this.#looksLikeTotal(record)) {
      this.#held.push(record);
      return this.#held.length > TOTALS_MAX ? this.#held.splice(0, 1) : [];
    }
    if (this.#held.length === 0) return [record];
    const rows = [...this.#held, record];
    this.#held = [];
    return rows;
  }

  /** What is still held back at the end of the file. */
  lines(): LineTally {
    return { count: this.#held.length, lines: this.#held.map(({ line }) => line) };
  }

  #looksLikeTotal(record: ExportRecord): boolean {
    if (!isBad(record)) return this.#mapper.looksLikeTotal(record.cells);
    // A total line often has fewer cells than the header.
    return record.failure.kind === "ragged_record" && this.#mapper.looksLikeTotal(record.raw.split(this.#delimiter));
  }
}

export function notRowsOf(csv: CsvNotRows, total: LineTally): NotRows {
  return { preamble: csv.preamble, blank: csv.blank, delimiter_only: csv.delimiter_only, total };
}
