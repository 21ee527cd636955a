import { basename } from "node:path";
import type { WarningFacts } from "../app/forecast.js";
import type { Spanning } from "../csv/reading-notes.js";
import type { OpenedLookups } from "../engine/staging/lookups.js";
import type { Contents, NotRows } from "../engine/staging/not-rows.js";
import { printable } from "../model/text.js";
import { counted, number } from "./numbers.js";

/** What stands in each export beside its rows, by the export's name, for `--json`. */
export interface ContentsFacts {
  readonly not_rows: Readonly<Record<string, NotRows>>;
  /** Records of several lines. */
  readonly spanning: Readonly<Record<string, Spanning>>;
}

export function contentsFacts(contents: ReadonlyMap<string, Contents>): ContentsFacts {
  const all = Array.from(contents, ([path, each]) => [basename(path), each] as const);
  return {
    not_rows: Object.fromEntries(all.map(([name, { not_rows }]) => [name, not_rows])),
    spanning: Object.fromEntries(all.map(([name, { spanning }]) => [name, spanning])),
  };
}

/** What somebody should look at in what was read: in exports, and in the files that ids are looked up in. */
export function readingWarnings(contents: ReadonlyMap<string, Contents>, lookups?: OpenedLookups): WarningFacts[] {
  const of_exports = Array.from(contents, ([path, { warnings }]) => [path, warnings] as const);
  return [...of_exports, ...(lookups?.warnings ?? [])].flatMap(([path, warnings]) =>
    warnings.map(({ lines, ...warning }) => ({
      ...warning,
      field: null,
      value: null,
      export: basename(path),
      lines: Array.from(lines),
    })),
  );
}

/** One line for each of these warnings. */
export function warningLines(warnings: readonly WarningFacts[]): string[] {
  return warnings.map(({ export: name, lines, count, message }) => {
    const shown = lines.slice(0, LINES_SHOWN).join(", ");
    const more = count > LINES_SHOWN && lines.length > 0 ? ` and ${number(count - LINES_SHOWN)} more` : "";
    return printable(`${name}${shown === "" ? "" : ` line ${shown}${more}`}: ${message}`);
  });
}

const LINES_SHOWN = 3;
const KINDS = ["preamble", "blank", "delimiter_only", "header", "total", "footer"] as const;
const KIND_NAMES: Readonly<Record<(typeof KINDS)[number], string>> = {
  preamble: "preamble",
  blank: "blank",
  delimiter_only: "delimiter-only",
  header: "header again",
  total: "total",
  footer: "footer",
};

/** What `run` has found beside the rows: for `--json`, and for people. */
export interface RunContents {
  readonly facts: ContentsFacts & { readonly warnings: readonly WarningFacts[] };
  readonly lines: readonly string[];
}

export const NOTHING_READ: RunContents = { facts: { not_rows: {}, spanning: {}, warnings: [] }, lines: [] };

export function runContents(contents: ReadonlyMap<string, Contents>, lookups: OpenedLookups | undefined): RunContents {
  const facts = contentsFacts(contents);
  return { facts: { ...facts, warnings: readingWarnings(contents, lookups) }, lines: contentsLines(facts) };
}

/** Lines that are no rows, and records of several lines: of all exports together. */
export function contentsLines({ not_rows, spanning }: ContentsFacts): string[] {
  const all = Object.values(not_rows);
  const kinds = KINDS.flatMap((kind) => {
    const count = all.reduce((sum, each) => sum + (each[kind]?.count ?? 0), 0);
    return count === 0 ? [] : [`${number(count)} ${KIND_NAMES[kind]}`];
  });
  return [...(kinds.length === 0 ? [] : [`Ignored lines: ${kinds.join(", ")}`]), spanningLine(spanning)];
}

/** Said of every export: where a stray quotation mark has swallowed rows, this number is the first to show it. */
function spanningLine(spanning: ContentsFacts["spanning"]): string {
  const all = Object.entries(spanning);
  const count = all.reduce((sum, [, each]) => sum + each.count, 0);
  const [name, longest] = all.reduce<[string, Spanning["longest"]]>(
    (one, [other, each]) => ((each.longest?.lines ?? 0) > (one[1]?.lines ?? 0) ? [other, each.longest] : one),
    ["", null],
  );
  if (longest === null) return "Records with line breaks: none";
  const file = all.length > 1 ? `${name} ` : "";
  const place = `${file}line ${longest.line} (${counted(longest.lines, "line", "lines")})`;
  return `Records with line breaks: ${number(count)}, the longest at ${place}`;
}
