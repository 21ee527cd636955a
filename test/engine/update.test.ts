import { describe, expect, it } from "vitest";
import { axesOf } from "../../src/model/failure.js";
import { externalApplication } from "../../src/targets/external-application.js";
import type { Update } from "../../src/targets/target.js";
import { because } from "../../src/texts/because.js";
import { refusal } from "./replies.js";
import { CHANGED, UNKNOWN_ID, Updating } from "./updating.js";

const lost = () => refusal("lost");

describe("an update", () => {
  it("overwrites each changed record once with all of its new content, but for the key", async () => {
    const desk = await new Updating().done("A-1", "A-2", "A-3");
    desk.edit("a.csv", "A-2,T-A-2,Offer,", "A-2,T-A-2,Hired,applied");
    await desk.stage(["a.csv"]);
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect(desk.asked).toEqual(["R-A-2 Hired"]);
    expect(desk.held.get("R-A-2")).toEqual({ talent_id: "T-A-2", stage: "Hired", delivery_type: 2 });
    expect(desk.row("A-2")).toMatchObject({ status: "done", sent_payload: null, attempts: 1 });
    expect([desk.changed(), desk.states()]).toEqual([0, ["A-2 Offer -> Hired updated"]]);
    expect(desk.told).toMatchObject([{ event: "update", key: "A-2", state: "updated", log_id: "L-1" }]);
    expect(await desk.update(), "once more there is nothing to do").toEqual({ updated: 0, failed: 0 });
  });

  it("clears what a row no longer has", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "");
    await desk.update();
    expect(desk.held.get("R-A-1")).toEqual({ talent_id: "T-A-1" });
  });

  it("is sent by no call that did not plan it, and of no row but those that are done and changed", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    desk.write("b.csv", "B-1,T-B-1,Offer,", "B-2,T-B-2,Offer,");
    await desk.stage(["b.csv"]);
    desk.sent("B-1", "in_doubt");
    await desk.change("Offer", "Hired");
    desk.plan();
    desk.plan({ kind: "changed" }, 1);
    expect(await desk.send(), "at most what this call planned").toEqual({ updated: 1, failed: 0 });
    expect(desk.asked).toEqual(["R-A-1 Hired"]);
    expect([desk.changed(), desk.states()[1]]).toEqual([1, "A-2 Offer -> Hired planned"]);
  });

  it("leaves a record alone that a person has named", async () => {
    const desk = await new Updating().done("A-1");
    desk.write("b.csv", "B-1,T-B-1,Offer,");
    await desk.stage(["b.csv"]);
    desk.sent("B-1", "in_doubt");
    const base = { row_id: 2, run_id: null, failure: null, evidence: {}, now_ms: 1 } as const;
    desk.ledger.settlements.settle({ ...base, how: "person", verdict: "done", remote_id: "R-X" });
    desk.edit("b.csv", "Offer", "Hired");
    await desk.stage(["b.csv"]);
    expect([desk.changed(), desk.ledger.updates.namedByPerson()]).toEqual([1, 1]);
    expect(await desk.update()).toEqual({ updated: 0, failed: 0 });
  });

  it("has so many requests in flight as are allowed, and each record one", async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `A-${index + 1}`);
    const desk = await new Updating().done(...keys);
    await desk.change("Offer", "Hired");
    expect(await desk.update()).toEqual({ updated: 30, failed: 0 });
    expect(desk.most_in_flight).toBe(4);
    expect(new Set(desk.asked).size).toBe(30);
  });
});

describe("a field that Feishu cannot change", () => {
  it("keeps its record from being asked for, and is named; others go on", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    desk.edit("a.csv", "A-1,T-A-1,Offer", "A-1,T-A-1,Hired");
    desk.edit("a.csv", "A-2,T-A-2,Offer", "A-2,T-B-2,Offer");
    await desk.stage(["a.csv"]);
    const update = { ...(externalApplication.update as Update), fixed: ["talent_id"] };
    expect(await desk.update(CHANGED, { update })).toEqual({ updated: 1, failed: 1 });
    expect(desk.asked).toEqual(["R-A-1 Hired"]);
    const [failed] = desk.query<{ failure: string }>("SELECT failure FROM updates WHERE state = 'failed'");
    expect(JSON.parse(failed?.failure ?? "")).toMatchObject({ kind: "not_changeable", field: "talent_id" });
    expect(desk.row("A-2").status).toBe("done");
  });
});

