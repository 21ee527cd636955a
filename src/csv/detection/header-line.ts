import type { ExportRecord, GoodRecord } from "../../model/record.js";
import { isBad } from "../../model/record.js";
import type { Finding } from "../file/detected.js";
import { type Look, matches } from "./look.js";
import { why } from "./why.js";

/** Share of a header's cells that are filled and different: one in eight exports has a title missing or twice. */
const FILLED_MIN = 0.6;
const TITLE_CHARS_MAX = 100;
/** Numbers, dates, times, ids: what stands in cells and not in titles. */
const VALUE = /^[\d\s.,:;+\-/%年月日时分秒]*\d[\d\s.,:;+\-/%年月日时分秒]*$|@.+\.|^[0-9a-f]{8}-[0-9a-f]{4}-/i;

/** Finds the header among the first records. Null where there is no filled record at all. */
export function findHeader(look: Look, columns: ReadonlySet<string>, skip_lines: number): Finding<number> | null {
  const records = look.records.filter(({ line }) => line > skip_lines);
  const [first] = records;
  if (first === undefined) return null;
  const titled = titledRecord(records, columns);
  if (titled !== undefined) return titled;
  const header = records.find((record): record is GoodRecord => looksLikeHeader(record, look.width));
  if (header === undefined) return firstFilled(first, "by_no_titles", look.records.length > 1);
  const above = records.slice(0, records.indexOf(header));
  if (above.some((record) => looksLikeRow(record, look.width))) {
    return firstFilled(first, "by_rows_above", true);
  }
  return { value: header.line, ...why(header === first ? "by_first_line" : "by_width"), sure: true };
}

function titledRecord(records: readonly ExportRecord[], columns: ReadonlySet<string>): Finding<number> | undefined {
  let best: ExportRecord | undefined;
  let most = 0;
  for (const record of records) {
    const count = matches(record, columns);
    if (count > most) [best, most] = [record, count];
  }
  // One column of many may be a value that happens to be the same word.
  if (best === undefined || most < Math.min(2, columns.size)) return undefined;
  return { value: best.line, ...why("by_titles_found", { found: most, wanted: columns.size }), sure: true };
}

function firstFilled(
  first: ExportRecord,
  because: "by_no_titles" | "by_rows_above",
  is_doubtful: boolean,
): Finding<number> {
  return { value: first.line, ...why(because), sure: !is_doubtful };
}

function looksLikeHeader(record: ExportRecord, width: number): boolean {
  if (isBad(record) || record.cells.length !== width) return false;
  const titles = record.cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (titles.some((title) => title.length > TITLE_CHARS_MAX || VALUE.test(title))) return false;
  return titles.length >= width * FILLED_MIN && new Set(titles).size >= titles.length * FILLED_MIN;
}

function looksLikeRow(record: ExportRecord, width: number): boolean {
  if (isBad(record) || record.cells.length !== width) return false;
  return record.cells.filter((cell) => cell.trim() !== "").length >= width * FILLED_MIN;
}
