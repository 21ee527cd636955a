import { type LineTally, Tally } from "./not-rows.js";

/** Records of several physical lines. */
export interface Spanning {
  readonly count: number;
  /** Null where there are none. */
  readonly longest: { readonly line: number; readonly lines: number } | null;
}

/** What was read, and what a person should look at all the same. */
export interface ReadingWarning {
  /** A stable word for programs. */
  readonly kind: string;
  readonly message: string;
  readonly hint: string;
  readonly count: number;
  /** The first 20 of them. */
  readonly lines: readonly number[];
}

/** What is to be said of an export that was read, beside its rows. */
export class ReadingNotes {
  /** Records whose cells hold lines that look like rows, and which were believed. */
  readonly perhaps_rows = new Tally();
  /** Records that may be text of a cell that began in an unreadable record above, and which were believed. */
  readonly perhaps_text = new Tally();
  /** Records with a cell that looks like the column beside its own, and which were believed. */
  readonly perhaps_shifted = new Tally();
  /** Records that may be shifted for all that can be known, where others tell of careless writing or are too few. */
  readonly uneven = new Tally();
  /** Records in which bytes that could not be decoded stand in columns that nobody reads. */
  readonly broken_unused = new Tally();
  /** Headers in another order, by which everything below was read. */
  readonly moved_headers = new Tally();
  #spanning = 0;
  #longest: { readonly line: number; readonly lines: number } | null = null;

  get spanning(): Spanning {
    return { count: this.#spanning, longest: this.#longest };
  }

  addSpanning(line: number, lines: number): void {
    this.#spanning += 1;
    if (lines > (this.#longest?.lines ?? 0)) this.#longest = { line, lines };
  }

  warnings(): ReadingWarning[] {
    return [
      warning(this.moved_headers, {
        kind: "header_moved",
        message: "another header: its columns come in another order, and what is below was read by it",
        hint: "Look whether the rows below it are right.",
      }),
      warning(this.perhaps_rows, {
        kind: "perhaps_rows",
        message: "a cell holds lines that may be rows: it was read as the text of one cell",
        hint: "Look at the line. If rows were swallowed, delete the quotation mark that opens the cell.",
      }),
      warning(this.perhaps_text, {
        kind: "perhaps_text",
        message: "the record above has a stray quotation mark: this one may be text of its last cell",
        hint: "Look at the line. Correct the quotation marks of the record above.",
      }),
      warning(this.perhaps_shifted, {
        kind: "perhaps_shifted",
        message: "a cell looks like the column beside its own: the record may be shifted",
        hint: "Look at the line. A cell that holds the delimiter needs quotes.",
      }),
      warning(this.broken_unused, {
        kind: "broken_unused",
        message: "columns that the mapping does not use contain bytes that could not be decoded",
        hint: "Nothing to do if the other columns are right.",
      }),
      warning(this.uneven, {
        kind: "uneven_records",
        message: "neither its cells nor the other records show that its cells are in their columns: it may be shifted",
        hint: "Look whether cells that hold the delimiter are quoted, or export it again with all cells everywhere.",
      }),
    ].filter(({ count }) => count > 0);
  }
}

function warning(
  { count, lines }: LineTally,
  words: Pick<ReadingWarning, "kind" | "message" | "hint">,
): ReadingWarning {
  return { ...words, count, lines };
}
