import { describe, expect, it } from "vitest";
import { play } from "./history.js";
import { MUTANTS } from "./mutants.js";

/** So many histories, and each mutant must have been found. */
const SEEDS_MAX = 400;

const BROKEN = new RegExp(
  [
    "lost|doubled|older content|both done|another (?:row|person)'s|on disk|in one second|ends \\w+: |nobody knows",
    "a row went from \\w+ to \\w+|UNIQUE constraint failed: attempts",
  ].join("|"),
);

describe("the simulation finds out when", () => {
  it.each(Object.entries(MUTANTS))("%s", async (_name, mutant) => {
    let violation: string | undefined;
    for (let seed = 1; seed <= SEEDS_MAX && violation === undefined; seed++) {
      violation = (await play(seed, { mutant })).violation;
    }
    expect(violation).toMatch(BROKEN);
  });
});
