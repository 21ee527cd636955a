import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { type Encoding, encode } from "../exports/encode.js";
import type { Desk } from "./support.js";

/** How a program saves a table that it has opened. */
export interface SavedAs {
  readonly encoding?: Encoding;
  readonly has_mark?: boolean;
  readonly delimiter?: string;
  readonly line_end?: string;
  /** Lines above the titles. */
  readonly above?: readonly string[];
  /** What it, or a person, makes of the table: titles first. */
  readonly change?: (table: string[][]) => readonly (readonly string[])[];
  /** A line as it is written, from its written cells. */
  readonly line?: (cells: readonly string[], delimiter: string) => string;
}

/** Opens a failures file and saves it again under its name, as programs do. */
export function saveAgain(desk: Desk, name: string, how: SavedAs = {}): void {
  const { encoding = "utf-8", has_mark = false, delimiter = ",", line_end = "\r\n", above = [] } = how;
  const { change = (table) => table, line = (cells, by) => cells.join(by) } = how;
  const table = parse(readFileSync(desk.path(name)), { bom: true, relax_column_count: true }) as string[][];
  const quoted = (cell: string) =>
    cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = change(table).map((cells) => line(cells.map(quoted), delimiter));
  const text = [...above, ...lines].map((each) => each + line_end).join("");
  writeFileSync(desk.path(name), encode((has_mark ? "\ufeff" : "") + writable(text, encoding), encoding));
}

/** With a question mark for what the encoding has no character for. */
function writable(text: string, encoding: Encoding): string {
  const has = (char: string) => {
    try {
      return encode(char, encoding).length > 0;
    } catch {
      return false;
    }
  };
  return Array.from(text, (char) => (has(char) ? char : "?")).join("");
}

/** Changes the cells of one column. */
export function inColumn(title: string, change: (cell: string) => string): NonNullable<SavedAs["change"]> {
  return ([titles = [], ...records]) => {
    const index = titles.indexOf(title);
    return [titles, ...records.map((cells) => cells.map((cell, at) => (at === index ? change(cell) : cell)))];
  };
}
