import type { FieldHints } from "../../model/column-hints.js";
import { likeTitled, matchTitles } from "../columns/title.js";
import type { ColumnProfile } from "./column-profile.js";

export interface Candidates {
  /** The best column of each group of titles, in the order of the groups. */
  readonly columns: readonly ColumnProfile[];
  /** They have a title that means nothing else. */
  readonly is_sure: boolean;
  /** Others that have, or nearly have, such a title. */
  readonly alternatives: readonly ColumnProfile[];
}

/** The columns that a field's titles speak for, among those that could be it by their content. */
export function candidatesFor(hints: FieldHints | undefined, possible: readonly ColumnProfile[]): Candidates {
  const groups = (hints?.titles ?? []).map((titles) => matchTitles(possible, titles));
  const firsts = Array.from(new Set(groups.flatMap(([first]) => first ?? [])));
  const fallback = matchTitles(possible, hints?.fallback ?? []);
  const columns = firsts.length > 0 ? firsts : fallback.slice(0, 1);
  const others = [...groups.flat(), ...(firsts.length > 0 ? [] : fallback)];
  const like = likeTitled(possible, (hints?.titles ?? []).flat());
  const alternatives = Array.from(new Set([...others, ...like])).filter((column) => !columns.includes(column));
  return { columns, is_sure: firsts.length > 0, alternatives };
}
