import { counted, number } from "../../model/numbers.js";
import { UNDECIDED } from "../../model/undecided.js";
import type { PartToTell, SayMessage } from "../catalogue.js";

/** How often a value stands in a column. */
export type ValueCounts = readonly { readonly text: string; readonly count: number }[];

/** Of the first `seen` values of a column so many are different; `is_whole`: it has no others. */
export interface Different {
  readonly seen: number;
  readonly different: number;
  readonly is_whole: boolean;
}

/** Lines of an export that are no rows, by kind. */
export interface NotRows {
  readonly preamble: number;
  readonly blank: number;
  readonly delimiter_only: number;
  readonly header: number;
  readonly total: number;
  readonly footer: number;
}

/** What a cell is by a format. */
export interface ReadAs {
  readonly text: string;
  readonly read: string;
}

/** The value of a setting of `csv` in an export. */
export interface SettingIn {
  readonly name: string;
  readonly value: string | number | null;
}

const rowsOf = (rows: number): string => counted(rows, "row", "rows");

function differentOf({ seen, different, is_whole }: Different): string {
  if (different === seen) return `${is_whole ? "all" : "the first"} ${number(seen)} are different`;
  return `${number(different)} unique of ${is_whole ? "" : "the first "}${number(seen)}`;
}

const countsOf = (values: ValueCounts): string =>
  values.map(({ text, count }) => `${text} (${number(count)})`).join(", ");

const SUCH_AS = { html: "&amp;, &#39;, <br>", xlsx: "_x000D_" } as const;

