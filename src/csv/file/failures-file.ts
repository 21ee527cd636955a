import { newDecoder } from "../encodings/decoder.js";
import { wideEncodingOf } from "../encodings/utf16.js";
import type { Dialect } from "./dialect.js";

/** What a file of rows to mend looks like: our own columns stand before the export's. */

/** The column by which a mended record says which row it mends. */
export const ROW_COLUMN = "_row";
/** Holds the whole text of a record that is not valid CSV. */
export const RAW_COLUMN = "_raw";

export const OUR_COLUMNS: readonly string[] = [ROW_COLUMN, "_line", "_status", "_code", "_column", "_reason", "_hint"];

/** What holds of it whoever has saved it since, and whatever the mapping says of the export: all else is detected. */
export const FAILURES_DIALECT: Dialect = { quote: '"', escape: '"' };

/** Spreadsheets and people put `sep=` lines, blank lines and headings above the titles. */
const LINES_LOOKED_AT = 10;
const ROW_TITLE = new RegExp(`(?:^|["',;|\\t])${ROW_COLUMN}(?:$|["',;|\\t])`);

/** Whether one of the first lines has a cell `_row`, in whichever encoding and dialect. */
export function looksLikeFailuresFile(head: Buffer): boolean {
  const text = newDecoder(wideEncodingOf(head) ?? "windows-1252").decode(head, { stream: true });
  const lines = text.replace(/^(?:\ufeff|ï»¿)/, "").split(/\r\n|\r|\n/, LINES_LOOKED_AT);
  return lines.some((line) => ROW_TITLE.test(line));
}
