import { appendFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import type { EngineEvent } from "../../src/engine/events.js";
import { readFailure } from "../../src/ledger/file/failures.js";
import { Desk, HEADER, mappingText, sumOf } from "./support.js";

describe("an export that somebody still writes", () => {
  it("is not taken as it is: half a row, with half a key, must never be sent", async () => {
    const desk = new Desk();
    const lines = Array.from({ length: 12_000 }, (_, n) => `T1,offer,applied,A-${n}\n`).join("");
    desk.writeRaw("a.csv", `talent,stage,way,id\n${lines}`);
    let has_begun = false;
    const observe = ({ event }: EngineEvent) => {
      if (event !== "staging" || has_begun) return;
      has_begun = true;
      appendFileSync(desk.path("a.csv"), "T1,offer,applied,B-1");
    };
    await expect(desk.stage(["a.csv"], { observe })).rejects.toMatchObject({ exit: 2, kind: "export_changed" });
    appendFileSync(desk.path("a.csv"), "23\n");
    await desk.stage(["a.csv"]);
    const keys = desk.rows().flatMap(({ key }) => (key?.startsWith("B") ? [key] : []));
    expect(keys).toEqual(["B-123"]);
    expect(desk.rows()).toHaveLength(12_001);
  });
});

describe("the same key twice in one run", () => {
  it("with the same payload is a repeat", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,", "A-2,T2,,", "A-1,T1,offer,");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 A-2 pending", "4 A-1 skipped repeat"]);
  });

  it("is a repeat as well where a column that no field uses differs", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", "id,talent,stage,way,note\nA-1,T1,,,x\nA-1,T1,,,y\n");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 A-1 skipped repeat"]);
  });

  it.each([
    ["two", ["A-1,T1,offer,", "A-1,T1,interview,"], ["3", "2"]],
    ["A, B, A", ["A-1,T1,offer,", "A-1,T1,interview,", "A-1,T1,offer,"], ["3, 4", "2, 4", "2, 3"]],
    ["A, A, B", ["A-1,T1,offer,", "A-1,T1,offer,", "A-1,T1,interview,"], ["3, 4", "2, 4", "2, 3"]],
    ["A, B, B", ["A-1,T1,offer,", "A-1,T1,interview,", "A-1,T1,interview,"], ["3, 4", "2, 4", "2, 3"]],
    ["a valid one and a bad one", ["A-1,T1,offer,", "A-1,T1,offer,carrier pigeon"], ["3", "2"]],
  ])("with different payloads makes all of them invalid: %s", async (_, lines, others) => {
    const desk = new Desk();
    desk.write("a.csv", ...lines);
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(lines.map((_line, index) => `${index + 2} A-1 invalid key_conflict`));
    const named = others.map((each) => `also on ${each.replaceAll(/\d+/g, "line $&")}`);
    const rows = desk.rows().sort((one, other) => one.line - other.line);
    expect(rows.map(({ value }) => value)).toEqual(named);
  });

  it("across two files names the other file", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,");
    desk.write("b.csv", "A-2,T2,,", "A-1,T1,interview,");
    await desk.stage(["a.csv", "b.csv"]);
    expect(desk.brief()).toEqual([
      "2 A-1 invalid key_conflict",
      "b.csv:2 A-2 pending",
      "b.csv:3 A-1 invalid key_conflict",
    ]);
    expect(desk.rows()[0]?.value).toBe(`also on line 3 of ${desk.path("b.csv")}`);
  });

  it.each([
    ["6960663240925950000", /with a rounded id.*may have been different/],
    ["6960663240925950001", /^Duplicate key: rows with this key have different values$/],
  ])("says where it may be two ids that a spreadsheet has made one: %s", async (id, message) => {
    const desk = new Desk();
    desk.mapping = mappingText({ id: "{ column: id, accept_ids: all }" });
    desk.write("a.csv", `${id},T1,offer,`, `${id},T2,offer,`);
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual([`2 ${id} invalid key_conflict`, `3 ${id} invalid key_conflict`]);
    const problems = Array.from(desk.ledger.summary.eachProblem(1), ({ failure }) => readFailure(failure));
    for (const problem of problems) expect(problem.message).toMatch(message);
  });

  it("keeps what else is wrong with the first of them", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,,pigeon", "A-1,T1,offer,");
    await desk.stage(["a.csv"]);
    const [first] = [...desk.ledger.summary.eachProblem(1)];
    expect(JSON.parse(first?.failure ?? "")).toMatchObject({
      kind: "key_conflict",
      also: [{ kind: "unmapped_value" }],
    });
  });

  it("is a conflict as well where the other row stands in an export that was not read again", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,");
    await desk.stage(["a.csv"]);
    desk.write("b.csv", "A-1,T1,hired,");
    await desk.stage(["a.csv", "b.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 invalid key_conflict", "b.csv:2 A-1 invalid key_conflict"]);
  });

  it("leaves a done row alone: only the newcomer is invalid", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,", "A-1,T1,offer,");
    await desk.stage(["a.csv"]);
    desk.sent("A-1", "done");
    desk.write("a.csv", "A-1,T1,offer,", "A-1,T1,offer,", "A-1,T1,interview,");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 done", "3 A-1 skipped repeat", "4 A-1 invalid key_conflict"]);
  });
});

