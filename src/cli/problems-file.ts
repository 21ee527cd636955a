import { csvLine, UTF8_BOM } from "../csv/file/write.js";
import { readFailure } from "../ledger/file/failures.js";
import type { RowProblem } from "../ledger/runs/summary.js";
import { ownWords, type Texts } from "./texts/texts.js";
import { writeWhole } from "./write-file.js";

const COLUMNS = ["export", "line", "key", "status", "kind", "field", "column", "value", "message", "hint"];

/** Every problem of every row as a CSV, one line each. */
export async function writeProblems(path: string, rows: Iterable<RowProblem>, texts: Texts): Promise<void> {
  await writeWhole(path, (write) => {
    write(UTF8_BOM + csvLine(COLUMNS));
    for (const { path: from, line, key, status, failure } of rows) {
      const first = readFailure(failure);
      for (const each of [first, ...(first.also ?? [])]) {
        const { kind, field = "", column = "" } = each;
        const { message, hint } = texts.say(each);
        const words = [ownWords(each, texts), message, hint];
        write(csvLine([from, String(line), key ?? "", status, kind, field, column, ...words].map(asText)));
      }
    }
  });
}

/** A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text. For our own columns only. */
export function asText(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
