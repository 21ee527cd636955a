import { distance } from "fastest-levenshtein";
import type { Suggestion } from "../../texts/en/suggested.js";
import { fold } from "./text.js";

/**
 * The name among `candidates` that `name` most likely meant, or undefined where nothing is close. `difference_max` is
 * the share of the longer name that may differ: half of it, as 职位 means 应聘职位.
 */
export function nearest(name: string, candidates: Iterable<string>, difference_max = 1 / 2): string | undefined {
  const wanted = fold(name);
  let best: string | undefined;
  let best_distance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = fold(candidate);
    const edits = distance(wanted, other);
    if (edits < best_distance && edits <= Math.max(wanted.length, other.length) * difference_max) {
      best = candidate;
      best_distance = edits;
    }
  }
  return best;
}

/** What is said beside an unknown name. */
export const suggested = (name: string, known: readonly string[]): Suggestion => ({
  close: nearest(name, known),
  known,
});
