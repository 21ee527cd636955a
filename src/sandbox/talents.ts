import { readFileSync } from "node:fs";

/** Which talents exist, as a rule with exceptions made later. */
export interface Talents {
  exists(talent_id: string): boolean;
  change(add: readonly string[], remove: readonly string[]): void;
}

const NINETEEN_DIGITS = /^[0-9]{19}$/;
/** An id with this end does not exist unless someone adds it: a way to meet 1002102 in a demonstration. */
const ABSENT_SUFFIX = "00404";

/** Without a set, every id of 19 digits exists but those that end in 00404. */
export function createTalents(known?: Iterable<string>): Talents {
  const known_ids = known === undefined ? null : new Set(known);
  const changed = new Map<string, boolean>();
  const byRule = (id: string): boolean => NINETEEN_DIGITS.test(id) && !id.endsWith(ABSENT_SUFFIX);
  return {
    exists: (id) => changed.get(id) ?? (known_ids === null ? byRule(id) : known_ids.has(id)),
    change: (add, remove) => {
      for (const id of add) changed.set(id, true);
      for (const id of remove) changed.set(id, false);
    },
  };
}

/** Talent ids from a text file, one a line; blank lines are passed over. Throws what reading the file throws. */
export function readTalents(path: string): Set<string> {
  const lines = readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  return new Set(lines.map((line) => line.trim()).filter((line) => line !== ""));
}
