import type { Failure } from "../../model/failure.js";
import { DELIMITERS, type Quotation } from "../file/dialect.js";
import type { UsedColumns } from "./broken-cells.js";
import type { ColumnShapes } from "./column-shapes.js";
import { type ColumnOrder, inOrder, type LaterHeader, LaterHeaders } from "./later-headers.js";
import { type CsvFormat, parseWhole } from "./parse.js";
import { belowOtherHeader, otherDelimiter, QUOTED_AS_A_WHOLE, ragged, SHIFTED } from "./problems.js";
import type { RecordWidths } from "./record-widths.js";
import { hasPartedText, isUnproven, mayEndText, type Shift, shiftOf } from "./shifted.js";
import { holdRows, type RowLook, rowsInside, type Swallowed } from "./swallowed-rows.js";

/** What is known of an export before its records are read. */
export interface TableFacts extends UsedColumns {
  readonly shapes: ColumnShapes;
  readonly widths: RecordWidths;
  readonly quotation: Quotation;
}

/** One such word may stand in both lists: as many cells as titles, and no other record is uneven. */
const MOVED_WORDS_MIN = 2;

/** Tells whether what parses is a row of the table, and in which columns its cells are. */
export class RecordJudge {
  readonly #format: CsvFormat;
  readonly #facts: TableFacts;
  readonly #headers: LaterHeaders;
  #look: RowLook;
  /** Null: as in the first header. */
  #order: ColumnOrder | null = null;
  /** What records are that stand below another header; `is_sure`: all of them, or only those that look unlike rows. */
  #below: { readonly failure: Failure; readonly is_sure: boolean } | null = null;

  constructor(format: CsvFormat, facts: TableFacts) {
    const { names, shapes, widths } = facts;
    this.#format = format;
    this.#facts = facts;
    this.#headers = new LaterHeaders(names);
    const isHeader = (cells: readonly string[]) => (this.headerOf(cells)?.kind ?? "unknown") !== "unknown";
    this.#look = { format, width: names.length, shapes, may_be_short: widths.may_lack_cells, isHeader };
  }

