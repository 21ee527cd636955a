import { describe, expect, it } from "vitest";
import { play } from "./history.js";

/** `npm run simulate` gives other seeds, e.g. 501-750, and far more; it asks for the story of a single one. */
const [first = 1, last = 60] = (process.env.SIMULATE_SEEDS ?? "").split("-").filter(Boolean).map(Number);
const wants_story = process.env.SIMULATE_STORY === "1";

/** What must have happened in some history for them to mean something, by what their stories say. */
const MOMENTS = {
  "died with a request under way": " dies after attempts.begin",
  "died with an answer not written down": " dies before attempts.finish",
  "lost its power, and answers that were not synced": "what was not synced is lost",
  "disk was full": "is over: disk_full",
  "settled by a repeat": "in_doubt -> done (accepted)",
  "settled as done by reading": "(read: done)",
  "settled as absent by reading": "(read: absent)",
  "left to a person, or to the next run": "(read: in_doubt)",
  "Feishu refused a row": "-> rejected",
  "a token was refused": "99991663",
  "an answer came twice": "a copy of an earlier answer",
  "answers changed places": "change places",
  "Feishu acted minutes after we had given up": "_late",
  "an outage": "outage_began",
  "mended between two runs": "was mended",
  "a record was overwritten": "updated (accepted)",
  "died while a record was overwritten": " dies after updates.intend",
  "Feishu was asked for people": "ask people: ",
  "an answer about people got lost": "ask people: cut_",
  "another run began on its ledger": "is over: locked",
  "the ledger went": "is over: ledger_gone",
  "slept or had its clock set": "the machine sleeps",
};

async function simulate(): Promise<Record<string, number>> {
  const totals: Record<string, number> = { histories: 0, runs: 0, requests: 0, crashes: 0 };
  const add = (what: string, count: number): void => {
    totals[what] = (totals[what] ?? 0) + count;
  };
  for (let seed = first; seed <= last; seed++) {
    const { violation, story, runs, requests, crashes } = await play(seed);
    if (wants_story) process.stdout.write(`${story.join("\n")}\n`);
    if (violation !== undefined) throw new Error(`seed ${seed}: ${violation}\nnpm run simulate -- --seed ${seed}`);
    for (const [what, count] of Object.entries({ histories: 1, runs, requests, crashes })) add(what, count);
    for (const [what, words] of Object.entries(MOMENTS)) add(what, story.some((line) => line.includes(words)) ? 1 : 0);
  }
  return totals;
}

describe("whole migrations in virtual time", () => {
  it(`lose nothing and double nothing (seeds ${first} to ${last})`, { timeout: 3_600_000 }, async () => {
    const totals = await simulate();
    if (process.env.SIMULATE_SEEDS !== undefined) process.stdout.write(`simulated ${JSON.stringify(totals)}\n`);
    else for (const what of Object.keys(MOMENTS)) expect(totals[what], what).toBeGreaterThan(0);
  });

  // Found by chance. Each fault has a test of its own, too: in time a seed tells another story.
  it.each([681_255_714])("and did not always (seed %i)", async (seed) => {
    expect((await play(seed)).violation).toBeUndefined();
  });

  it("are replayed exactly by their seed", async () => {
    const [one, other] = [await play(17), await play(17)];
    expect(one.story.length).toBeGreaterThan(50);
    expect(other).toEqual(one);
  });
});
