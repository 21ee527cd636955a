import { describe, expect, it } from "vitest";
import { play } from "./history.js";
import { MUTANTS } from "./mutants.js";

/** So many histories, and each mutant must have been found. */
const SEEDS_MAX = 400;

/** The search begins where it has ended before, which need not be so for ever: from there on it goes on as from 1. */
const FOUND_AT: Readonly<Record<string, number>> = {
  "an intent is not synced": 31,
  "an update's intent is not synced": 4,
  "a key is believed in for ever": 7,
  "a key is believed in for two days": 7,
  "a lost answer is taken for a request that never left": 5,
  "the intent of an update is written after the answer": 4,
  "an update does not wait for what an earlier call had under way": 17,
  "an update whose answer was lost counts as one that did nothing": 5,
  "no overwrite arrives any more once we have given up": 17,
  "a run goes on though another one has begun on its ledger": 6,
  "the second reading is the first one again": 106,
  "the list is read without waiting": 27,
  "a row whose record was another's counts as never sent": 58,
  "Feishu's clock is ignored": 178,
  "rows that were under way at a crash are found only when the next run is over": 19,
  "an overwrite whose answer was never written down is over with its call": 259,
  "signs in mails count for nothing": 11,
  "nothing acts any more once we have given up": 16,
  "twins are taken for one": 22,
  "who was not found is not asked for again": 26,
  "a run does not notice that its ledger has gone": 18,
  "the cap is taken for twice of what it is": 28,
};

const BROKEN = new RegExp(
  [
    "lost|doubled|older content|overwritten before|forgot|both done|another (?:row|person)'s|on disk|in one second",
    "ends \\w+: |nobody knows|a row went from \\w+ to \\w+|UNIQUE constraint failed: attempts",
  ].join("|"),
);

describe("the simulation finds out when", () => {
  it.each(Object.entries(MUTANTS))("%s", async (name, mutant) => {
    let violation: string | undefined;
    const first = FOUND_AT[name] ?? 1;
    for (let seed = first; seed < first + SEEDS_MAX && violation === undefined; seed++) {
      violation = (await play(seed, { mutant })).violation;
    }
    expect(violation).toMatch(BROKEN);
  });
});