describe("a conflict that is mended in the exports themselves", () => {
  const conflict = async (): Promise<Desk> => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,", "A-1,T1,interview,");
    await desk.stage(["a.csv"]);
    return desk;
  };

  it.each([
    ["the second gets a key of its own", ["A-1,T1,offer,", "A-2,T1,interview,"]],
    ["the first gets a key of its own", ["A-2,T1,offer,", "A-1,T1,interview,"]],
    ["each gets a key of its own", ["A-2,T1,offer,", "A-3,T1,interview,"]],
    ["one goes", ["A-1,T1,interview,"]],
    ["both go", ["B-1,T1,,"]],
  ])("%s", async (_, lines) => {
    const desk = await conflict();
    desk.write("a.csv", ...lines);
    await desk.stage(["a.csv"]);
    expect(desk.brief().filter((row) => row.includes("pending"))).toHaveLength(lines.length);
    expect(desk.counts()).not.toHaveProperty("invalid");
    expect(sumOf(desk.counts())).toBe(desk.rows().length);
  });

  it.each(["a.csv", "b.csv"])("between two exports, mended in %s", async (mended) => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,");
    desk.write("b.csv", "A-1,T1,interview,");
    await desk.stage(["a.csv", "b.csv"]);
    desk.edit(mended, "A-1", "A-2");
    await desk.stage(["a.csv", "b.csv"]);
    expect(desk.counts()).toEqual({ pending: 2, skipped: 1 });
  });
});

