import { counted, inWords, number } from "../../numbers.js";

/** What `check` tells before anything is sent. */
export const check = {
  preview_title: (rows: number, zone: string | undefined) => {
    const what = rows === 1 ? "One row as Feishu Hire will have it" : "Two rows as Feishu Hire will have them";
    return zone === undefined ? what : `${what} (times: ${zone})`;
  },
  line: (line: number, file: string | undefined) => (file === undefined ? `line ${line}` : `${file} line ${line}`),
  looked_up: "looked up when sent",
  unknown_values: (undecided: string) =>
    `Unknown values: replace each ${undecided}, and paste the lines under \`values\` in the mapping`,
  values_of: (field: string, columns: readonly string[], choices: readonly string[]) =>
    `${field} (column ${columns.join(", ")}):${choices.length === 0 ? "" : ` ${choices.join(", ")}`}`,
  more_values: (values: number) => `# and ${number(values)} more (--json has all)`,
  other_values: (rows: number) => `# ${counted(rows, "row", "rows")} with other values`,
  long_value: (rows: number, value: string) => `# ${counted(rows, "row", "rows")}, to be written out: ${value}`,
  value_rows: (rows: number, like: string | null, split: string | null) =>
    `# ${counted(rows, "row", "rows")}${like === null ? "" : `, like ${like}`}${
      split === null ? "" : `; or all such cells by split: ${JSON.stringify(split)}`
    }`,
  lookup: ({ field, file, entries, unknown, waiting, rows }: LookupCounts) =>
    `${field}: ${file} (${counted(entries, "entry", "entries")}) has no entry for ${number(unknown)} of ` +
    `${number(rows)} rows${waiting === undefined ? "" : `, and has ${number(waiting)} of them not done`}`,
  unusable: (lines: string, why: string) => `  ${lines} cannot be used: ${why}`,
  outlook: (new_rows: number, ledger: string, calls: number, duration_ms: number) =>
    `${counted(new_rows, "row is", "rows are")} new to ${ledger}; ` +
    `a run sends ${counted(calls, "request", "requests")} in about ${inWords(duration_ms)}`,
  problems_in: (file: string) => `every problem, row by row: ${file}`,
  other_ledger: (path: string) =>
    `${path} belongs to another target or key, so this check ignores it. A run with it would be refused.`,
};

export interface LookupCounts {
  readonly field: string;
  readonly file: string;
  readonly entries: number;
  readonly unknown: number;
  /** Rows of a ledger that are not done; undefined of a file. */
  readonly waiting: number | undefined;
  readonly rows: number;
}

/** What stands around warnings. */
export const warnings = {
  warning: "warning",
  more: (warnings: number) => `… and ${number(warnings)} more warnings (all with --json)`,
  column: (column: string, field: string | null) => `column ${column}${field === null ? "" : ` (${field})`}`,
};

export type CheckTexts = typeof check;
export type WarningsTexts = typeof warnings;
