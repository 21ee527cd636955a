import { counted, inWords, number } from "../../numbers.js";

const DELIMITERS: Readonly<Record<string, string>> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" };

const ABSENT = {
  stdin: () => "an export that came through stdin",
  gone: (name: string) => `${name}, which is gone`,
  changed: (name: string) => `${name}, which has changed since`,
};

/** How exports were read, and what was found out before anything is sent. */
export const readings = {
  of_export: (name: string, what: string) => `${name}: ${what}`,
  /** `doubts`: what of it is not certain, by its keys in the mapping. */
  parts: (parts: readonly string[], doubts: readonly string[], is_failures_file: boolean) => {
    if (doubts.length === 0) return parts.join(", ");
    // The mapping speaks of the export, not of what a spreadsheet made of our own file.
    const advice = is_failures_file
      ? `not certain (${doubts.join(", ")}): save it as CSV UTF-8`
      : `not certain: set ${doubts.join(", ")} under csv in the mapping`;
    return `${parts.join(", ")}; ${advice}`;
  },
  encoding: (value: string, reason: string, samples: readonly string[]) =>
    `${value} (${reason}${samples.length === 0 ? "" : `: ${samples.join(", ")}`})`,
  without_mark: (mark: string, reason: string) => `without ${mark} before the first title (${reason})`,
  delimiter: (value: string) => DELIMITERS[value] ?? JSON.stringify(value),
  quotes: (value: string | null) => (value === null ? "no quotes" : `quotes ${value}`),
  backslash: "backslash before quotes",
  header_line: (line: number) => `header on line ${line}`,
  because: (what: string, reason: string) => `${what} (${reason})`,
  surplus: (cells: number) => `${counted(cells, "blank cell", "blank cells")} behind the last title in most records`,
  leaves_out: (records: number) => `blank cells at the end missing in ${counted(records, "record", "records")}`,
  formats: (field: string, formats: readonly string[], samples: readonly { text: string; read: string }[]) => {
    const read = samples.map(({ text, read: time }) => `${text} is ${time}`).join(", ");
    return `${field} is written ${formats.join(" | ")} (${read})`;
  },
  no_format: (field: string, cells: number) =>
    `${field} has no format that is known in ${counted(cells, "cell", "cells")}: set it in the mapping`,
  restored: (cells: number, rows: number, columns: readonly (readonly [column: string, cells: number])[]) => {
    const of_rows = `${counted(cells, "cell", "cells")} of ${counted(rows, "row", "rows")}`;
    const by_column = columns.map(([column, count]) => `${column} ${number(count)}`).join(", ");
    return `restored ${of_rows} that a spreadsheet had reformatted (${by_column})`;
  },
  not_compared: (rows: number, why: keyof typeof ABSENT, name: string) =>
    `${counted(rows, "row", "rows")} not compared with ${ABSENT[why](name)}: ` +
    "cells that a spreadsheet reformatted stay as they are",
  lines_of: (name: string, lines: readonly number[], more: number) =>
    `${name}${lines.length === 0 ? "" : ` line ${lines.join(", ")}`}${more === 0 ? "" : ` and ${number(more)} more`}`,
  talents_resolved: (talents: TalentCounts, why: string | undefined) => {
    const { asked, found, not_found, several, refused, unanswered } = talents;
    const parts = [
      `${number(found)} found`,
      ...(not_found > 0 ? [`${number(not_found)} not found`] : []),
      ...(several > 0 ? [`${number(several)} ambiguous`] : []),
      ...(refused > 0 ? [`${number(refused)} refused`] : []),
    ];
    const because = why === undefined ? "" : ` (${why})`;
    const open = unanswered > 0 ? `; ${number(unanswered)} not answered${because}` : "";
    return `Talent look-up: ${number(asked)} emails, phones and ID numbers; ${parts.join(", ")}${open}`;
  },
  talents_expected: ({ people, is_exact, known, to_ask, calls, expected_seconds }: ExpectedTalents) => {
    const parts = [
      `${is_exact ? "" : "about "}${counted(people, "person", "people")}`,
      `${number(known)} known`,
      ...(to_ask === 0 ? [] : [`${number(to_ask)} to look up`]),
    ];
    const requests = `${counted(calls, "request", "requests")}, about ${inWords(expected_seconds * 1000)}`;
    return `Talents: ${parts.join(", ")}; a run looks them up first (${requests})`;
  },
};

export interface TalentCounts {
  readonly asked: number;
  readonly found: number;
  readonly not_found: number;
  readonly several: number;
  readonly refused: number;
  readonly unanswered: number;
}

export interface ExpectedTalents {
  readonly people: number;
  /** Few enough that they were counted one by one. */
  readonly is_exact: boolean;
  readonly known: number;
  readonly to_ask: number;
  readonly calls: number;
  readonly expected_seconds: number;
}

export type ReadingTexts = typeof readings;
