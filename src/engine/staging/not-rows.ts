import type { OpenExport } from "../../csv/export/open-export.js";
import type { NotRows as CsvNotRows, LineTally } from "../../csv/records/not-rows.js";
import type { ReadingWarning, Spanning } from "../../csv/records/reading-notes.js";
import { isFooterText, type RowMapper } from "../../mapping/index.js";
import { type ExportRecord, isBad } from "../../model/record.js";

/** Lines of an export that are no rows, by kind. */
export interface NotRows extends CsvNotRows {
  /** Total lines below the last record. */
  readonly total: LineTally;
  /** Other lines below it, such as when and by whom the export was made. */
  readonly footer: LineTally;
}

/** What an export holds beside its rows, and what of it somebody should look at. */
export interface Contents {
  readonly not_rows: NotRows;
  readonly spanning: Spanning;
  readonly warnings: readonly ReadingWarning[];
}

/** As the ledger keeps them. */
export function contentsText({ not_rows, spanning, warnings }: Contents): string {
  return JSON.stringify({ ...not_rows, spanning, warnings });
}

/** `text`: null where the export was not staged whole. */
export function contentsOf(text: string | null): Contents {
  const { spanning, warnings, ...not_rows } = JSON.parse(text ?? "{}") as Partial<Contents> & NotRows;
  return { not_rows, spanning: spanning ?? { count: 0, longest: null }, warnings: warnings ?? [] };
}

/** No export ends with more such lines than this; what looks like more of them are rows. */
const LINES_MAX = 20;

type Table = Pick<OpenExport, "header" | "shapes" | "not_rows" | "notes">;

/** Holds back what looks like a total line, or another end of a report, until it is clear that no row follows it. */
export class LastLines {
  readonly #mapper: Pick<RowMapper, "looksLikeTotal">;
  readonly #table: Table;
  #held: { readonly record: ExportRecord; readonly kind: "total" | "footer" }[] = [];

  constructor(mapper: Pick<RowMapper, "looksLikeTotal">, table: Table) {
    this.#mapper = mapper;
    this.#table = table;
  }

  /** The records that are rows for certain now that `record` is there. */
  sift(record: ExportRecord): readonly ExportRecord[] {
    const kind = this.#kindOf(record);
    if (kind !== undefined) {
      this.#held.push({ record, kind });
      return this.#held.length > LINES_MAX ? this.#held.splice(0, 1).map((held) => held.record) : [];
    }
    if (this.#held.length === 0) return [record];
    const rows = [...this.#held.map((held) => held.record), record];
    this.#held = [];
    return rows;
  }

  /** At the end of the file, what is still held back being no rows. */
  contents(): Contents {
    const { not_rows, notes } = this.#table;
    const { preamble, blank, delimiter_only, header } = not_rows;
    return {
      not_rows: { preamble, blank, delimiter_only, header, total: this.#lines("total"), footer: this.#lines("footer") },
      spanning: notes.spanning,
      warnings: notes.warnings(),
    };
  }

  #lines(kind: "total" | "footer"): LineTally {
    const lines = this.#held.filter((held) => held.kind === kind).map(({ record }) => record.line);
    return { count: lines.length, lines };
  }

  #kindOf(record: ExportRecord): "total" | "footer" | undefined {
    // Such a line often has fewer cells than the header.
    const { cells } = record;
    if (cells === undefined || (isBad(record) && record.failure.kind !== "ragged_record")) return undefined;
    if (this.#mapper.looksLikeTotal(cells)) return "total";
    return this.#isFooter(cells) ? "footer" : undefined;
  }

  /** A text, and nothing beside it that looks like its column: a record that was cut off begins as others do. */
  #isFooter(cells: readonly string[]): boolean {
    const { header, shapes } = this.#table;
    let left = Math.max(1, Math.floor(header.names.length / 2));
    // Nearly every row is told here.
    for (const cell of cells) if (cell !== "" && --left < 0) return false;
    const filled = Array.from(cells.entries()).filter(([, cell]) => cell.trim() !== "");
    const [[at_first, first] = [-1, ""]] = filled;
    return at_first === 0 && isFooterText(first) && filled.every(([at, cell]) => shapes.at(at, cell) <= 0);
  }
}
