import { counted, number } from "../../numbers.js";

/** What was read beside the rows, what became of them beside their sending, and their way back to be corrected. */
export const contents = {
  ignored: (kinds: readonly string[]) => `Ignored lines: ${kinds.join(", ")}`,
  kinds: {
    preamble: "preamble",
    blank: "blank",
    delimiter_only: "delimiter-only",
    header: "header again",
    total: "total",
    footer: "footer",
  },
  of_kind: (count: number, kind: string) => `${number(count)} ${kind}`,
  spanning_none: "Records with line breaks: none",
  spanning: (records: number, longest: { readonly file: string; readonly line: number; readonly lines: number }) =>
    `Records with line breaks: ${number(records)}, the longest at ` +
    `${longest.file === "" ? "" : `${longest.file} `}line ${longest.line} (${counted(longest.lines, "line", "lines")})`,
  found: (rows: number) => `already in Feishu Hire: ${counted(rows, "row", "rows")} found, and left as they are there`,
  updated: ({ updated, failed, left }: { readonly updated: number; readonly failed: number; readonly left: number }) =>
    [
      `${counted(updated, "record", "records")} updated`,
      ...(failed === 0 ? [] : [`${number(failed)} could not be`]),
      ...(left === 0 ? [] : [`${number(left)} left`]),
    ].join(", "),
  written: (rows: number, from: string, file: string) =>
    `${counted(rows, "row", "rows")} of ${from} written to ${file}`,
  not_written: (rows: number, from: string) => `${number(rows)} more are no longer in ${from} and were not written`,
  how_to_correct: "Correct the cells, keep the _row column, save as CSV.",
  nothing_to_correct: "Nothing to correct: no row is invalid, rejected or failed",
};

export type ContentsTexts = typeof contents;
