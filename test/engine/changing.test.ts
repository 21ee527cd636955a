import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { because } from "../../src/texts/because.js";
import { Desk, mappingText } from "./support.js";

const WHERE_OFFER = mappingText({ top: "where:\n  - { column: stage, in: [offer] }" });
const MORE_WAYS = mappingText().replace("applied: 2", "applied: 2, pigeon: 4");

async function staged(...lines: string[]): Promise<Desk> {
  const desk = new Desk();
  desk.write("a.csv", ...lines);
  await desk.stage(["a.csv"]);
  return desk;
}

describe("a change of the mapping", () => {
  it("makes an invalid row pending, and the other way round", async () => {
    const desk = await staged("A-1,T1,offer,pigeon", "A-2,T2,offer,applied");
    const [first] = desk.rows();
    await desk.stage(["a.csv"], { mapping: MORE_WAYS });
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 A-2 pending"]);
    expect(desk.rows()[0]?.id).toBe(first?.id);
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 invalid unmapped_value", "3 A-2 pending"]);
  });

  it("excludes rows by where and takes them in again, each once", async () => {
    const desk = await staged("A-1,T1,offer,", "A-2,T2,other,", "A-2,T2,other,", ",T3,other,");
    const before = desk.brief();
    await desk.stage(["a.csv"], { mapping: WHERE_OFFER });
    expect(desk.brief()).toEqual([
      "2 A-1 pending",
      "3 A-2 skipped excluded",
      "4 A-2 skipped excluded",
      "5 - skipped excluded",
    ]);
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(before);
  });

  it("a row that where lets in takes the key from one that it leaves out, and back", async () => {
    const by_note = (notes: string) => mappingText({ top: `where:\n  - { column: note, in: [${notes}] }` });
    const desk = new Desk();
    desk.writeRaw("a.csv", "id,talent,stage,way,note\nA-1,T1,offer,,x\nA-1,T1,interview,,y\n");
    await desk.stage(["a.csv"], { mapping: by_note("x") });
    expect(desk.brief()).toEqual(["2 A-1 pending", "3 A-1 skipped excluded"]);
    await desk.stage(["a.csv"], { mapping: by_note("y") });
    expect(desk.brief()).toEqual(["2 A-1 skipped excluded", "3 A-1 pending"]);
    await desk.stage(["a.csv"], { mapping: by_note("x, y") });
    expect(desk.brief().filter((row) => !row.includes("skipped"))).toEqual([
      "2 A-1 invalid key_conflict",
      "3 A-1 invalid key_conflict",
    ]);
    await desk.stage(["a.csv"], { mapping: by_note("z") });
    expect(Object.keys(desk.counts())).toEqual(["skipped"]);
  });

  it.each(["done", "rejected", "failed", "in_doubt", "pending"] as const)(
    "where touches no row that was sent: %s",
    async (status) => {
      const desk = await staged("A-1,T1,other,");
      desk.sent("A-1", status);
      const before = desk.brief();
      await desk.stage(["a.csv"], { mapping: WHERE_OFFER });
      expect(desk.brief()).toEqual(before);
    },
  );

  it("another key rule begins anew as long as nothing was sent", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", "id,other,talent,stage,way\nA-1,B-1,T1,,\nA-2,B-2,T2,,\n");
    await desk.stage(["a.csv"]);
    const ledger_id = desk.ledger.setup.get()?.ledger_id;
    await desk.stage(["a.csv"], { mapping: mappingText({ id: "other" }) });
    expect(desk.brief()).toEqual(["2 B-1 pending", "3 B-2 pending"]);
    // Row numbers begin anew: a failures file written before must not fit.
    expect(desk.ledger.setup.get()?.ledger_id).not.toBe(ledger_id);
  });

  it("another key rule is refused once a row was sent, naming both", async () => {
    const desk = new Desk();
    desk.writeRaw("a.csv", "id,other,talent,stage,way\nA-1,B-1,T1,,\n");
    await desk.stage(["a.csv"]);
    desk.sent("A-1", "failed");
    const stop = await desk.stage(["a.csv"], { mapping: mappingText({ id: "other" }) }).catch((error) => error);
    expect(stop).toMatchObject({ exit: 9, kind: "other_ledger" });
    expect(stop.message).toContain('"id"');
    expect(stop.message).toContain('"other"');
    expect(desk.brief()).toEqual(["2 A-1 failed busy"]);
  });

  it("ids that an earlier version has sent in quotation marks are refused: sent twice otherwise", async () => {
    const desk = await staged(`"""A-1""",T1,,`, "A-2,T2,,");
    desk.sent("A-1", "done");
    tamper(desk, "UPDATE rows SET key = '\"A-1\"' WHERE key = 'A-1'");
    const stop = await desk.stage(["a.csv"]).catch((error) => error);
    expect(stop).toMatchObject({ exit: 9, kind: "other_ledger", message: expect.stringContaining('("A-1")') });
    tamper(desk, "UPDATE rows SET key = 'A-1' WHERE key = '\"A-1\"'");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 done", "3 A-2 pending"]);
  });

  it("another key rule is refused where another export was staged under the old one", async () => {
    const desk = await staged("A-1,T1,,");
    desk.write("b.csv", "A-2,T2,,");
    const other = mappingText({ id: "stage" });
    await expect(desk.stage(["b.csv"], { mapping: other })).rejects.toMatchObject({ exit: 9 });
  });
});

