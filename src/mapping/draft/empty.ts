import { saying } from "../../texts/saying.js";
import { DEFAULT_EMPTY } from "../cells/text.js";
import type { ColumnProfile } from "./column-profile.js";
import type { Entry } from "./entry.js";
import type { ValueCount } from "./value-counts.js";

/** The spellings of nothing that the columns in use really have, beside the usual ones. */
export function proposeEmpty(columns: readonly ColumnProfile[]): Entry {
  const used = Array.from(new Set(columns));
  const found = sumOf(used.map(({ nothings }) => nothings));
  const doubtful = sumOf(used.map(({ doubtful: each }) => each));
  const usual = new Set(DEFAULT_EMPTY.map(lower));
  const unusual = new Map(
    Array.from(found.keys())
      .filter((each) => !usual.has(lower(each)))
      .map((each) => [lower(each), each]),
  );
  const above = [
    saying("draft_empty", { found: counted(found) }),
    ...(doubtful.size === 0 ? [] : [saying("draft_perhaps_empty", { doubtful: counted(doubtful) })]),
  ];
  const content = [...DEFAULT_EMPTY, ...unusual.values()];
  return { key: "empty", content, above, ...(unusual.size === 0 ? { is_off: true } : {}) };
}

const lower = (text: string): string => text.toLowerCase();

function sumOf(counts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const [spelling, count] of counts.flatMap((each) => Array.from(each))) {
    if (spelling !== "") sum.set(spelling, (sum.get(spelling) ?? 0) + count);
  }
  return sum;
}

function counted(counts: ReadonlyMap<string, number>): ValueCount[] {
  return Array.from(counts, ([text, count]) => ({ text, count }));
}
