import { type CsvFormat, parseWhole } from "./parse.js";

/**
 * The cells of one record with `="0123"` in it: the formula of a text, which some exporters write without the quotes
 * that CSV asks for around it. Null where it is no CSV all the same.
 */
export function parseFormulas(record: Buffer, format: CsvFormat): string[] | null {
  const quote = format.quote ?? "";
  if (quote !== '"' || !record.includes('="')) return null;
  // One character is one byte here, and back: the quotation mark and all delimiters are ASCII.
  const text = record.toString("latin1");
  const quoted = text.replace(formulaBetween(Buffer.from(format.delimiter).toString("latin1")), '"=""$1"""');
  const rows = parseWhole(Buffer.from(quoted, "latin1"), format);
  return rows?.length === 1 ? (rows[0] as string[]) : null;
}

function formulaBetween(delimiter: string): RegExp {
  const literal = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(`(?<=^|${literal})="([^"\\r\\n]*)"(?=${literal}|\\r?\\n?$)`, "g");
}
