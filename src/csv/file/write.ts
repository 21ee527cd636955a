/** Before the first line, so that spreadsheets read UTF-8. */
export const UTF8_BOM = "\ufeff";

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One record as a line of CSV (RFC 4180): commas, `\r\n` at the end. Cells come back from `openExport` unchanged. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