describe("staging again", () => {
  const LINES = ["A-1,T1,,", "A-2,,,", "A-3,T3", ",T4,,", "A-1,T1,,", "A-5,T5,x,", "A-5,T5,y,"];
  const FIRST = [
    "2 A-1 pending",
    "3 A-2 invalid missing_value",
    "4 - invalid ragged_record",
    "5 - invalid missing_value",
    "6 A-1 skipped repeat",
    "7 A-5 invalid key_conflict",
    "8 A-5 invalid key_conflict",
  ];

  it.each([true, false])("changes nothing (reuse: %s)", async (reuse) => {
    const desk = new Desk();
    desk.write("a.csv", ...LINES);
    await desk.stage(["a.csv"]);
    const ids = desk.rows().map(({ id, line }) => [id, line]);
    expect(desk.brief()).toEqual(FIRST);
    await desk.stage(["a.csv"], { reuse });
    expect(desk.brief()).toEqual(FIRST);
    expect(desk.rows().map(({ id, line }) => [id, line])).toEqual(ids);
  });

  it("a staging that was stopped after its first batch goes on to the same rows", async () => {
    const many = Array.from({ length: 12_000 }, (_, i) =>
      i % 7 === 3 ? `,T${i},,` : `A-${i % 5_000},T${i % 5_000},,`,
    );
    const stopped = new Desk();
    const whole = new Desk();
    for (const desk of [stopped, whole]) desk.write("a.csv", ...many);
    const brake = new Brake();
    const halves = stopped.events;
    const watch = halves.push.bind(halves);
    halves.push = (...events) => {
      brake.pull({ why: "sigint" });
      return watch(...events);
    };
    await stopped.stage(["a.csv"], { brake });
    const first = stopped.rows().length;
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(many.length);
    await stopped.stage(["a.csv"]);
    await whole.stage(["a.csv"]);
    expect(stopped.brief()).toEqual(whole.brief());
    expect(stopped.rows()).toHaveLength(many.length);
  });

  it("an export mended in place ends with nothing left to mend", async () => {
    const desk = new Desk();
    desk.write("a.csv", ...LINES);
    await desk.stage(["a.csv"]);
    desk.write("a.csv", "A-1,T1,,", "A-2,T2,,", "A-3,T3,,", "A-4,T4,,", "A-1,T1,,", "A-5,T5,x,", "A-6,T5,y,");
    await desk.stage(["a.csv"]);
    expect(desk.counts()).toEqual({ pending: 6, skipped: 4 });
    expect(desk.rows().filter(({ kind }) => kind === "superseded")).toHaveLength(3);
  });

  it.each(["done", "in_doubt", "rejected", "failed", "pending"] as const)(
    "a row that was sent and is %s is not touched by a where that leaves it out by now",
    async (status) => {
      const desk = new Desk();
      desk.write("a.csv", "A-1,T1,offer,", "A-2,T2,offer,");
      await desk.stage(["a.csv"]);
      desk.sent("A-1", status);
      const before = desk.row("A-1");
      await desk.stage(["a.csv"], { mapping: mappingText({ top: "where:\n  - { column: stage, not_in: [offer] }" }) });
      expect(desk.row("A-1")).toEqual({ ...before, pass: before.pass + 1 });
      expect(desk.counts()).toEqual({ [status]: 1, skipped: 1 });
    },
  );

  it("identical records without a key are told apart by how many there are", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-3,T3", "A-1,T1,,", "A-3,T3", "A-3,T3");
    await desk.stage(["a.csv"]);
    await desk.stage(["a.csv"], { reuse: false });
    expect(desk.counts()).toEqual({ pending: 1, invalid: 3 });
    desk.write("a.csv", "A-3,T3", "A-1,T1,,", "A-3,T3,,", "A-3,T3");
    await desk.stage(["a.csv"]);
    expect(desk.counts()).toEqual({ pending: 2, invalid: 2, skipped: 1 });
  });

  it("an export of another name with the same rows adds none", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,,", "A-2,T2,,");
    await desk.stage(["a.csv"]);
    desk.write("b.csv", "A-2,T2,,", "A-1,T1,,");
    await desk.stage(["b.csv"]);
    expect(desk.brief()).toEqual(["b.csv:2 A-2 pending", "b.csv:3 A-1 pending"]);
  });
});

