import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openExport } from "../../src/csv/open-export.js";
import { ExitError } from "../../src/model/exit-error.js";
import { type ExportRecord, isBad } from "../../src/model/record.js";
import { type CarelessTable, carelessTable, type MeantRecord } from "./careless-table.js";

/** How a table was read. */
export interface Outcome {
  /** What is wrong in silence, or gone: nothing of it may ever be. */
  readonly violations: readonly string[];
  readonly right: number;
  readonly told: number;
}

/**
 * Reads the table of a seed, and holds the reader to its promise: every record is right, or it is told. `folder`: where
 * the export may lie.
 */
export async function readCareless(seed: number, folder: string): Promise<Outcome> {
  const table = carelessTable(seed);
  const path = join(folder, `careless-${seed}.csv`);
  writeFileSync(path, table.bytes);
  try {
    return await judge(table, path);
  } catch (error) {
    // The export is refused as a whole, in a sentence.
    if (error instanceof ExitError) return { violations: [], right: 0, told: table.records.length };
    throw error;
  }
}

async function judge(table: CarelessTable, path: string): Promise<Outcome> {
  const source = await openExport(path, {}, { known_columns: table.titles });
  const read: ExportRecord[] = [];
  for await (const batch of source.records()) read.push(...batch);
  const warnings = source.notes.warnings(source.widths);
  const violations: string[] = [];
  // What is said of the export as a whole, and so of every record that has the usual number of cells.
  const is_doubted = warnings.some(({ kind }) => kind === "uneven_records");
  const told = toldLines(
    read,
    warnings.flatMap(({ kind, lines }) => (kind.startsWith("perhaps_") ? lines : [])),
  );
  const by_line = new Map(read.map((record) => [record.line, record]));
  let right = 0;
  for (const meant of table.records) {
    const found = by_line.get(meant.line);
    if (found !== undefined && !isBad(found) && isMeant(found.cells, meant, table)) right += 1;
    else if (found !== undefined && !isBad(found) && !told.has(meant.line) && !is_doubted) {
      violations.push(`line ${meant.line} is wrong: ${JSON.stringify(found.cells)} of ${JSON.stringify(meant.cells)}`);
    } else if (found === undefined && !told.has(meant.line)) violations.push(`line ${meant.line} is gone`);
  }
  if (table.is_clean && right < table.records.length) {
    violations.push(`a clean table: ${right} of ${table.records.length} are right`);
  }
  const meant_lines = new Set(table.records.map(({ line }) => line));
  for (const record of read) {
    if (isBad(record) || meant_lines.has(record.line) || told.has(record.line) || is_doubted) continue;
    violations.push(`line ${record.line} is no record: ${JSON.stringify(record.cells)}`);
  }
  for (const line of table.headers) {
    const is_told = told.has(line) || source.not_rows.header.lines.includes(line);
    if (!is_told) violations.push(`line ${line} is a header`);
  }
  return { violations, right, told: table.records.length - right };
}

/** The physical lines of bad records, and of those that a warning names. */
function toldLines(read: readonly ExportRecord[], warned: readonly number[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const record of read) {
    if (!isBad(record) && !warned.includes(record.line)) continue;
    const text = isBad(record) ? record.raw : record.cells.join("");
    const count = text.split(/\r\n|\r|\n/).length;
    for (let at = 0; at < count; at++) lines.add(record.line + at);
  }
  return lines;
}

/** Quotation marks that mean what they say cannot be told from those around a cell, where both stand there. */
function isMeant(cells: readonly string[], { cells: meant }: MeantRecord, { titles }: CarelessTable): boolean {
  const bare = (text: string | undefined) => text?.replaceAll('"', "");
  return cells.length === titles.length && meant.every((cell, at) => bare(cell) === bare(cells[at]));
}