describe("a record that holds what no row has brought", () => {
  it("is read first, and not overwritten; others go on", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    await desk.change("Offer", "Hired");
    const seen: string[] = [];
    const wipes: Update["wipes"] = (record, known) => {
      seen.push(`${record.remote_id} ${known.map(({ stage }) => stage).join(" ")}`);
      return record.remote_id === "R-A-2" ? "it would delete what somebody has added" : undefined;
    };
    const update = { ...(externalApplication.update as Update), wipes };
    expect(await desk.update(CHANGED, { update })).toEqual({ updated: 1, failed: 1 });
    expect(seen.sort()).toEqual(["R-A-1 Offer Hired", "R-A-2 Offer Hired"]);
    expect(desk.asked).toEqual(["R-A-1 Hired"]);
    const [failed] = desk.query<{ failure: string }>("SELECT failure FROM updates WHERE state = 'failed'");
    expect(JSON.parse(failed?.failure ?? "")).toMatchObject({
      kind: "would_wipe",
      reason: { id: "would_wipe", loss: expect.stringMatching(/somebody has added/) },
    });
    expect(desk.row("A-2")).toMatchObject({ status: "done" });
  });

  it("cannot be read by an app that may not: the call stops there, and asks for no other", async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `A-${index + 1}`);
    const desk = await new Updating().done(...keys);
    await desk.change("Offer", "Hired");
    const update = { ...(externalApplication.update as Update), wipes: () => undefined };
    const { updated } = await desk.update(CHANGED, { update, send: async () => refusal("refused_us") });
    expect([updated, desk.asked, desk.brake.reason]).toMatchObject([0, [], { why: "stopped", stop: { exit: 3 } }]);
    expect(desk.requests.reads).toBeLessThan(keys.length);
    expect(desk.changed()).toBe(keys.length);
  });
});

describe("an answer", () => {
  it("that is lost is asked for again, and the row keeps what it was known to hold until then", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", (act) => {
      act();
      return lost();
    });
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect([desk.asked.length, desk.requests]).toEqual([2, { sent: 2, retried: 1, throttled: 0, reads: 0 }]);
    const [{ attempts } = { attempts: [] }] = desk.ledger.update_counts.of(1);
    expect(attempts.map(({ number, verdict, log_id }) => [number, verdict, log_id])).toEqual([
      [1, "lost", null],
      [2, "accepted", "L-1"],
    ]);
  });

  it("that never comes leaves a failed update that may have acted: the row stays done, and changed", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", lost, lost, lost);
    expect(await desk.update()).toEqual({ updated: 0, failed: 1 });
    expect(desk.states()).toEqual(["A-1 Offer -> Hired failed?"]);
    expect([desk.brief(), desk.changed()]).toEqual([["2 A-1 done"], 1]);
    expect(desk.ledger.update_counts.problems()).toMatchObject([
      { kind: "lost", count: 1, examples: [{ key: "A-1" }] },
    ]);
    expect(await desk.update(), "the next call sends it again").toEqual({ updated: 1, failed: 0 });
    expect([desk.states(), desk.ledger.update_counts.problems()]).toEqual([["A-1 Offer -> Hired updated"], []]);
  });

  it("that cannot come for an outage is waited for, and that costs no attempt", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", ...Array.from({ length: 5 }, () => () => refusal("unreachable")));
    expect(await desk.update({ kind: "changed" }, { max_attempts: 3 })).toEqual({ updated: 1, failed: 0 });
    expect(desk.asked).toHaveLength(6);
  });

  it("costs nothing where it is a throttle, however often", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", ...Array.from({ length: 9 }, () => () => refusal("throttled")));
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect(desk.requests).toMatchObject({ sent: 10, throttled: 9 });
  });

  it("that refuses is believed, and the list tells whether the record is there at all", async () => {
    const desk = await new Updating().done("A-1", "A-2", "A-3");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", () => UNKNOWN_ID);
    desk.held.delete("R-A-2");
    expect(await desk.update()).toEqual({ updated: 1, failed: 2 });
    expect(desk.asked.length).toBe(3);
    const problems = desk.ledger.update_counts.problems();
    expect(problems.map(({ kind, code, message, examples }) => [kind, code, message, examples[0]?.key])).toEqual([
      ["record_gone", 1002002, "The record is no longer in Feishu Hire: it was deleted there", "A-2"],
      ["refused", 1002002, "refused happened", "A-1"],
    ]);
    expect(problems.map(({ hint }) => hint).join()).toMatch(/undo --key KEY --resend .*Correct the row/);
    expect(desk.states()[0], "a refusal did not act").toBe("A-1 Offer -> Hired failed");
    expect(desk.brief()).toEqual(["2 A-1 done", "3 A-2 done", "4 A-3 done"]);
  });

  it("that refuses says nothing of a request before it", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", lost, () => UNKNOWN_ID);
    expect(await desk.update()).toEqual({ updated: 0, failed: 1 });
    expect(desk.states()).toEqual(["A-1 Offer -> Hired failed?"]);
  });

  it("that refuses us stops the call; what is left goes on with the next", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", () => refusal("refused_us", { code: 99991672 }));
    expect(await desk.update({ kind: "changed" }, { concurrency: 1 })).toEqual({ updated: 0, failed: 1 });
    expect(desk.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 3 } });
    expect(desk.states()).toEqual(["A-1 Offer -> Hired failed", "A-2 Offer -> Hired planned"]);
    expect(await desk.update()).toEqual({ updated: 2, failed: 0 });
  });

  it("is too often a refusal for one reason: the call stops", async () => {
    const desk = await new Updating().done(...Array.from({ length: 80 }, (_, index) => `A-${index + 1}`));
    await desk.change("Offer", "Hired");
    for (const id of desk.held.keys()) desk.answers(id, () => UNKNOWN_ID);
    const { failed } = await desk.update();
    expect(desk.brake.reason).toMatchObject({ why: "same_refusal" });
    expect(failed).toBeLessThan(60);
    expect(axesOf(because("record_gone", { id: "record_gone" })).ends).toBe("row");
  });
});

