import { basename } from "node:path";
import type { WarningFacts } from "../app/forecast.js";
import type { Spanning } from "../csv/records/reading-notes.js";
import type { OpenedLookups } from "../engine/staging/lookups.js";
import type { Contents, NotRows } from "../engine/staging/not-rows.js";
import { printable } from "../model/text.js";
import type { ContentsTexts } from "./texts/en/contents.js";
import type { Texts } from "./texts/texts.js";

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
export function warningLines(warnings: readonly WarningFacts[], texts: Texts): string[] {
  return warnings.map(({ export: name = "", lines, count, ...warning }) => {
    const more = lines.length > 0 ? Math.max(0, count - LINES_SHOWN) : 0;
    const place = texts.readings.lines_of(name, lines.slice(0, LINES_SHOWN), more);
    return printable(texts.about(place, texts.tell(warning).message));
  });
}

const LINES_SHOWN = 3;
const KINDS = ["preamble", "blank", "delimiter_only", "header", "total", "footer"] as const;
/** What `run` has found beside the rows: for `--json`, and for people. */
export interface RunContents {
  readonly facts: ContentsFacts & { readonly warnings: readonly WarningFacts[] };
  readonly lines: (say: ContentsTexts) => readonly string[];
}

export const NOTHING_READ: RunContents = { facts: { not_rows: {}, spanning: {}, warnings: [] }, lines: () => [] };

export function runContents(contents: ReadonlyMap<string, Contents>, lookups: OpenedLookups | undefined): RunContents {
  const facts = contentsFacts(contents);
  return {
    facts: { ...facts, warnings: readingWarnings(contents, lookups) },
    lines: (say) => contentsLines(facts, say),
  };
}

/** Lines that are no rows, and records of several lines: of all exports together. */
export function contentsLines({ not_rows, spanning }: ContentsFacts, say: ContentsTexts): string[] {
  const all = Object.values(not_rows);
  const kinds = KINDS.flatMap((kind) => {
    const count = all.reduce((sum, each) => sum + (each[kind]?.count ?? 0), 0);
    return count === 0 ? [] : [say.of_kind(count, say.kinds[kind])];
  });
  return [...(kinds.length === 0 ? [] : [say.ignored(kinds)]), spanningLine(spanning, say)];
}

/** Said of every export: where a stray quotation mark has swallowed rows, this number is the first to show it. */
function spanningLine(spanning: ContentsFacts["spanning"], say: ContentsTexts): string {
  const all = Object.entries(spanning);
  const count = all.reduce((sum, [, each]) => sum + each.count, 0);
  const [name, longest] = all.reduce<[string, Spanning["longest"]]>(
    (one, [other, each]) => ((each.longest?.lines ?? 0) > (one[1]?.lines ?? 0) ? [other, each.longest] : one),
    ["", null],
  );
  if (longest === null) return say.spanning_none;
  return say.spanning(count, { ...longest, file: all.length > 1 ? name : "" });
}
