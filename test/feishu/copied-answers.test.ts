import { describe, expect, it } from "vitest";
import { AnswersOfConnection, LogIds } from "../../src/feishu/copied-answers.js";
import type { WholeAnswer } from "../../src/feishu/raw-answer.js";

const answer = (id: string | undefined, text = "{}"): WholeAnswer => ({
  kind: "answer",
  http_status: 200,
  headers: id === undefined ? {} : { "x-tt-logid": id },
  text,
  cut: false,
  took_ms: 10,
});

/** Ids of a server that gives each answer one of its own. */
function honest(): LogIds {
  const ids = new LogIds();
  for (const id of ["a", "b", "c"]) ids.note(id, true);
  return ids;
}

describe("an answer of a connection", () => {
  it("with a log id that came before by it is a copy, whatever else it says", () => {
    const connection = new AnswersOfConnection(honest());
    expect(
      [answer("1"), answer("2"), answer("3"), answer("1", "other"), answer("4")].map((each) => connection.note(each)),
    ).toEqual(["own", "own", "own", "copy", "own"]);
  });

  it("is its own by its log id, also where it is alike", () => {
    const connection = new AnswersOfConnection(honest());
    expect([answer("1"), answer("2"), answer("3")].map((each) => connection.note(each))).toEqual(["own", "own", "own"]);
  });

  it("is no copy of one that came by another connection", () => {
    const ids = honest();
    new AnswersOfConnection(ids).note(answer("1"));
    const other = new AnswersOfConnection(ids);
    other.note(answer("2"));
    expect(other.note(answer("1"))).not.toBe("alike");
  });

  it.each([
    ["without log ids", () => undefined],
    ["with one for all", () => "always"],
    ["with one for tokens and one for all else", (nth: number) => (nth === 1 ? "token" : "else")],
    ["with one for a few", (nth: number) => `${Math.ceil(nth / 3)}`],
  ])("%s may be a copy where it says the same", (_name, idOf) => {
    const connection = new AnswersOfConnection(new LogIds());
    const said = ["A", "B", "C", "B", "D"].map((text, index) => connection.note(answer(idOf(index + 1), text)));
    expect(said.filter((each) => each === "copy")).toEqual([]);
    expect(connection.note(answer(idOf(1), "A"))).toBe("alike");
  });

  it("by a new connection shows that log ids are none, and nothing is concluded from them any more", () => {
    const ids = honest();
    new AnswersOfConnection(ids).note(answer("always"));
    expect(ids.are_trusted).toBe(true);
    new AnswersOfConnection(ids).note(answer("always"));
    expect(ids.are_trusted).toBe(false);
  });

  it("that is a copy takes nothing from the trust in log ids", () => {
    const ids = honest();
    const connection = new AnswersOfConnection(ids);
    expect([answer("1"), answer("1")].map((each) => connection.note(each))).toEqual(["own", "copy"]);
    expect(ids.are_trusted).toBe(true);
  });

  it("that comes twice before log ids are known for what they are takes nothing from it, either", () => {
    const ids = new LogIds();
    const connection = new AnswersOfConnection(ids);
    const said = ["1", "1", "2", "3"].map((id) => connection.note(answer(id, `of ${id}`)));
    expect(said).toEqual(["own", "alike", "own", "own"]);
    expect(ids.are_trusted).toBe(true);
    expect(connection.note(answer("2", "of 2"))).toBe("copy");
  });

  it("tells how long answers take here", () => {
    const connection = new AnswersOfConnection(new LogIds());
    connection.note({ ...answer("1"), took_ms: 150 });
    connection.note(answer("2"));
    expect([connection.count, connection.longest_ms]).toEqual([2, 150]);
  });
});
