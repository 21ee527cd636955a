import type { OpenExport } from "../../csv/export/open-export.js";
import { ROW_COLUMN } from "../../csv/file/failures-file.js";
import type { Ledger } from "../../ledger/open.js";
import type { Originals } from "../../ledger/rows/originals.js";
import type { StagedRow } from "../../ledger/rows/staging.js";
import type { Source } from "../../ledger/runs/sources.js";
import type { Mapping } from "../../mapping/index.js";
import { type ColumnPolicy, columnPolicy } from "../../mapping/rows/column-policy.js";
import { type CellChange, classifyChange } from "../../mapping/spreadsheet/cell.js";
import type { Failure } from "../../model/failure.js";
import { isBad } from "../../model/record.js";
import { cutShort } from "../../model/text.js";
import { because } from "../../texts/because.js";
import { reopen, type SourceChange, sourceChange } from "./as-staged.js";
import type { OpenedExport } from "./exports.js";
import { recordHash } from "./record-hash.js";
import { referredRow } from "./row-reference.js";

/** What was put back in one failures file that a spreadsheet had saved. */
export interface Restored {
  readonly cells: number;
  readonly rows: number;
  /** Cells by column. */
  readonly columns: Readonly<Record<string, number>>;
  /** Exports that are no longer what was staged: nothing of their rows could be compared. */
  readonly not_compared: readonly NotCompared[];
}

export interface NotCompared {
  readonly path: string;
  readonly why: SourceChange;
  readonly rows: number;
}

/** What a mended record is now. */
export interface RestoredRecord {
  /** As many as the header has. */
  readonly cells: readonly string[];
  /** A spreadsheet has damaged it, and what stood there is not known. */
  readonly damage?: Failure;
}

/**
 * Looks up, for every record of a failures file that names its row, what the record was in its export: one pass over
 * the failures file, and one over each export. `year_now`: for dates that stood there without a year.
 */
export async function findOriginals(
  ledger: Ledger,
  mapping: Mapping,
  opened: OpenedExport,
  year_now?: number,
): Promise<CellRestorer> {
  const originals = ledger.originals();
  await wantOriginals(ledger, originals, opened.file);
  const not_compared: NotCompared[] = [];
  for (const { origin_id, rows } of originals.wanted()) {
    const source = ledger.sources.all().find(({ id }) => id === origin_id);
    if (source === undefined) throw new Error(`the ledger has no source ${origin_id}`);
    const why = await sourceChange(source);
    if (why === undefined) await keepOriginals(ledger, originals, source, opened.mapper.columns_used);
    else not_compared.push({ path: source.path, why, rows });
  }
  return new CellRestorer({ ledger, mapping, opened, originals, not_compared, year_now });
}

async function wantOriginals(ledger: Ledger, originals: Originals, file: OpenExport): Promise<void> {
  const row_index = file.header.names.indexOf(ROW_COLUMN);
  const ledger_id = ledger.setup.get()?.ledger_id ?? "";
  for await (const records of file.records()) {
    ledger.transaction(() => {
      for (const { cells } of records) {
        const row_id = referredRow(cells?.[row_index] ?? "", ledger_id);
        if (row_id !== undefined) originals.want(row_id);
      }
    });
  }
}

/** `columns`: the titles of those that are used; cells of no others are kept. */
async function keepOriginals(
  ledger: Ledger,
  originals: Originals,
  source: Source,
  columns: readonly string[],
): Promise<void> {
  const file = await reopen(source);
  const { names } = file.header;
  const indexes = columns.map((title) => names.indexOf(title));
  for await (const records of file.records()) {
    ledger.transaction(() => {
      for (const record of records) {
        if (isBad(record)) continue;
        originals.keep(source.id, recordHash(record), () => indexes.map((index) => record.cells[index] ?? null));
      }
    });
  }
}

interface Parts {
  readonly ledger: Ledger;
  readonly mapping: Mapping;
  readonly opened: OpenedExport;
  readonly originals: Originals;
  readonly not_compared: readonly NotCompared[];
  readonly year_now: number | undefined;
}

/** A cell before and after. */
interface Judged {
  readonly column: UsedColumn;
  readonly before: string | null;
  readonly fate: CellChange;
  /** Somebody has written it, whatever a spreadsheet has made of it since. */
  readonly is_mended: boolean;
}

interface UsedColumn extends ColumnPolicy {
  readonly title: string;
  readonly index: number;
}

