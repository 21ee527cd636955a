import type { ExportRecord, GoodRecord } from "../../model/record.js";
import { isBad } from "../../model/record.js";
import { cutShort, fold } from "../../model/text.js";

/**
 * Text by which a person sees whether an encoding is right: titles of the header, else cells of the columns that the
 * mapping uses. No others: columns that nobody uses are shown nowhere.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
const BEYOND_ASCII = /[^\u0000-\u007f]/;
const SAMPLES_MAX = 4;
const SAMPLE_CHARS = 20;

/** An export's head, read in one encoding. */
export interface ReadHead {
  readonly records: readonly ExportRecord[];
  /** Single lines from all over the file. */
  readonly lines: readonly ExportRecord[];
}

export interface SampleOptions {
  readonly header_line: number | undefined;
  /** Titles of the columns that the mapping uses, folded. */
  readonly used: ReadonlySet<string>;
}

/** Of one reading: what is beyond ASCII. */
export function encodingSamples(reading: ReadHead, options: SampleOptions): string[] {
  const { titles, cells } = shownCells(reading, options);
  const beyond_ascii = [titles, cells].map((texts) => texts.filter((text) => BEYOND_ASCII.test(text)));
  return shown(beyond_ascii.find((texts) => texts.length > 0) ?? []);
}

/** Of two readings of the same bytes: the same cells of both, where they differ. Empty where they differ in none. */
export function differingSamples(one: ReadHead, other: ReadHead, options: SampleOptions): [string[], string[]] {
  const [mine, theirs] = [shownCells(one, options), shownCells(other, options)];
  const texts = [...mine.titles, ...mine.cells];
  const others = [...theirs.titles, ...theirs.cells];
  const pairs = new Map(texts.flatMap((text, at) => (text === others[at] ? [] : [[text, others[at] ?? ""] as const])));
  return [shown(Array.from(pairs.keys())), shown(Array.from(pairs.values()))];
}

function shownCells({ records, lines }: ReadHead, { header_line, used }: SampleOptions) {
  const rows = records.filter(isGood);
  const header = rows.find(({ line }) => header_line === undefined || line === header_line);
  if (header === undefined) return { titles: [], cells: [] };
  const indexes = header.cells.flatMap((title, index) => (used.has(fold(title)) ? [index] : []));
  const below = [...rows.filter(({ line }) => line > header.line), ...lines.filter(isGood)];
  const cells = below.flatMap((row) => indexes.map((index) => row.cells[index] ?? ""));
  return { titles: header.cells, cells };
}

function isGood(record: ExportRecord): record is GoodRecord {
  return !isBad(record);
}

function shown(texts: readonly string[]): string[] {
  return Array.from(new Set(texts))
    .slice(0, SAMPLES_MAX)
    .map((text) => cutShort(text, SAMPLE_CHARS));
}
