import { describe, expect, it } from "vitest";
import { exitOfLedger, exitOfReason, firstOf } from "../../src/app/exit-code.js";
import { EXIT, type Exit } from "../../src/model/exit.js";
import { ExitError } from "../../src/model/exit-error.js";
import { type Counts, noCounts } from "../../src/model/status.js";

/** As docs/commands.md tells them. */
const FIRST_TO_LAST: readonly Exit[] = [129, 130, 143, 5, 3, 9, 8, 11, 4, 6, 10, 7, 1];

describe("of several exits", () => {
  const pairs = FIRST_TO_LAST.slice(1).map((later, index) => [FIRST_TO_LAST[index] as Exit, later] as const);

  it.each(pairs)("%i comes before %i", (first, later) => {
    expect([firstOf(first, later), firstOf(later, first)]).toEqual([first, first]);
  });

  it.each(FIRST_TO_LAST)("%i comes before 0", (exit) => expect(firstOf(EXIT.ok, exit)).toBe(exit));
});

describe("what a ledger ends with", () => {
  const none: string[] = [];
  const exitOf = (counts: Partial<Counts>, { unread = none, unasked = none, waiting = none } = {}) => {
    const all = { ...noCounts(), ...counts };
    const summary = { counts: () => all, unasked: () => unasked, waitingForParents: () => waiting };
    return exitOfLedger({ summary, given_exports: { unread: () => unread } } as never);
  };

  it.each<[Partial<Counts>, Exit]>([
    [{}, 10],
    [{ done: 2, skipped: 1 }, 0],
    [{ skipped: 1 }, 0],
    ...(["invalid", "rejected", "failed"] as const).map((status): [Partial<Counts>, Exit] => [
      { done: 1, [status]: 1 },
      1,
    ]),
    ...(["invalid", "rejected", "failed"] as const).map((status): [Partial<Counts>, Exit] => [
      { done: 1, in_doubt: 1, [status]: 1 },
      7,
    ]),
    ...(["pending", "sending"] as const).map((status): [Partial<Counts>, Exit] => [
      { in_doubt: 1, rejected: 1, [status]: 1 },
      10,
    ]),
  ])("%j: %i", (counts, exit) => expect(exitOf(counts)).toBe(exit));

  it("is unfinished while an export is not read, and while people or parents are to be asked for", () => {
    expect(exitOf({ done: 1 }, { unread: ["b.csv"] })).toBe(10);
    expect(exitOf({ done: 1, invalid: 1 }, { unasked: ["a"] })).toBe(10);
    expect(exitOf({ done: 1, invalid: 1, in_doubt: 1 }, { waiting: ["a"] })).toBe(10);
  });
});

it("a call ends with the number of what has stopped it", () => {
  const stop = new ExitError({ exit: EXIT.refused_us, kind: "refused_us", message: "no" });
  expect(exitOfReason({ why: "stopped", stop })).toBe(3);
  expect((["sighup", "sigint", "sigterm"] as const).map((why) => exitOfReason({ why }))).toEqual([129, 130, 143]);
  for (const why of ["max_errors", "same_refusal"] as const)
    expect(exitOfReason({ why, message: "", hint: "", said: { id: why } })).toBe(6);
  expect(exitOfReason({ why: "max_duration" })).toBe(0);
});
