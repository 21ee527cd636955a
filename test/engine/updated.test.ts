import { describe, expect, it } from "vitest";
import { reassignRecord } from "../../src/engine/sending/reassign.js";
import type { Owner } from "../../src/ledger/rows/settlements.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { refusal } from "./replies.js";
import { UNKNOWN_ID, Updating } from "./updating.js";

const lost = () => refusal("lost");

describe("taking back", () => {
  const took = (run_id: number) => ({ kind: "taken_back", run_id }) as const;

  it("brings back what the run has overwritten, and the row is changed again", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    await desk.change("Offer", "Hired");
    const run_id = desk.plan();
    await desk.send();
    expect(await desk.update(took(run_id))).toEqual({ updated: 2, failed: 0 });
    expect([desk.stages(), desk.changed()]).toEqual([["Offer", "Offer"], 2]);
    expect(desk.row("A-1")).toMatchObject({ status: "done" });
    expect(JSON.parse(desk.row("A-1").payload ?? "")).toMatchObject({ stage: "Hired" });
    expect([...desk.ledger.updates.chosen(took(run_id))], "once").toEqual([]);
    expect(await desk.update(), "and forth again").toEqual({ updated: 2, failed: 0 });
    expect([desk.stages(), desk.changed()]).toEqual([["Hired", "Hired"], 0]);
  });

  it("that was planned and not begun is no way forth, though it would bring the same", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    const run_id = desk.plan();
    await desk.send();
    desk.plan(took(run_id));
    await desk.change("Hired", "Offer");
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect(desk.query("SELECT state, undoes FROM updates ORDER BY id")).toEqual([
      { state: "updated", undoes: null },
      { state: "superseded", undoes: 1 },
      { state: "updated", undoes: null },
    ]);
    expect([...desk.ledger.updates.chosen(took(run_id))], "a later run has updated it").toEqual([]);
  });

  it("leaves what a later run has updated again, and counts it", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    await desk.change("Offer", "Hired");
    const first = desk.plan();
    await desk.send();
    desk.edit("a.csv", "A-1,T-A-1,Hired", "A-1,T-A-1,Rejected");
    await desk.stage(["a.csv"]);
    const second = desk.plan();
    await desk.send();
    expect([...desk.ledger.updates.chosen(took(first))].map(({ key }) => key)).toEqual(["A-2"]);
    expect(desk.ledger.updates.updatedSince(first)).toBe(1);
    await desk.update(took(second));
    expect(desk.stages()).toEqual(["Hired", "Hired"]);
    expect(await desk.update(took(first)), "then the earlier one").toMatchObject({ updated: 1 });
    expect(desk.stages()).toEqual(["Hired", "Offer"]);
  });

  it("goes on by the same run after a death, and what it may have brought back is not lost sight of", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    const run_id = desk.plan();
    await desk.send();
    desk.answers("R-A-1", (act) => {
      act();
      throw new Error("the machine died");
    });
    await expect(desk.update(took(run_id))).rejects.toThrow("died");
    expect([desk.stages(), desk.changed()], "by the ledger nobody knows").toEqual([["Offer"], 1]);
    expect(desk.states()).toEqual(["A-1 Offer -> Hired updated", "A-1 Hired -> Offer sending?"]);
    expect([...desk.ledger.updates.chosen(took(run_id))]).toHaveLength(1);
    expect(await desk.update(), "a correction overtakes it").toEqual({ updated: 1, failed: 0 });
    expect([desk.stages(), desk.changed()]).toEqual([["Hired"], 0]);
    expect(desk.states()[1]).toBe("A-1 Hired -> Offer superseded");
  });

  it("that was refused leaves the row as it was", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    const run_id = desk.plan();
    await desk.send();
    desk.answers("R-A-1", () => UNKNOWN_ID);
    expect(await desk.update(took(run_id))).toEqual({ updated: 0, failed: 1 });
    expect([desk.stages(), desk.changed()]).toEqual([["Hired"], 0]);
  });
});

describe("a record that was updated", () => {
  it("is not given to another row that looked the same before", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    const owner = () => desk.ledger.settlements.ownerOf("R-A-1");
    expect(owner()).toMatchObject({ was_updated: false });
    desk.answers("R-A-1", lost, lost, lost);
    await desk.update();
    expect(owner(), "not even where that is not sure").toMatchObject({ was_updated: true });
    await desk.update();
    expect(owner()).toMatchObject({ was_updated: true });
  });

  it("stays with the row that a reading gave it to, whoever made it", async () => {
    const desk = await new Updating().done("A-1");
    const { settlements } = desk.ledger;
    const base = { row_id: 1, run_id: 1, failure: null, evidence: {}, now_ms: 1 } as const;
    settlements.settle({ ...base, how: "read", verdict: "done", remote_id: "R-A-1" });
    const twin = { external_id: "A-2", talent_id: "T-A-1", stage: "Offer" };
    const isGivenBack = () => {
      const owner = settlements.ownerOf("R-A-1") as Extract<Owner, { kind: "row" }>;
      return reassignRecord(
        { target: externalApplication, settlements, clock: desk.clock, run_id: 1 },
        owner,
        "R-A-1",
        twin,
      );
    };
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", lost, lost, lost);
    await desk.update();
    expect([isGivenBack(), desk.row("A-1").status]).toEqual([false, "done"]);
  });

  it("is read again by a verification that goes on", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    const { verifications } = desk.ledger;
    const all = { sample: undefined, seed: 1 };
    const { id } = verifications.open(all, false, desk.clock.now_ms());
    const subjectOf = (payload: string) => (JSON.parse(payload) as { talent_id: string }).talent_id;
    const unread = () => {
      verifications.plan(id, all, subjectOf);
      return verifications.subjects(id, "", 10);
    };
    expect(unread()).toEqual(["T-A-1", "T-A-2"]);
    for (const [index, subject] of ["T-A-1", "T-A-2"].entries()) {
      const same = { row_id: index + 1, verdict: "same", differences: [] } as const;
      verifications.record(id, subject, [same], [], desk.clock.now_ms());
    }
    desk.edit("a.csv", "A-2,T-A-2,Offer", "A-2,T-A-2,Hired");
    await desk.stage(["a.csv"]);
    await desk.update();
    expect(unread()).toEqual(["T-A-2"]);
  });

  it("and is deleted leaves no update behind that could ever be sent", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", lost, lost, lost);
    await desk.update();
    desk.plan();
    const deletion = { row_id: 1, remote_id: "R-A-1", log_id: null, now_ms: 1 };
    desk.ledger.deletions.plan({}, 1, desk.beginRun(), 1);
    desk.ledger.deletions.begin("R-A-1", 1);
    desk.ledger.deletions.gone(deletion, "deleted", { status: "pending", failure: null, key_life_ms: 0 });
    expect(desk.states()).toEqual(["A-1 Offer -> Hired superseded"]);
    expect(await desk.send()).toEqual({ updated: 0, failed: 0 });
  });
});
