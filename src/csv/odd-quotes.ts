import { type CsvFormat, parseWhole } from "./parse.js";

/**
 * The cells of one record whose quotes stand where CSV has none, and mean what they seem to: `="0123"`, the formula of
 * a text without the quotes that CSV asks for around it, and `1, "a, b"`, with spaces around the quotes. Null where it
 * is no CSV all the same.
 */
export function parseOddQuotes(record: Buffer, format: CsvFormat): string[] | null {
  if (format.quote !== '"') return null;
  // One character is one byte here, and back: the quotation mark and all delimiters are ASCII.
  const text = record.toString("latin1");
  const { formula, spaced } = oddCells(Buffer.from(format.delimiter).toString("latin1"));
  const quoted = text.replace(formula, '"=""$1"""').replace(spaced, "$1");
  if (quoted === text) return null;
  const rows = parseWhole(Buffer.from(quoted, "latin1"), format);
  return rows?.length === 1 ? (rows[0] as string[]) : null;
}

function oddCells(delimiter: string): { readonly formula: RegExp; readonly spaced: RegExp } {
  const literal = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const cell = (inside: string) => new RegExp(`(?<=^|${literal})${inside}(?=${literal}|\\r?\\n?$)`, "g");
  return { formula: cell('="([^"\\r\\n]*)"'), spaced: cell(' *("(?:[^"\\r\\n]|"")*") *') };
}
