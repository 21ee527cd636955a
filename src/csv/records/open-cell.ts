import type { CsvFormat } from "./parse.js";

/**
 * Whether a record that is no CSV leaves a cell open in the mind of who wrote it: one that begins with a quotation mark
 * has none at its end, so the lines below may be its text. Marks within cells, doubled or not, mean nothing here.
 */
export function leavesOpen(raw: string, { delimiter, quote, line_break }: CsvFormat): boolean {
  if (quote === null) return false;
  let is_open = false;
  for (const piece of raw.split(line_break).flatMap((line) => line.split(delimiter))) {
    const text = piece.trim();
    const begins: boolean = !is_open && text.startsWith(quote);
    if (begins) is_open = true;
    if (text.slice(begins ? 1 : 0).endsWith(quote)) is_open = false;
  }
  return is_open;
}