describe("an answer without a word of Feishu's (HTTP 204)", () => {
  it.each([
    ["is believed where the list shows the new content", true, { updated: 1, failed: 0 }, "updated"],
    ["is not where it shows the old", false, { updated: 0, failed: 1 }, "failed?"],
  ])("%s", async (_name, acts, tally, state) => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", (act) => {
      if (acts) act();
      return refusal("empty_answer");
    });
    expect(await desk.update()).toEqual(tally);
    expect(desk.states()).toEqual([`A-1 Offer -> Hired ${state}`]);
    expect(desk.asked).toHaveLength(1);
  });
});

describe("a death", () => {
  it("between the intent and the answer leaves an update that the next call sends again", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", () => {
      throw new Error("the machine died");
    });
    await expect(desk.update()).rejects.toThrow("died");
    expect(desk.states()).toEqual(["A-1 Offer -> Hired sending?"]);
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect([desk.states(), desk.changed()]).toEqual([["A-1 Offer -> Hired updated"], 0]);
  });

  it("leaves an update that is the latest moment which the ledger knows of", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    const run_id = desk.plan();
    const [planned] = desk.ledger.updates.next(run_id, 0, 10);
    if (planned === undefined) throw new Error("nothing is planned");
    await desk.clock.sleep(60_000);
    desk.ledger.updates.intend(planned, run_id, desk.clock.now_ms());
    expect(desk.ledger.runs.latestEntry()).toBe(desk.clock.now_ms());
  });

  it("leaves a number that still stands, as long as nothing was added", async () => {
    const desk = await new Updating().done("A-1", "A-2", "A-3");
    await desk.change("Offer", "Hired");
    const { updates } = desk.ledger;
    expect(updates.plansOf({ kind: "changed" })).toEqual(new Set([null]));
    const run_id = desk.plan();
    desk.answers("R-A-1", () => {
      desk.brake.pull({ why: "sigint" });
      return UNKNOWN_ID;
    });
    await desk.send({ concurrency: 1 });
    expect(updates.plansOf({ kind: "changed" })).toEqual(new Set([run_id]));
    await desk.update();
    desk.edit("a.csv", "A-1,T-A-1,Hired", "A-1,T-A-1,Rejected");
    await desk.stage(["a.csv"]);
    expect(updates.plannedBy(run_id)).toBe(3);
    expect(updates.plansOf({ kind: "changed" })).toEqual(new Set([null]));
  });

  it.each([
    [
      "a death, or an answer that a full disk keeps from being written down,",
      290_000,
      () => {
        throw new Error("the machine died");
      },
    ],
    [
      "an error that says nothing, and a stop",
      2_900,
      (desk: Updating) => {
        desk.brake.pull({ why: "sigint" });
        return refusal("system_error");
      },
    ],
  ])(
    "%s never brings an older image after a newer one: what is under way is waited for",
    async (_name, acts_after_ms, end) => {
      const desk = await new Updating().done("A-1");
      await desk.change("Offer", "Hired");
      let late = () => {};
      desk.answers("R-A-1", (act) => {
        late = act;
        return end(desk);
      });
      await desk.update().catch((error: Error) => expect(error.message).toContain("died"));
      await desk.change("Hired", "Rejected");
      // What the earlier call had under way, Feishu does so long after the new call began.
      const acts = desk.clock.sleep(acts_after_ms).then(() => late());
      expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
      await acts;
      expect(desk.stages()).toEqual(["Rejected"]);
      expect(desk.states()).toEqual(["A-1 Offer -> Hired superseded", "A-1 Offer -> Rejected updated"]);
      expect(desk.changed()).toBe(0);
    },
  );

  it.each([
    ["whose answer was lost, though it was right the second time", (late: () => void) => void late, 300_000],
    ["that was answered", undefined, 0],
  ])("an overwrite %s is waited for before another image is sent", async (_name, lost, waits_ms) => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    let late = () => {};
    if (lost !== undefined) {
      desk.answers("R-A-1", (act) => {
        late = act;
        return refusal("lost");
      });
    }
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    const sent_ms = desk.clock.monotonic_ms();
    await desk.change("Hired", "Rejected");
    const acts = desk.clock.sleep(290_000).then(() => late());
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    const waited_ms = desk.clock.monotonic_ms() - sent_ms;
    expect(Math.abs(waited_ms - waits_ms)).toBeLessThan(5_000);
    await acts;
    expect([desk.stages(), desk.changed()]).toEqual([["Rejected"], 0]);
    expect(desk.told.filter(({ event }) => event === "may_still_act")).toHaveLength(waits_ms > 0 ? 1 : 0);
  });

  it("an overwrite whose answer was lost is not waited for before it is sent once more", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", () => refusal("lost"));
    expect(await desk.update(CHANGED, { max_attempts: 1 })).toEqual({ updated: 0, failed: 1 });
    const began_ms = desk.clock.monotonic_ms();
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect(desk.clock.monotonic_ms() - began_ms).toBeLessThan(1_000);
    expect([desk.asked, desk.stages()]).toEqual([["R-A-1 Hired", "R-A-1 Hired"], ["Hired"]]);
  });

  it("an overwrite that was answered with an error just now is waited for, also behind one that is over", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", () => refusal("lost"));
    await desk.update(CHANGED, { max_attempts: 1 });
    await desk.clock.sleep(600_000);
    await desk.change("Hired", "Withdrawn");
    desk.answers("R-A-1", () => refusal("system_error"));
    await desk.update(CHANGED, { max_attempts: 1 });
    await desk.change("Withdrawn", "Rejected");
    const began_ms = desk.clock.monotonic_ms();
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect(desk.clock.monotonic_ms() - began_ms).toBeGreaterThanOrEqual(3_000);
  });

  it("the latest request is the one by which the next call keeps its pace", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    expect(desk.ledger.updates.lastStart()).toBe(0);
    for (const [from, to] of [
      ["Offer", "Hired"],
      ["Hired", "Rejected"],
    ] as const) {
      await desk.clock.sleep(60_000);
      await desk.change(from, to);
      const began_ms = desk.clock.now_ms();
      await desk.update();
      expect(desk.ledger.updates.lastStart()).toBeGreaterThanOrEqual(began_ms);
    }
  });

  it("does not hold up other records", async () => {
    const desk = await new Updating().done("A-1", "A-2");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", () => refusal("lost"));
    await desk.update();
    await desk.change("Hired", "Rejected");
    const began_ms = desk.clock.monotonic_ms();
    let at_ms = 0;
    const updating = desk.update(CHANGED, {
      observe: (event) => {
        if (event.event === "update" && event.key === "A-2") at_ms = desk.clock.monotonic_ms();
      },
    });
    expect(await updating).toEqual({ updated: 2, failed: 0 });
    expect(at_ms - began_ms).toBe(100);
  });

  it("is not forgotten where the row takes its old content again: Feishu may hold the other", async () => {
    const desk = await new Updating().done("A-1");
    await desk.change("Offer", "Hired");
    desk.answers("R-A-1", (act) => {
      act();
      throw new Error("the machine died");
    });
    await expect(desk.update()).rejects.toThrow("died");
    await desk.change("Hired", "Offer");
    expect([desk.stages(), desk.changed()]).toEqual([["Hired"], 1]);
    expect(await desk.update()).toEqual({ updated: 1, failed: 0 });
    expect([desk.stages(), desk.changed()]).toEqual([["Offer"], 0]);
  });
});
