import { type ExportRecord, isBad } from "../../model/record.js";
import { DELIMITERS } from "../file/dialect.js";
import { linesQuotedAsAWhole, twoDelimiters, wrongDelimiter } from "../file/stops.js";
import { type CsvFormat, parseWhole } from "../records/parse.js";

/** Share of the records that must be written in the odd way: some may be damaged on top of it. */
const SHARE_MIN = 0.8;

export interface Lines {
  /** What people call the file. */
  readonly name: string;
  readonly header: { readonly names: readonly string[]; readonly line: number };
  /** Some of those below the header. */
  readonly records: readonly ExportRecord[];
  readonly format: CsvFormat;
  /** Nobody has said by what cells are parted. */
  readonly is_delimiter_detected: boolean;
  /** A text tool sees the lines as they are: they are not packed, nor in UTF-16. */
  readonly are_plain: boolean;
}

/**
 * Throws an ExitError for an export whose lines are written in a way that no delimiter fits: each one is quoted as a
 * whole, or the header is parted otherwise than the records. As it stands, it would end in sentences about all its
 * rows.
 */
export function refuseOddLines(lines: Lines): void {
  const { name, header, records, format, is_delimiter_detected, are_plain } = lines;
  const { names, line } = header;
  const inner = records.map(textOf);
  const file = { path: name, are_plain };
  if (names.length > 1) {
    const by = delimiterInside(inner, names.length, format);
    if (by === format.delimiter) throw linesQuotedAsAWhole(file, names.length);
    if (by !== undefined) throw twoDelimiters(file, line, format.delimiter, by);
    return;
  }
  for (const delimiter of DELIMITERS) {
    const width = widthOf(names[0], { ...format, delimiter });
    if (width > 1 && isMost(records, (record) => !isBad(record) && record.cells.length === width)) {
      throw twoDelimiters(file, line, delimiter, format.delimiter);
    }
    const inside = width > 1 ? width : widthBelow(inner, { ...format, delimiter });
    if (inside < 2 || delimiterInside(inner, inside, format) !== delimiter) continue;
    // Cells that are parted by it and not quoted would have been seen.
    const is_quoted = is_delimiter_detected || delimiter === format.delimiter;
    throw is_quoted ? linesQuotedAsAWhole(file, inside) : wrongDelimiter(name, format.delimiter, delimiter);
  }
}

/** The text of a line that is one cell. */
function textOf(record: ExportRecord): string | undefined {
  if (isBad(record)) return record.raw;
  return record.cells.length === 1 ? record.cells[0] : undefined;
}

/** The header may be below a line that was taken for it. In texts, unlike tables, a space follows the comma. */
function widthBelow(texts: readonly (string | undefined)[], format: CsvFormat): number {
  const cells = cellsOf(texts.at(-1), format);
  return cells.length < 3 || cells.some((cell) => cell.startsWith(" ")) ? 0 : cells.length;
}

/** By what most of these texts are parted into so many cells. */
function delimiterInside(texts: readonly (string | undefined)[], width: number, format: CsvFormat): string | undefined {
  return DELIMITERS.find((delimiter) => isMost(texts, (text) => widthOf(text, { ...format, delimiter }) === width));
}

function isMost<Item>(items: readonly Item[], test: (item: Item) => boolean): boolean {
  return items.length > 0 && items.filter(test).length >= items.length * SHARE_MIN;
}

function widthOf(text: string | undefined, format: CsvFormat): number {
  return cellsOf(text, format).length;
}

/** Whether quotation marks mean something was found out with the wrong delimiter: here they do. */
function cellsOf(text: string | undefined, format: CsvFormat): readonly string[] {
  const rows = text === undefined ? null : parseWhole(Buffer.from(text), { ...format, quote: '"' });
  return rows?.length === 1 ? (rows[0] as string[]) : [];
}
