import { describe, expect, it } from "vitest";
import { decide, type Situation } from "../../src/engine/sending/decide.js";
import { created, failure, refusal } from "./replies.js";

const DOUBT = failure("lost", { message: "the first one was lost" });

type Case = readonly [reply: string, first: string, first_last: string, repeat: string, repeat_last: string];

/**
 * What becomes of a row: `status again`, and `ends` where it ends the run. The columns: a first attempt, a first
 * attempt that is the last allowed, a repeat, a repeat that is the last allowed.
 */
const TABLE: readonly Case[] = [
  ["created", "done no", "done no", "done no", "done no"],
  ["created, and answers carry no id", "done no", "done no", "done no", "done no"],
  ["code 0 without its id", "in_doubt later", "in_doubt settle", "in_doubt later", "in_doubt settle"],
  ["an id that another row holds", "in_doubt no", "in_doubt no", "in_doubt no", "in_doubt no"],
  ["an id that was deleted", "in_doubt no", "in_doubt no", "in_doubt no", "in_doubt no"],
  ["lost", "in_doubt later", "in_doubt settle", "in_doubt later", "in_doubt settle"],
  ["unreadable_answer", "in_doubt later", "in_doubt settle", "in_doubt later", "in_doubt settle"],
  ["foreign_answer", "in_doubt later", "in_doubt settle", "in_doubt later", "in_doubt settle"],
  ["empty_answer", "in_doubt settle", "in_doubt settle", "in_doubt settle", "in_doubt settle"],
  ["system_error", "in_doubt later", "in_doubt settle", "in_doubt later", "in_doubt settle"],
  ["throttled", "pending now", "pending now", "in_doubt now", "in_doubt now"],
  ["token_dead", "pending now", "pending now", "in_doubt now", "in_doubt now"],
  ["unreachable", "pending later", "pending later", "in_doubt later", "in_doubt later"],
  ["busy", "pending later", "failed no", "in_doubt settle", "in_doubt settle"],
  ["refused", "rejected no", "rejected no", "in_doubt settle", "in_doubt settle"],
  ["unknown_code", "rejected no", "rejected no", "in_doubt settle", "in_doubt settle"],
  ["refused_us", "failed no ends", "failed no ends", "in_doubt no ends", "in_doubt no ends"],
];

const REPLIES: Record<string, Partial<Situation>> = {
  created: { reply: created("R-1"), remote_id: "R-1" },
  "created, and answers carry no id": { reply: created(), remote_id: null },
  "code 0 without its id": { reply: created(), remote_id: undefined },
  "an id that another row holds": { reply: created("R-1"), remote_id: "R-1", owner: "another_row" },
  "an id that was deleted": { reply: created("R-1"), remote_id: "R-1", owner: "deleted" },
};

function situation(name: string, more: Partial<Situation>): Situation {
  const reply = REPLIES[name] ?? { reply: refusal(name as "lost") };
  const plain = {
    remote_id: undefined,
    owner: undefined,
    doubt: null,
    tries: 1,
    max_attempts: 5,
    is_unproven: false,
    was_read: false,
    is_foreign_again: false,
  };
  return { ...plain, ...reply, ...more } as Situation;
}

function verdict(name: string, more: Partial<Situation>): string {
  const { status, again, ends_run } = decide(situation(name, more));
  return `${status} ${again}${ends_run ? " ends" : ""}`;
}

describe("what becomes of a row", () => {
  it.each(TABLE)("%s", (name, first, first_last, repeat, repeat_last) => {
    expect([
      verdict(name, {}),
      verdict(name, { tries: 5 }),
      verdict(name, { doubt: DOUBT, tries: 2 }),
      verdict(name, { doubt: DOUBT, tries: 5 }),
    ]).toEqual([first, first_last, repeat, repeat_last]);
  });

  it.each([
    ["refused", "in_doubt settle"],
    ["unknown_code", "in_doubt settle"],
    ["record_gone", "in_doubt settle"],
    ["created", "done no"],
    ["lost", "in_doubt later"],
    ["busy", "pending later"],
    ["throttled", "pending now"],
    ["unreachable", "pending later"],
    ["refused_us", "failed no ends"],
  ])("%s, while an earlier request may still act: %s", (name, expected) => {
    expect(verdict(name, { is_unproven: true })).toBe(expected);
    const { refusal: kept } = decide(situation(name, { is_unproven: true }));
    expect(kept?.kind).toBe(expected === "in_doubt settle" ? name : undefined);
  });

  it("a limit of one attempt leaves no other", () => {
    expect(verdict("busy", { max_attempts: 1 })).toBe("failed no");
    expect(verdict("lost", { max_attempts: 1 })).toBe("in_doubt settle");
    expect(verdict("throttled", { max_attempts: 1 })).toBe("pending now");
  });
});

it("what refuses a repeat is kept as its refusal where it is one, and reading has shown nothing of the row", () => {
  const refusalOf = (name: string, was_read: boolean) =>
    decide(situation(name, { doubt: DOUBT, tries: 2, was_read })).refusal?.kind;
  expect([refusalOf("refused", true), refusalOf("refused", false)]).toEqual(["refused", undefined]);
  expect(refusalOf("busy", true)).toBeUndefined();
});

it("a foreign answer that comes again is a person's to decide", () => {
  const more = { is_foreign_again: true };
  expect([verdict("foreign_answer", more), verdict("foreign_answer", { ...more, doubt: DOUBT, tries: 5 })]).toEqual([
    "in_doubt no",
    "in_doubt no",
  ]);
  expect(decide(situation("foreign_answer", more)).failure).toMatchObject({
    kind: "no_verdict",
    hint: expect.stringContaining("resolve KEY"),
  });
});

describe("the reason that is kept", () => {
  it("is none for a row that is done or only waits its turn", () => {
    expect(decide(situation("created", {})).failure).toBeNull();
    expect(decide(situation("throttled", {})).failure).toBeNull();
  });

  it.each(["throttled", "token_dead", "unreachable"])("is the older doubt's where %s says nothing of it", (name) => {
    expect(decide(situation(name, { doubt: DOUBT })).failure).toBe(DOUBT);
  });

  it.each(["refused", "busy", "unknown_code"])("tells that a repeat was answered with %s", (name) => {
    const { failure: kept } = decide(situation(name, { doubt: DOUBT }));
    expect(kept?.kind).toBe("no_verdict");
    expect(kept?.message).toContain(`${name} happened`);
  });

  it("keeps Feishu's number and log id", () => {
    const reply = refusal("refused", { code: 1002102, log_id: "log-7" });
    const kept = decide(situation("refused", { reply })).failure;
    expect(kept).toMatchObject({ code: 1002102, log_id: "log-7" });
    const doubted = decide(situation("refused", { reply, doubt: DOUBT })).failure;
    expect(doubted).toMatchObject({ code: 1002102, log_id: "log-7" });
  });

  it("keeps the id of a record only where it is this row's", () => {
    expect(decide(situation("created", {})).remote_id).toBe("R-1");
    expect(decide(situation("an id that another row holds", {})).remote_id).toBeNull();
    expect(decide(situation("an id that was deleted", {})).failure?.message).toContain("deleted");
  });
});
