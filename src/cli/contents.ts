import { basename } from "node:path";
import type { WarningFacts } from "../app/forecast.js";
import type { Spanning } from "../csv/records/reading-notes.js";
import type { OpenedLookups } from "../engine/staging/lookups.js";
import type { Contents, NotRows } from "../engine/staging/not-rows.js";
import type { Staged } from "../engine/staging/stage.js";
import type { ContentsTexts } from "./texts/en/contents.js";
import { rowWarnings } from "./warnings.js";

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

const KINDS = ["preamble", "blank", "delimiter_only", "header", "total", "footer"] as const;
/** What `run` has found beside the rows: for `--json`, and for people. */
export interface RunContents {
  readonly facts: ContentsFacts & { readonly warnings: readonly WarningFacts[] };
  readonly lines: (say: ContentsTexts) => readonly string[];
}

export const NOTHING_READ: RunContents = { facts: { not_rows: {}, spanning: {}, warnings: [] }, lines: () => [] };

export function runContents({ contents, exports }: Staged, lookups: OpenedLookups | undefined): RunContents {
  const facts = contentsFacts(contents);
  return {
    facts: { ...facts, warnings: [...readingWarnings(contents, lookups), ...rowWarnings(exports)] },
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