/** Changes the ledger as an earlier version would have left it. */
function tamper(desk: Desk, sql: string): void {
  const db = new Database(desk.ledger_path);
  db.exec(sql);
  db.close();
}

describe("a done row", () => {
  it("is told as changed, with the line where it stands now, and is not sent again", async () => {
    const desk = await staged("A-1,T1,offer,", "A-2,T2,,");
    desk.sent("A-1", "done");
    desk.write("a.csv", "A-2,T2,,", "A-3,T3,,", "A-1,T1,interview,");
    await desk.stage(["a.csv"]);
    expect(desk.ledger.summary.changed()).toEqual({ count: 1, lines: [4] });
    expect(desk.row("A-1").status).toBe("done");
    expect(desk.row("A-1").sent_payload).toContain("offer");
    expect(desk.row("A-1").payload).toContain("interview");
  });

  it("is no longer changed when it is what it was", async () => {
    const desk = await staged("A-1,T1,offer,");
    desk.sent("A-1", "done");
    for (const stage of ["interview", "phone", "offer"]) {
      desk.write("a.csv", `A-1,T1,${stage},`);
      await desk.stage(["a.csv"]);
      expect(desk.ledger.summary.changed().count).toBe(stage === "offer" ? 0 : 1);
    }
    expect(desk.row("A-1").sent_payload).toBeNull();
  });

  it("stays as it is where the mapping can no longer make a payload of it", async () => {
    const desk = await staged("A-1,T1,offer,");
    desk.sent("A-1", "done");
    desk.write("a.csv", "A-1,T1,offer,pigeon");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 done"]);
    expect(desk.ledger.summary.changed().count).toBe(0);
  });
});

