import { CsvError, parse } from "csv-parse/sync";

/** csv-parse lives here and nowhere else. Offsets are in bytes. */

export interface CsvFormat {
  readonly delimiter: string;
  readonly quote: string | null;
  /** `\n` ends a line, with or without `\r` before it; `\r` does in files that end no line with `\n`. */
  readonly line_break: "\n" | "\r";
}

export type TroubleCause = "quote_inside_cell" | "text_after_quote" | "quote_not_closed";

/** The first record that is no CSV. */
export interface Trouble {
  readonly cause: TroubleCause;
  readonly record_start: number;
  /** Of the cell with the trouble, or of the delimiter before it. */
  readonly cell_start: number;
}

const CAUSES: Readonly<Record<string, TroubleCause>> = {
  INVALID_OPENING_QUOTE: "quote_inside_cell",
  CSV_INVALID_CLOSING_QUOTE: "text_after_quote",
  CSV_QUOTE_NOT_CLOSED: "quote_not_closed",
};

/** All records, or null when one of them is no CSV. */
export function parseWhole(bytes: Buffer, format: CsvFormat): string[][] | null {
  try {
    return parse(bytes, options(format));
  } catch (error) {
    causeOf(error);
    return null;
  }
}

/** Takes one record and where it stands, `end` being behind its line break; false: no more are wanted. */
export type TakeRecord = (cells: string[], start: number, end: number) => boolean;

/**
 * Hands over the records one by one, up to the first that is no CSV; slower than `parseWhole`. Null where there is no
 * such record, or `take` wanted no more.
 */
export function parseEach(bytes: Buffer, format: CsvFormat, take: TakeRecord): Trouble | null {
  let end = 0;
  // Taken out one by one, because csv-parse/sync throws away what it has when it meets an error.
  const on_record = (cells: string[], info: { readonly bytes: number }): null => {
    const start = end;
    end = info.bytes;
    if (!take(cells, start, end)) throw ENOUGH;
    return null;
  };
  try {
    parse(bytes, { ...options(format), on_record: on_record as never });
    return null;
  } catch (error) {
    if (error === ENOUGH) return null;
    // `bytes` is the end of the last complete cell or record: the place of the delimiter before the bad cell.
    const { bytes: cell_start } = error as { readonly bytes: number };
    return { cause: causeOf(error), record_start: end, cell_start };
  }
}

const ENOUGH = new Error("no more records are wanted");

function causeOf(error: unknown): TroubleCause {
  const cause = error instanceof CsvError ? CAUSES[error.code] : undefined;
  if (cause === undefined) throw error;
  return cause;
}

function options(format: CsvFormat) {
  return {
    delimiter: format.delimiter,
    quote: format.quote,
    escape: format.quote,
    record_delimiter: format.line_break === "\n" ? ["\r\n", "\n"] : ["\r"],
    // The reader counts the cells itself, and every physical line must be accounted for.
    relax_column_count: true,
    skip_empty_lines: false,
  };
}
