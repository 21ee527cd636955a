import type { PartToTell } from "../../texts/catalogue.js";
import type { NotRows } from "../../texts/en/drafts.js";
import { saying } from "../../texts/saying.js";
import type { Entry } from "./entry.js";

/** How one export is written, in the words of the mapping's `csv`, and what was found out about it. */
export interface ExportLayout {
  /** The file's name, for people. */
  readonly name: string;
  readonly settings: CsvSettings;
  /** By setting: why, and whether it is sure. */
  readonly findings: Readonly<Partial<Record<keyof CsvSettings, LayoutFinding>>>;
  /** Lines that are no rows, by kind: above the header, blank, of delimiters only, totals at the end. */
  readonly not_rows: NotRows;
}

interface LayoutFinding {
  readonly reason: string;
  readonly said?: PartToTell["said"];
  readonly sure: boolean;
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
    saying("draft_layout"),
    ...differing.map((setting) =>
      saying("draft_layout_differs", {
        setting,
        exports: layouts.map(({ name, settings }) => ({ name, value: settings[setting] })),
      }),
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
  if (doubtful !== undefined) {
    return { key, content, beside: saying("draft_not_certain", { why: whyOf(doubtful) }), is_off: true };
  }
  return { key, content, ...(finding === undefined ? {} : { beside: whyOf(finding) }) };
}

const whyOf = ({ reason, said }: LayoutFinding): PartToTell => ({ message: reason, said });

function notRowsLine({ name, not_rows }: ExportLayout, is_one_of_many: boolean): PartToTell[] {
  if (Object.values(not_rows).every((count) => count === 0)) return [];
  return [saying("draft_not_rows", { name: is_one_of_many ? name : undefined, not_rows })];
}
