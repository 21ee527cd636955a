import { trimCell } from "../cells/text.js";

const CHINESE = "合[计計]|[总總][计計]|小[计計]|共[计計]|[总總][数數]";
const WESTERN = "(?:(?:grand[ -]?|sub[ -]?)?totals?|sum|summ[ae]|gesamt)(?![\\p{L}\\p{N}_-])";
const TOTAL = new RegExp(`^(?:${CHINESE}|${WESTERN})`, "iu");
const TOTAL_COUNT = /^共\s*[\d,，]+\s*[条條项項行笔筆个個份人位]/u;
/** At most nine digits: an id of Feishu has nineteen. */
const COUNT = /^\d{1,3}(?:[,，]?\d{1,3}){0,2}\s*[条條项項行笔筆个個份人位]?$/u;

/**
 * Whether a record is the export's total line: its first filled cell says so, and the other cells at
 * `required_indexes` are empty or a count.
 */
export function isTotalLine(cells: readonly string[], required_indexes: readonly number[]): boolean {
  const first = cells.findIndex((cell) => cell !== "" && trimCell(cell) !== "");
  if (first < 0) return false;
  const text = trimCell(cells[first] as string);
  if (!TOTAL.test(text) && !TOTAL_COUNT.test(text)) return false;
  return required_indexes.every((index) => {
    const cell = trimCell(cells[index] ?? "");
    return index === first || cell === "" || COUNT.test(cell);
  });
}

/** Whether a record of an export that no mapping describes looks like its total line: it holds counts alone. */
export function looksLikeTotal(cells: readonly string[]): boolean {
  return isTotalLine(cells, Array.from(cells.keys()));
}

/** What ends of reports begin with or hold: who made them and when, how much they hold, whose they are. */
const FOOTER_WORDS = [
  "导出|匯出|制表|製表|打印|列印|生成|报表|報表|共\\s*\\d|第\\s*\\d+\\s*[页頁]",
  "generated|exported|printed|created|report|page\\s*\\d|confidential|copyright|©|end of|records?\\b|rows?\\b",
  "erstellt|exportiert|vertraulich|seite\\s*\\d|généré|exporté|exportado|generado|página\\s*\\d",
];
const FOOTER = new RegExp(FOOTER_WORDS.join("|"), "iu");

/** Whether a text reads like the last line of a report, and not like a cell. */
export function isFooterText(text: string): boolean {
  return FOOTER.test(text);
}