/** Puts back what a spreadsheet only shows otherwise, and tells what it has damaged. */
export class CellRestorer {
  #cells = 0;
  #rows = 0;
  readonly #by_column = new Map<string, number>();
  readonly #parts: Parts;
  readonly #names: readonly string[];
  readonly #used: readonly UsedColumn[];

  constructor(parts: Parts) {
    const { mapping, opened } = parts;
    this.#parts = parts;
    this.#names = opened.file.header.names;
    this.#used = opened.mapper.columns_used.map((title) => ({
      title,
      index: this.#names.indexOf(title),
      ...columnPolicy(mapping, title),
    }));
  }

  /** So far. */
  get restored(): Restored {
    const columns = Object.fromEntries(this.#by_column);
    return { cells: this.#cells, rows: this.#rows, columns, not_compared: this.#parts.not_compared };
  }

  /**
   * `cells` may be fewer than the header has: spreadsheets leave empty ones at the end of a line out. Undefined where
   * nothing tells whether they were empty, and where there are too many.
   */
  restore(row: StagedRow, cells: readonly string[]): RestoredRecord | undefined {
    const { ledger, originals } = this.#parts;
    const original = originals.of(row.id);
    const is_short = cells.length < this.#names.length;
    if (cells.length > this.#names.length || (is_short && original === undefined)) return undefined;
    const restored = this.#names.map((_name, index) => cells[index] ?? "");
    const noted = row.source_id === row.origin_id ? [] : ledger.mended_cells.of(row.id);
    const judged = this.#used.flatMap(
      (column, at) => this.#judge(row, column, cells[column.index], original?.[at], noted) ?? [],
    );
    const shown = judged.filter(({ fate }) => fate === "shown");
    for (const { column, before } of shown) restored[column.index] = before ?? "";
    this.#count(shown.map(({ column }) => column.title));
    const mended = judged.filter(({ is_mended }) => is_mended).map(({ column }) => column.title);
    if (original !== undefined) ledger.mended_cells.note(row.id, mended);
    const damages = judged
      .filter(({ fate }) => fate === "damaged")
      .map(({ column, before }) => damaged(column, before ?? "", cells[column.index] ?? ""));
    const [first, ...also] = damages;
    if (first === undefined) return { cells: restored };
    return { cells: restored, damage: also.length === 0 ? first : { ...first, also } };
  }

  /** `original`: null where the export has no such column; undefined where the export itself is not known any more. */
  #judge(
    row: StagedRow,
    column: UsedColumn,
    after: string | undefined,
    original: string | null | undefined,
    noted: readonly string[],
  ): Judged | undefined {
    const was_mended = noted.includes(column.title);
    // The ledger knows the key itself, also one that somebody has written.
    if (column.is_key && row.key !== null && after !== original && (was_mended || original === undefined)) {
      const fate = this.#fateOf(column, row.key, after, false);
      return { column, before: row.key, fate, is_mended: was_mended || fate === "mended" };
    }
    if (original === undefined) return undefined;
    const fate = this.#fateOf(column, original, after, was_mended);
    return { column, before: original, fate, is_mended: fate === "mended" || (fate === "damaged" && was_mended) };
  }

  /** `before`: null where the export has no such column. `after`: undefined where the line ends before it. */
  #fateOf(column: UsedColumn, before: string | null, after: string | undefined, was_mended: boolean): CellChange {
    if (before === null) return "mended";
    if (after === undefined) return before.trim() === "" ? "same" : "damaged";
    const { year_now } = this.#parts;
    const fate = classifyChange(before, after, {
      was_mended,
      ...(column.is_time && year_now !== undefined ? { year_now } : {}),
    });
    return fate === "damaged" && /^\s*\d+\s*$/.test(after) && column.accepts(after) ? "mended" : fate;
  }

  #count(columns: readonly string[]): void {
    if (columns.length === 0) return;
    this.#rows += 1;
    this.#cells += columns.length;
    for (const column of columns) this.#by_column.set(column, (this.#by_column.get(column) ?? 0) + 1);
  }
}

function damaged({ title, may_be_shown }: UsedColumn, before: string, after: string): Failure {
  return {
    ...because("damaged_cell", { id: "cell_damaged" }),
    column: title,
    ...(may_be_shown ? { value: `${cutShort(before)} → ${cutShort(after)}` } : {}),
  };
}
