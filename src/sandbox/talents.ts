import { readFileSync } from "node:fs";
import { createPeople, type Person, type PersonKey } from "./people.js";

/** Which talents exist and whose they are, as a rule with exceptions made later. */
export interface Talents {
  exists(talent_id: string): boolean;
  /** The ids of the talents with this mail, mobile or identification, each of them one that exists. */
  withKey(key: PersonKey): readonly string[];
  change(add: readonly TalentToAdd[], remove: readonly string[]): void;
}

/** The id alone, or who it is. */
export type TalentToAdd = string | Person;

const NINETEEN_DIGITS = /^[0-9]{19}$/;
/** An id with this end does not exist unless someone adds it: a way to meet 1002102 in a demonstration. */
const ABSENT_SUFFIX = "00404";

/** Without a set, every id of 19 digits exists but those that end in 00404. */
export function createTalents(known?: Iterable<string>): Talents {
  const known_ids = known === undefined ? null : new Set(known);
  const changed = new Map<string, boolean>();
  const people = createPeople();
  const byRule = (id: string): boolean => NINETEEN_DIGITS.test(id) && !id.endsWith(ABSENT_SUFFIX);
  const exists = (id: string) => changed.get(id) ?? (known_ids === null ? byRule(id) : known_ids.has(id));
  return {
    exists,
    withKey: (key) => people.withKey(key).filter(exists),
    change: (add, remove) => {
      for (const talent of add) {
        if (typeof talent !== "string") people.add(talent);
        changed.set(typeof talent === "string" ? talent : talent.talent_id, true);
      }
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