describe("an export that was staged whole", () => {
  const reused = (desk: Desk): boolean[] =>
    desk.events.flatMap((each) => (each.event === "staged" ? [each.reused] : []));

  it("is not staged again, unless it, the mapping or the program has changed", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,,");
    await desk.stage(["a.csv"]);
    await desk.stage(["a.csv"]);
    await desk.stage(["a.csv"], { version: "1.0.1" });
    await desk.stage(["a.csv"], { version: "1.0.1", mapping: mappingText({ more: "  job_title: { value: x }" }) });
    desk.mapping = mappingText({ more: "  job_title: { value: x }" });
    desk.write("a.csv", "A-1,T1,,", "A-2,T2,,");
    await desk.stage(["a.csv"], { version: "1.0.1" });
    await desk.stage(["a.csv"], { version: "1.0.1" });
    expect(reused(desk)).toEqual([false, true, false, false, false, true]);
  });

  it("was not staged whole where it was stopped", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,,");
    const brake = new Brake();
    brake.pull({ why: "sigint" });
    await desk.stage(["a.csv"], { brake });
    await desk.stage(["a.csv"]);
    expect(reused(desk)).toEqual([false]);
    expect(desk.counts()).toEqual({ pending: 1 });
  });

  it("was not staged whole where a row in doubt is unreadable by now, until that is settled", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,");
    await desk.stage(["a.csv"]);
    desk.sent("A-1", "in_doubt");
    desk.edit("a.csv", "A-1,T1,offer,", "A-1,T1,offer,carrier pigeon");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 in_doubt lost"]);
    const settled = { row_id: desk.row("A-1").id, run_id: null, how: "read", verdict: "absent", evidence: {} } as const;
    desk.ledger.settlements.settle({ ...settled, remote_id: null, failure: null, now_ms: desk.clock.now_ms() });
    await desk.stage(["a.csv"]);
    expect(reused(desk)).toEqual([false, false, false]);
    expect(desk.counts(), "what left before is not sent again").toEqual({ invalid: 1 });
  });

  it("still tells what is no row", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", `${HEADER}A-1,T1,,\n\n合计,1,,\n`);
    const first = await desk.stage(["a.csv"]);
    const second = await desk.stage(["a.csv"]);
    expect([...second.contents]).toEqual([...first.contents]);
    expect(second.contents.get(desk.path("a.csv"))?.not_rows.total.lines).toEqual([4]);
  });
});

describe("what is no row", () => {
  it("is counted by kind with its lines", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", `${HEADER}A-1,T1,,\n\n,,,\nA-2,T2,,\n合计,,,\n共 2 条,,\n`);
    const { contents } = await desk.stage(["a.csv"]);
    expect(contents.get(desk.path("a.csv"))?.not_rows).toMatchObject({
      blank: { count: 1, lines: [3] },
      delimiter_only: { count: 1, lines: [4] },
      total: { count: 2, lines: [6, 7] },
    });
    expect(desk.brief()).toEqual(["2 A-1 pending", "5 A-2 pending"]);
  });

  it("is so much of an export's end, and no more: what looks like it above is a row", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", `${HEADER}A-1,T1,,\n${"合计,1,,\n".repeat(25)}`);
    const { contents } = await desk.stage(["a.csv"]);
    expect(contents.get(desk.path("a.csv"))?.not_rows.total.count).toBe(20);
    expect(desk.rows().map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it("a total line with a row below it is a row", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,,", "合计,,,", "A-2,T2,,");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 合计 invalid missing_value", "4 A-2 pending"]);
  });

  it("an export of total lines alone has no rows, however often it is tried", async () => {
    const desk = new Desk();
    desk.write("a.csv", "合计,,,");
    for (const _ of [1, 2]) await expect(desk.stage(["a.csv"])).rejects.toMatchObject({ exit: 2, kind: "no_rows" });
    expect(desk.rows()).toEqual([]);
  });
});

describe("an invalid row that the mended export no longer has", () => {
  it("gives its key to a row of another export", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,,pigeon", "A-2,T2,,");
    await desk.stage(["a.csv"]);
    desk.write("a.csv", "A-2,T2,,");
    await desk.stage(["a.csv"]);
    desk.write("b.csv", "A-1,T1,offer,");
    await desk.stage(["a.csv", "b.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 skipped superseded", "2 A-2 pending", "b.csv:2 A-1 pending"]);
  });

  it("is superseded, also where it had a key; a valid one is not", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,carrier pigeon", "A-2,T2,,", "A-3,T3,,");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toContain("2 A-1 invalid unmapped_value");
    desk.write("a.csv", "B-1,T1,offer,", "A-3,T3,,");
    await desk.stage(["a.csv"]);
    const brief = desk.brief().sort();
    expect(brief).toEqual(["2 A-1 skipped superseded", "2 B-1 pending", "3 A-2 pending", "3 A-3 pending"]);
  });
});
