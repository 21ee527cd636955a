import { CsvError, parse } from "csv-parse/sync";

/** csv-parse lives here and nowhere else. Offsets are in bytes. */

export interface CsvFormat {
  readonly delimiter: string;
  readonly quote: string | null;
  /** `\n` ends a line, with or without `\r` before it; `\r` does in files that end no line with `\n`. */
  readonly line_break: "\n" | "\r";
}

export interface ParsedRecord {
  readonly cells: string[];
  readonly start: number;
  /** Behind the line break. */
  readonly end: number;
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

/** The records up to the first that is no CSV, each with where it stands; slower than `parseWhole`. */
export function parseWithOffsets(
  bytes: Buffer,
  format: CsvFormat,
): { readonly records: ParsedRecord[]; readonly trouble: Trouble | null } {
  const records: ParsedRecord[] = [];
  let end = 0;
  // Taken out one by one, because csv-parse/sync throws away what it has when it meets an error.
  const take = (cells: string[], info: { readonly bytes: number }): null => {
    records.push({ cells, start: end, end: info.bytes });
    end = info.bytes;
    return null;
  };
  try {
    parse(bytes, { ...options(format), on_record: take as never });
    return { records, trouble: null };
  } catch (error) {
    // `bytes` is the end of the last complete cell or record: the place of the delimiter before the bad cell.
    const { bytes: cell_start } = error as { readonly bytes: number };
    return { records, trouble: { cause: causeOf(error), record_start: end, cell_start } };
  }
}

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