/** What `init` writes into a mapping beside its keys: comments, and what a person has to decide. */
export const drafts = {
  draft_of: ({ names, rows, columns, target }: DraftOf) =>
    `How a row of ${names.join(", ")} (${rowsOf(rows)}, ${counted(columns, "column", "columns")}) ` +
    `becomes the payload of one ${target} in Feishu Hire.`,
  draft_preface: "Proposed by hire-import init. Read the comment above each field, and correct what is wrong.",
  draft_todos: `Replace each ${UNDECIDED}: check and run refuse the file until none is left.`,
  draft_zone_given: "Times without an offset are read in this zone.",
  draft_zone_missing: ({ columns }: { columns: readonly string[] }) =>
    `Local times without an offset: ${columns.join(", ")}. The file does not name their time zone.`,
  draft_name_zone: ({ is_chinese }: { is_chinese: boolean }) =>
    `name the zone in which the old system wrote its times, ${
      is_chinese ? "probably Asia/Shanghai" : "e.g. Europe/Stockholm or America/New_York"
    }`,
  draft_empty: ({ found }: { found: ValueCounts }) =>
    `Values treated as empty. ${
      found.length === 0 ? "This export leaves cells empty." : `In this export: ${countsOf(found)}.`
    }`,
  draft_perhaps_empty: ({ doubtful }: { doubtful: ValueCounts }) =>
    `These may mean nothing, too, and are kept as they are: ${countsOf(doubtful)}.`,
  draft_encoded: ({ counts }: { counts: readonly EncodedCells[] }) => {
    const told = counts.map(({ name, cells }) => `${name} in ${number(cells)} (such as ${SUCH_AS[name]})`).join(", ");
    return `Cells hold what a program has encoded: ${told}. Remove the # to decode it.`;
  },
  draft_where: "Rows to leave out. Uncomment what applies.",
  draft_where_counts: ({ column, values, has_more }: WhereCounts) => {
    const shown = values.map(({ text, count }) => `${text} ${number(count)}`);
    return `${column}: ${[...shown, ...(has_more ? ["…"] : [])].join(", ")}.`;
  },
  draft_rows_why: ({ rows, why }: { rows: number; why: string }) => `${rowsOf(rows)} ${why}`,
  draft_rows_empty: ({ rows }: { rows: number }) => `${counted(rows, "row has", "rows have")} none`,
  draft_unused: "Unused columns (not stored, not sent):",
  draft_column_twice: "twice in the header; to use it, rename one of them",
  draft_column_in_some: ({ exports, all }: { exports: number; all: number }) => `only in ${exports} of ${all} exports`,
  draft_column_empty: "empty in every row",
  draft_column_emails: "email addresses",
  draft_column_times: "times",

  draft_layout: "Format of the export. Omitted settings are detected per file; check prints them.",
  draft_layout_differs: ({ setting, exports }: { setting: string; exports: readonly SettingIn[] }) => {
    const shown = exports.map(({ name, value }) => `${name} ${value === "\t" ? "tab" : (value ?? "none")}`);
    return `${setting} differs: ${shown.join(", ")}.`;
  },
  draft_not_certain: ({ why }: { why: PartToTell }, say: SayMessage) => `not certain: ${say(why).message}`,
  draft_not_rows: ({ name, not_rows }: { name: string | undefined; not_rows: NotRows }) => {
    const { preamble, blank, delimiter_only, header, total, footer } = not_rows;
    const kinds = [
      ...(preamble > 0 ? [`${counted(preamble, "line", "lines")} above the header`] : []),
      ...(blank > 0 ? [counted(blank, "blank line", "blank lines")] : []),
      ...(delimiter_only > 0 ? [`${counted(delimiter_only, "line", "lines")} of delimiters only`] : []),
      ...(header > 0 ? [counted(header, "header further down", "headers further down")] : []),
      ...(total > 0 ? [counted(total, "total line at the end", "total lines at the end")] : []),
      ...(footer > 0 ? [counted(footer, "footer line", "footer lines")] : []),
    ];
    return `No rows${name === undefined ? "" : ` in ${name}`}: ${kinds.join(", ")}.`;
  },

  draft_field: ({ meaning, reason }: { meaning: string; reason: PartToTell }, say: SayMessage) =>
    `${meaning[0]?.toUpperCase() ?? ""}${meaning.slice(1)}: ${say(reason).message}.`,
  draft_alternatives: ({ titles }: { titles: readonly string[] }) => `It could also be: ${titles.join(", ")}.`,
  draft_by_name: ({ columns }: { columns: number }): string =>
    columns === 1 ? "matched by name" : "matched by name; the first that is not empty",
  draft_by_doubtful_name: ({ by, meant }: { by: PartToTell; meant: "thing" | "time" }, say: SayMessage) =>
    `${say(by).message}, which might mean another ${meant}`,
  draft_by_values: ({ column }: { column: string }) => `not found by name, but by the values of ${column}`,
  draft_no_column: ({ times }: { times: readonly string[] }) =>
    `no matching column${times.length === 0 ? "" : `; columns with times: ${times.join(", ")}`}`,
  draft_name_column: "name the column",
  draft_name_column_of: ({ field }: { field: string }) => `name the column of the ${field}`,
  draft_choices: ({ choices }: { choices: Readonly<Record<string, string>> }) =>
    `${Object.entries(choices)
      .map(([value, meaning]) => `${value} ${meaning}`)
      .join(", ")}.`,
  draft_constant: "The same for every row:",
  draft_values_known: ({ by, is_sure, known, values }: ValuesKnown, say: SayMessage) =>
    `${say(by).message}${is_sure ? "" : ", not certain"}; ${number(known)} of ${number(values)} values are known`,
  draft_rows: ({ rows }: { rows: number }) => rowsOf(rows),
  draft_other_values: "what all other values mean, or take the line out and list them above",
  draft_list: "a list; more items are more lines like this one",
  draft_by_titles: "by the titles of its columns",
  draft_also_takes: ({ fields }: { fields: readonly string[] }) => `It also takes: ${fields.join(", ")}.`,
  draft_name_inner: ({ meaning }: { meaning: string }) => `name the column, or { value: … }, ${meaning}`,
  draft_parent: ({ by, target }: { by: PartToTell; target: string }, say: SayMessage) =>
    `${say(by).message}; the old system's id, by which the ledger of the ${target} import knows it`,
  draft_name_ledger: ({ target }: { target: string }) => `name the ledger of the ${target} import`,
  draft_person: ({ columns }: { columns: readonly FilledColumn[] }) =>
    `no column holds it; Feishu is asked for each person (${columns
      .map(({ title, filled }) => `${title} filled in ${filled}`)
      .join(", ")})`,
  draft_ledger: ({ column }: { column: string }) =>
    `Or in the ledger of the candidates' own import, by ${column}: { column: …, lookup: { ledger: … } }.`,
  draft_lookup:
    "Or look it up in a second CSV with both ids: { column: …, lookup: { file: talents.csv, key: …, value: … } }.",
  draft_join: "Join a column in that holds it, or let Feishu be asked: { resolve: { email: …, mobile: … } }.",
  draft_email_columns: ({ columns }: { columns: readonly string[] }) =>
    `Columns with email addresses: ${columns.join(", ")}. Are they the candidates'?`,

  draft_key_by_name: ({ different }: { different: Different }) => `matched by name; ${differentOf(different)}`,
  draft_key_by_doubtful_name: ({ different }: { different: Different }) =>
    `matched by name, which might mean another id; ${differentOf(different)}`,
  draft_key_of_parts: ({ different }: { different: Different }) =>
    `no column holds it; these together make one; ${differentOf(different)}`,
  draft_key_incomplete: ({ rows }: { rows: number }) =>
    `${rowsOf(rows)} without all of these cannot be sent: see where.`,
  draft_key_of_person: ({ different }: { different: Different }) =>
    `no column of its own; here no person comes twice; ${differentOf(different)}`,
  draft_add_job: 'If a person can apply twice, add the job: { template: "{Person}-{Job}" }.',
  draft_key_by_content: ({ different }: { different: Different }) =>
    `not found by name, but the only column of unique ids; ${differentOf(different)}`,
  draft_key_repeats: ({ columns }: { columns: readonly RepeatedColumn[] }) =>
    columns.map(({ title, different }) => `${title} comes again and again (${differentOf(different)})`).join("; "),
  draft_key_ways:
    'Name a column whose value no other row has and that never changes, or several: { template: "{A}-{B}" }.',
  draft_name_key: "name the column, or the columns, that identify a row",
  draft_ids_damaged: ({ ids }: { ids: number }) =>
    `${counted(ids, "of them looks", "of them look")} damaged by a spreadsheet: check lists them.`,
  draft_key_gaps: ({ rows }: { rows: number }) => `It is empty in ${rowsOf(rows)}, which cannot be sent.`,
  draft_id_by_name: ({ share }: { share: string }) => `matched by name; ${share} of its values look like it`,
  draft_id_by_form: ({ share }: { share: string }) => `not found by name, but ${share} of its values look like it`,

  draft_times_read: ({ samples }: { samples: readonly ReadAs[] }) =>
    samples.map(({ text, read }) => `${text} is ${read}`).join("; "),
  draft_times_of_all: "How it is written is found out from all of these columns.",
  draft_times_differ: "Not all is written in the same way, so it is found out from the whole column by check and run.",
  draft_times_unfit: ({ cells }: { cells: number }) =>
    `${counted(cells, "cell is", "cells are")} not valid: check lists them.`,
  draft_reading: ({ setting, text, read }: ReadAs & { setting: string }) => `${setting} reads ${text} as ${read}`,
  draft_day_or_month: "Day and month could be either way round, in every cell. One of:",
  draft_take_one: "day and month cannot be told apart: take one of the lines above",
  draft_exchanged: ({ converted, text }: { converted: string; text: string }) =>
    `A spreadsheet seems to have exchanged day and month: in all cells like ${converted} the day is 12 at most, ` +
    `in all like ${text} it is more. One of:`,
  draft_export_again: "export again without a spreadsheet, or take one of the lines above",
  draft_two_digit_years: "true, if 24 means 2024 and 99 means 1999",
  draft_times_mixed: ({ proofs }: { proofs: readonly UnfitTime[] }) =>
    `Dates are written in several ways that exclude each other: ${proofs
      .map(({ line, text, format }) => `line ${line}, ${text}, is no ${format}`)
      .join("; ")}.`,
  draft_split: "split the export by how its dates are written, or correct the cells; then set the format",
  draft_short_years: "Its years have two digits.",
  draft_numbers: "It holds numbers that need not be times.",
  draft_no_time: "It holds no time that is known.",
  draft_name_format: "name the format (docs/mapping.md), or take the whole field out",
};

export interface DraftOf {
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: number;
  readonly target: string;
}

export interface EncodedCells {
  readonly name: keyof typeof SUCH_AS;
  readonly cells: number;
}

export interface WhereCounts {
  readonly column: string;
  readonly values: ValueCounts;
  readonly has_more: boolean;
}

export interface ValuesKnown {
  readonly by: PartToTell;
  readonly is_sure: boolean;
  readonly known: number;
  readonly values: number;
}

export interface FilledColumn {
  readonly title: string;
  /** A share, `97%`. */
  readonly filled: string;
}

export interface RepeatedColumn {
  readonly title: string;
  readonly different: Different;
}

export interface UnfitTime {
  readonly line: number;
  readonly text: string;
  readonly format: string;
}

export type DraftTexts = typeof drafts;
