import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openExport } from "../../src/csv/export/open-export.js";
import type { ReadingWarning } from "../../src/csv/records/reading-notes.js";
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
    const outcome = await judge(table, path);
    return table.is_undecidable ? { ...outcome, violations: [] } : outcome;
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
  const warnings = source.notes.warnings();
  const violations: string[] = [];
  const told = toldLines(
    read,
    warnings.filter(({ kind }) => TELLS_OF_ROWS.has(kind)),
  );
  const by_line = new Map(read.map((record) => [record.line, record]));
  let right = 0;
  for (const meant of table.records) {
    const found = by_line.get(meant.line);
    if (found !== undefined && !isBad(found) && isMeant(found.cells, meant, table)) right += 1;
    else if (found !== undefined && !isBad(found) && !told.has(meant.line)) {
      violations.push(`line ${meant.line} is wrong: ${JSON.stringify(found.cells)} of ${JSON.stringify(meant.cells)}`);
    } else if (found === undefined && !told.has(meant.line)) violations.push(`line ${meant.line} is gone`);
  }
  if (table.is_clean && right < table.records.length) {
    violations.push(`a clean table: ${right} of ${table.records.length} are right`);
  }
  const meant_lines = new Set(table.records.map(({ line }) => line));
  for (const record of read) {
    if (isBad(record) || meant_lines.has(record.line) || told.has(record.line)) continue;
    violations.push(`line ${record.line} is no record: ${JSON.stringify(record.cells)}`);
  }
  for (const line of table.headers) {
    const is_told = told.has(line) || source.not_rows.header.lines.includes(line);
    if (!is_told) violations.push(`line ${line} is a header`);
  }
  return { violations, right, told: table.records.length - right };
}

const TELLS_OF_ROWS: ReadonlySet<string> = new Set([
  "perhaps_rows",
  "perhaps_text",
  "perhaps_shifted",
  "uneven_records",
]);

/** The physical lines of bad records, and of those that a warning names: 20 of them, and by their count the others. */
function toldLines(read: readonly ExportRecord[], warnings: readonly ReadingWarning[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const record of read) {
    const is_warned = warnings.some((warning) => isNamed(record.line, warning));
    if (!isBad(record) && !is_warned) continue;
    const text = isBad(record) ? record.raw : record.cells.join("");
    const count = text.split(/\r\n|\r|\n/).length;
    for (let at = 0; at < count; at++) lines.add(record.line + at);
  }
  return lines;
}

function isNamed(line: number, { count, lines }: ReadingWarning): boolean {
  return lines.includes(line) || (count > lines.length && line > (lines.at(-1) ?? 0));
}

/** Quotation marks that mean what they say cannot be told from those around a cell, where both stand there. */
function isMeant(cells: readonly string[], { cells: meant }: MeantRecord, { titles }: CarelessTable): boolean {
  const bare = (text: string | undefined) => text?.replaceAll('"', "");
  return cells.length === titles.length && meant.every((cell, at) => bare(cell) === bare(cells[at]));
}
