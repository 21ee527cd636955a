import { parse } from "yaml";
import {
  type Draft,
  draftMapping,
  draftText,
  type ExportLayout,
  TableProfile,
  undecidedInText,
} from "../../src/mapping/index.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { TARGETS } from "../../src/targets/index.js";

export const LAYOUT: ExportLayout = {
  name: "export.csv",
  settings: { encoding: "utf-8", delimiter: ",", quote: '"', escape: '"', header_line: 1 },
  findings: {},
  not_rows: { preamble: 0, blank: 0, delimiter_only: 0, header: 0, total: 0, footer: 0 },
};

export const inEnglish = ({ message }: { readonly message: string }): string => message;

/** An export: its titles and its rows. */
export interface Table {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** `count` rows below the titles, made of their numbers from 1 on. */
export function table(count: number, cells: Readonly<Record<string, (n: number) => string>>): Table {
  const makers = Object.values(cells);
  return {
    titles: Object.keys(cells),
    rows: Array.from({ length: count }, (_, index) => makers.map((make) => make(index + 1))),
  };
}

export interface Proposed extends Draft {
  /** The mapping file in English. */
  readonly text: string;
}

export function proposed(tables: readonly Table[], timezone?: string): Proposed {
  const profile = new TableProfile(externalApplication.hints);
  for (const { titles, rows } of tables) {
    profile.beginExport(titles);
    for (const [index, row] of rows.entries()) profile.add(row, index + 2);
  }
  const layouts = tables.map((_, index) => ({ ...LAYOUT, name: `export-${index + 1}.csv` }));
  const draft = draftMapping(externalApplication, profile, layouts, { timezone });
  return { ...draft, text: draftText(draft, inEnglish) };
}

/** The mapping as the file says it, every scalar as its text. */
// biome-ignore lint/suspicious/noExplicitAny: what stands in the file is what the tests look into
export function contentOf({ text }: Proposed): any {
  return parse(text, { schema: "failsafe" });
}

/** What is yet to be decided, by its key. */
export function undecidedOf({ text }: Proposed): string[] {
  return undecidedInText("mapping.yaml", text, TARGETS).map(({ key }) => key);
}

export function field({ fields }: Draft, name: string) {
  const found = fields.find((each) => each.field === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return { verdict: found.verdict, columns: found.columns.map(({ title }) => title), reason: found.reason.message };
}