  /** The row of a record that is one beyond doubt, by a quick look. `lines`: so many it takes. */
  plainRow(cells: readonly string[], lines: number): readonly string[] | undefined {
    const { width } = this.#look;
    if (this.#below !== null || (cells.length !== width && !this.#hasSurplus(cells))) return undefined;
    if (this.headerOf(cells) !== undefined) return undefined;
    if (lines > 1 && rowsInside(cells, this.#format.line_break, this.#look).inside !== "text") return undefined;
    const row = this.row(cells);
    return isFailure(row) || this.shiftOf(cells) === "perhaps" || this.isUnproven(cells) ? undefined : row;
  }

  get columns(): UsedColumns {
    return this.#facts;
  }

  shiftOf(cells: readonly string[]): Shift {
    const { width, shapes } = this.#look;
    const { may_be_shifted, are_few } = this.#facts.widths;
    const shift = may_be_shifted ? shiftOf(cells.slice(0, width), shapes) : "none";
    if (shift !== "none") return shift;
    const is_odd = are_few && this.#facts.quotation !== "cells" && mayEndText(cells, shapes);
    const is_moved = shapes.wordsOfListBefore(cells) >= MOVED_WORDS_MIN;
    return is_odd || is_moved || hasPartedText(cells, shapes) ? "perhaps" : "none";
  }

  /** Whether it may be shifted, for all that can be known. */
  isUnproven(cells: readonly string[]): boolean {
    const { width, shapes } = this.#look;
    const { surplus, are_uncertain, are_very_few } = this.#facts.widths;
    const is_careless = are_very_few && this.#facts.quotation === "stray";
    const is_doubtful = are_uncertain || is_careless || (surplus > 0 && cells.length <= width);
    return is_doubtful && isUnproven(cells.slice(0, width), this.#format.delimiter, shapes);
  }

  headerOf(cells: readonly string[]): LaterHeader | undefined {
    return this.#headers.find(cells, this.#look.shapes, this.#order);
  }

  /** From here on records stand below `header`, which is on `line`. */
  turnTo(header: LaterHeader, line: number): void {
    if (header.kind === "lacking" || header.kind === "unknown") {
      this.#below = { failure: belowOtherHeader(line), is_sure: header.kind === "lacking" };
      return;
    }
    this.#below = null;
    if (header.kind === "same") return;
    this.#order = header.columns;
    const { from, width } = header.columns;
    this.#look = { ...this.#look, width, shapes: this.#facts.shapes.moved(from, width) };
  }

  /** `line_end`: what the record ends with. */
  swallowed(cells: readonly string[], line_end: string): Swallowed {
    return rowsInside(cells, line_end, this.#look);
  }

  /** How much more a record looks like a row than unlike one. */
  likeness(cells: readonly string[]): number {
    return this.#look.shapes.likeness(cells);
  }

  /** Whether there are rows among physical lines that are no record together. */
  holdRows(lines: Buffer): boolean {
    return holdRows(lines, this.#look);
  }

  /** The record's cells in the columns of the first header, as many as it has titles; or why it is no row. */
  row(cells: readonly string[]): readonly string[] | Failure {
    const below = this.#below;
    if (below !== null && (below.is_sure || this.likeness(cells) <= 0)) return below.failure;
    const fitted = this.#fitted(cells);
    return this.#order === null || isFailure(fitted) ? fitted : inOrder(fitted, this.#order);
  }

  #fitted(cells: readonly string[]): readonly string[] | Failure {
    const { width } = this.#look;
    const { surplus, leaves_out, may_be_shifted } = this.#facts.widths;
    const missing = width - cells.length;
    if (missing > 0 ? !leaves_out : missing < 0 && !this.#hasSurplus(cells)) return this.#ragged(cells);
    const own = missing < 0 ? cells.slice(0, width) : cells;
    if (may_be_shifted && shiftOf(own, this.#look.shapes) === "shifted") return SHIFTED;
    const row = missing > 0 ? [...cells, ...Array<string>(missing).fill("")] : own;
    const is_unusual = missing > 0 || (surplus > 0 && missing === 0);
    if (!is_unusual || this.#isRowAsItStands(row)) return row;
    return missing > 0 ? this.#ragged(cells) : SHIFTED;
  }

  /** To be asked of rows that lack cells which others have: they look like rows, and not as much with cells parted. */
  #isRowAsItStands(row: readonly string[]): boolean {
    const { shapes } = this.#look;
    const { alike, unlike } = shapes.compare(row);
    const parted = row.flatMap((cell) => cell.split(this.#format.delimiter));
    return alike > unlike && (parted.length === row.length || shapes.compare(parted).alike < alike);
  }

  /** Delimiters behind the last cell, as some exporters and spreadsheets write them in every record, hold nothing. */
  #hasSurplus(cells: readonly string[]): boolean {
    const { width } = this.#look;
    const { surplus } = this.#facts.widths;
    return surplus > 0 && cells.length === width + surplus && cells.slice(width).every(isBlank);
  }

  #ragged(cells: readonly string[]): Failure {
    const { width } = this.#look;
    const [cell = ""] = cells;
    if (cells.length !== 1 || width === 1) return ragged(cells.length, width);
    const { delimiter } = this.#format;
    const widthBy = (by: string) =>
      parseWhole(Buffer.from(cell), { ...this.#format, quote: '"', delimiter: by })?.[0]?.length;
    if (widthBy(delimiter) === width) return QUOTED_AS_A_WHOLE;
    const other = DELIMITERS.find((each) => each !== delimiter && widthBy(each) === width);
    return other === undefined ? ragged(cells.length, width) : otherDelimiter(other, delimiter);
  }
}

export function isFailure(row: readonly string[] | Failure): row is Failure {
  return "kind" in row;
}

/** Nothing within one line: with a line break in it, the cell would have been meant. */
function isBlank(cell: string): boolean {
  return /^[ \t]*$/.test(cell);
}
