import { counted } from "../../model/numbers.js";
import type { Entry } from "./entry.js";

/** How one export is written, in the words of the mapping's `csv`, and what was found out about it. */
export interface ExportLayout {
  /** The file's name, for people. */
  readonly name: string;
  readonly settings: CsvSettings;
  /** By setting: why, and whether it is sure. */
  readonly findings: Readonly<Partial<Record<keyof CsvSettings, { readonly reason: string; readonly sure: boolean }>>>;
  /** Lines that are no rows, by kind: above the header, blank, of delimiters only, totals at the end. */
  readonly not_rows: Readonly<Record<"preamble" | "blank" | "delimiter_only" | "header" | "total" | "footer", number>>;
}

export interface CsvSettings {
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string | null;
  readonly escape: string | null;
  readonly header_line: number;
}

/** What goes without saying. */
const USUAL = { quote: '"', escape: '"', header_line: 1 } as const;

/** The `csv` of the mapping: what all exports have in common. What differs is left to be detected in each. */
export function csvEntry(layouts: readonly ExportLayout[]): Entry {
  const [first, ...others] = layouts as [ExportLayout, ...ExportLayout[]];
  const keys = Object.keys(first.settings) as (keyof CsvSettings)[];
  const differing = keys.filter((key) => others.some(({ settings }) => settings[key] !== first.settings[key]));
  const entries = keys
    .filter((key) => !differing.includes(key) && isWorthSaying(key, first.settings))
    .map((key) => settingEntry(key, layouts));
  const above = [
    "Format of the export. Omitted settings are detected per file; check prints them.",
    ...differing.map(
      (key) => `${key} differs: ${layouts.map((each) => `${each.name} ${shown(each, key)}`).join(", ")}.`,
    ),
    ...layouts.flatMap((layout) => notRowsLine(layout, others.length > 0)),
  ];
  return entries.every(({ is_off }) => is_off)
    ? { key: "csv", content: { pairs: entries }, above, is_off: true }
    : { key: "csv", content: { pairs: entries }, above };
}

function isWorthSaying(key: keyof CsvSettings, settings: CsvSettings): boolean {
  const value = settings[key];
  if (key === "escape") return value !== settings.quote;
  return !(key in USUAL) || value !== USUAL[key as keyof typeof USUAL];
}

/** What is not sure stays a comment, so that check goes on saying so. */
function settingEntry(key: keyof CsvSettings, layouts: readonly ExportLayout[]): Entry {
  const [first] = layouts as [ExportLayout];
  const doubtful = layouts.map(({ findings }) => findings[key]).find((finding) => finding?.sure === false);
  const finding = doubtful ?? first.findings[key];
  const value = first.settings[key];
  const content = typeof value === "number" ? value : (value ?? "");
  if (doubtful !== undefined) return { key, content, beside: `not certain: ${doubtful.reason}`, is_off: true };
  return { key, content, ...(finding === undefined ? {} : { beside: finding.reason }) };
}

function shown({ settings }: ExportLayout, key: keyof CsvSettings): string {
  const value = settings[key];
  return value === "\t" ? "tab" : String(value ?? "none");
}

function notRowsLine({ name, not_rows }: ExportLayout, is_one_of_many: boolean): string[] {
  const { preamble, blank, delimiter_only, header, total, footer } = not_rows;
  const kinds = [
    ...(preamble > 0 ? [`${counted(preamble, "line", "lines")} above the header`] : []),
    ...(blank > 0 ? [counted(blank, "blank line", "blank lines")] : []),
    ...(delimiter_only > 0 ? [`${counted(delimiter_only, "line", "lines")} of delimiters only`] : []),
    ...(header > 0 ? [counted(header, "header further down", "headers further down")] : []),
    ...(total > 0 ? [counted(total, "total line at the end", "total lines at the end")] : []),
    ...(footer > 0 ? [counted(footer, "footer line", "footer lines")] : []),
  ];
  return kinds.length === 0 ? [] : [`No rows${is_one_of_many ? ` in ${name}` : ""}: ${kinds.join(", ")}.`];
}