describe("a row that was sent and is not done", () => {
  it.each(["rejected", "failed"] as const)("%s: keeps its status with the same payload", async (status) => {
    const desk = await staged("A-1,T1,offer,");
    desk.sent("A-1", status, 1002102);
    desk.write("a.csv", "A-9,T9,,", "A-1,T1,offer,");
    await desk.stage(["a.csv"]);
    expect(desk.brief().filter((row) => row.includes("A-1"))).toEqual([
      `3 A-1 ${status} ${status === "failed" ? "busy" : "refused"}`,
    ]);
  });

  it.each(["rejected", "failed"] as const)("%s: takes a new payload and is pending", async (status) => {
    const desk = await staged("A-1,T1,offer,");
    desk.sent("A-1", status, 1002102);
    desk.write("a.csv", "A-1,T1-mended,offer,");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 pending"]);
    expect(desk.row("A-1").payload).toContain("T1-mended");
    expect(desk.row("A-1").attempts).toBe(1);
  });

  it("in doubt: keeps the payload that left, and has the new one when a new history begins", async () => {
    const desk = await staged("A-1,T1,offer,");
    desk.sent("A-1", "in_doubt");
    desk.write("a.csv", "A-1,T1,interview,");
    await desk.stage(["a.csv"]);
    expect(desk.row("A-1").status).toBe("in_doubt");
    expect(desk.ledger.queue.byKey("A-1")?.payload).toContain("offer");
    desk.ledger.settlements.settle({
      row_id: desk.row("A-1").id,
      run_id: null,
      how: "read",
      verdict: "absent",
      remote_id: null,
      failure: null,
      evidence: {},
      now_ms: desk.clock.now_ms(),
    });
    expect(desk.row("A-1").status).toBe("pending");
    expect(desk.ledger.queue.byKey("A-1")?.payload).toContain("interview");
  });

  it("in doubt: stays so where another export has its key with other content, which is refused", async () => {
    const desk = new Desk();
    desk.write("a.csv", "A-1,T1,offer,");
    await desk.stage(["a.csv"]);
    desk.sent("A-1", "in_doubt");
    desk.write("b.csv", "A-1,T1,hired,");
    await desk.stage(["a.csv", "b.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 in_doubt lost", "b.csv:2 A-1 invalid key_conflict"]);
  });

  it("in doubt: is done with what left, and told as changed", async () => {
    const desk = await staged("A-1,T1,offer,");
    desk.sent("A-1", "in_doubt");
    desk.write("a.csv", "A-1,T1,interview,");
    await desk.stage(["a.csv"]);
    desk.sent("A-1", "done");
    expect(desk.ledger.summary.changed().count).toBe(1);
    expect(desk.row("A-1").sent_payload).toContain("offer");
  });

  it.each([
    ["once it was sent", true],
    ["before it was sent", false],
  ])("left out by a person %s: no export, mapping or mended file brings it back", async (_, was_sent) => {
    const desk = await staged("A-1,T1,offer,", was_sent ? "A-2,T2,," : "A-2,T2,,pigeon");
    if (was_sent) desk.sent("A-1", "in_doubt");
    desk.ledger.settlements.settle({
      row_id: desk.row("A-1").id,
      run_id: null,
      how: "person",
      verdict: "skipped",
      remote_id: null,
      failure: because("left_out", { id: "left_out" }),
      evidence: {},
      now_ms: desk.clock.now_ms(),
    });
    desk.write("a.csv", "A-1,T1,interview,", "A-1,T1,phone,");
    for (const mapping of [MORE_WAYS, WHERE_OFFER, desk.mapping]) {
      await desk.stage(["a.csv"], { mapping });
      expect(desk.brief()[0]).toBe("2 A-1 skipped left_out");
    }
    const ledger_id = desk.ledger.setup.get()?.ledger_id;
    desk.writeRaw("failed.csv", `_row,id,talent,stage,way\n${ledger_id}-1,A-1,T1,offer,applied\n`);
    await desk.stage(["failed.csv"]);
    expect(desk.brief()[0]).toBe("2 A-1 skipped left_out");
  });

  it("in doubt: an export whose content it cannot take yet is read again by the next run", async () => {
    const desk = await staged("A-1,T1,offer,");
    desk.sent("A-1", "in_doubt");
    desk.write("a.csv", "A-1,T1,offer,pigeon");
    await desk.stage(["a.csv"]);
    expect(desk.row("A-1").status).toBe("in_doubt");
    desk.sent("A-1", "rejected");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 invalid unmapped_value"]);
  });
});
