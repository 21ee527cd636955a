import { number } from "../../words/numbers.js";
import { DEFAULT_EMPTY } from "../text.js";
import type { ColumnProfile } from "./column-profile.js";
import type { Entry } from "./entry.js";

/** The spellings of nothing that the columns in use really have, beside the usual ones. */
export function proposeEmpty(columns: readonly ColumnProfile[]): Entry {
  const counts = new Map<string, number>();
  for (const column of new Set(columns)) {
    for (const [spelling, count] of column.nothings) {
      if (spelling !== "") counts.set(spelling, (counts.get(spelling) ?? 0) + count);
    }
  }
  const usual = new Set(DEFAULT_EMPTY.map(lower));
  const found = Array.from(counts.keys());
  const unusual = Array.from(
    new Map(found.filter((each) => !usual.has(lower(each))).map((each) => [lower(each), each])),
  );
  const seen = found.map((each) => `${each} (${number(counts.get(each) as number)})`).join(", ");
  const told = found.length === 0 ? "This export leaves cells empty." : `In this export: ${seen}.`;
  const is_usual = unusual.length === 0 ? { is_off: true } : {};
  const content = [...DEFAULT_EMPTY, ...unusual.map(([, spelling]) => spelling)];
  return { key: "empty", content, above: [`What counts as nothing. ${told}`], ...is_usual };
}

const lower = (text: string): string => text.toLowerCase();
