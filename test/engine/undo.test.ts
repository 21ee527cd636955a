import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { ErrorBudget } from "../../src/engine/calls/error-budget.js";
import { Outage } from "../../src/engine/calls/outage.js";
import { type Undone, type UndoOptions, undo } from "../../src/engine/changes/undo.js";
import type { EngineEvent } from "../../src/engine/events.js";
import type { DeletionChoice } from "../../src/ledger/rows/deletions.js";
import type { FeishuRequest, Reply } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import type { Remove } from "../../src/targets/target.js";
import { refusal } from "./replies.js";
import { Desk } from "./support.js";

const DAY_MS = 86_400_000;
const UNKNOWN_ID = refusal("refused", { code: 1002002 });
const deleted: Reply = { ok: true, data: {}, code: 0, log_id: "L-1", took_ms: 10 };

/** Rows that are done, and a Feishu that holds their records: A-1 as R-A-1, of the talent T-A-1. */
class Undoing extends Desk {
  brake = new Brake();
  readonly told: EngineEvent[] = [];
  /** Records deleted for, in the order of the requests. */
  readonly asked: string[] = [];
  readonly held = new Set<string>();
  /** Whose records they are, where it is not the talent that their id names. */
  readonly subjects = new Map<string, string>();
  reads = 0;
  readonly #answers = new Map<string, (() => Reply)[]>();

  async done(...keys: readonly string[]): Promise<this> {
    this.write("a.csv", ...keys.map((key) => `${key},T-${key},Offer,`));
    await this.stage(["a.csv"]);
    for (const key of keys) this.sent(key, "done");
    for (const key of keys) this.held.add(`R-${key}`);
    return this;
  }

  /** Answers to the deletions of one record, one after another; then Feishu acts. */
  answers(id: string, ...replies: readonly (() => Reply)[]): void {
    this.#answers.set(id, [...replies]);
  }

  /** Changed rows are overwritten, and no answer says whether Feishu did so. */
  overwriteIsLost(): void {
    const { updates } = this.ledger;
    const run_id = this.beginRun();
    const now_ms = this.clock.now_ms();
    updates.plan({ kind: "changed" }, 10, run_id, now_ms);
    for (const planned of updates.next(run_id, 0, 10)) {
      const attempt_id = updates.intend(planned, run_id, now_ms);
      const answer = { attempt_id, verdict: "lost", http_status: null, code: null, log_id: null, now_ms };
      updates.answered(planned, answer, true);
    }
  }

  async undo(choice: DeletionChoice = {}, more: Partial<UndoOptions> = {}): Promise<Undone> {
    const { ledger, clock, brake } = this;
    const undone: Undone = { deleted: 0, already_gone: 0, failed: 0 };
    const observe = (event: EngineEvent) => this.told.push(event);
    const common = { clock, random: () => 1, brake, observe };
    ledger.deletions.plan(choice, more.limit ?? 1_000, this.beginRun(), clock.now_ms());
    await undo({
      ...common,
      deletions: ledger.deletions,
      target: externalApplication,
      remove: externalApplication.remove as Remove,
      choice,
      request: async (pick) => {
        const outgoing = pick();
        outgoing?.leave();
        return outgoing && this.#delete(outgoing.request);
      },
      find: externalApplication.find,
      send: async (request) => this.#list(request),
      asked: () => {
        this.reads += 1;
      },
      resend: false,
      limit: undefined,
      undone,
      outage: new Outage({ ...common, first_contact_ms: 60_000, max_outage_ms: 60_000 }),
      budget: new ErrorBudget(undefined, brake),
      requests: { sent: 0, retried: 0, throttled: 0, reads: 0 },
      max_attempts: 3,
      ...more,
    });
    return undone;
  }

  #delete({ method, path }: FeishuRequest): Reply {
    expect(method).toBe("DELETE");
    const id = path.split("/").at(-1) as string;
    const [state] = this.query<{ state: string }>("SELECT state FROM deletions WHERE remote_id = ?", id);
    expect(state, "the intent is on disk").toEqual({ state: "sending" });
    this.asked.push(id);
    const scripted = this.#answers.get(id)?.shift();
    if (scripted !== undefined) return scripted();
    return this.held.delete(id) ? deleted : UNKNOWN_ID;
  }

  #list({ query }: FeishuRequest): Reply {
    const ids = [...this.held].filter((id) => (this.subjects.get(id) ?? `T-${id.slice(2)}`) === query?.talent_id);
    return { ok: true, data: { items: ids.map((id) => ({ id })), has_more: false }, took_ms: 1 };
  }

  query<T>(sql: string, ...values: readonly string[]): T[] {
    const db = new Database(this.ledger_path, { readonly: true });
    try {
      return db.prepare<unknown[], T>(sql).all(...values);
    } finally {
      db.close();
    }
  }

  states(): string[] {
    return this.query<{ line: string }>("SELECT remote_id || ' ' || state AS line FROM deletions ORDER BY id").map(
      ({ line }) => line,
    );
  }
}

describe("undo", () => {
  it("deletes each record once; its row is skipped and its id is known as deleted", async () => {
    const desk = await new Undoing().done("A-1", "A-2", "A-3");
    expect(await desk.undo()).toEqual({ deleted: 3, already_gone: 0, failed: 0 });
    expect(desk.asked).toEqual(["R-A-1", "R-A-2", "R-A-3"]);
    expect(desk.brief()).toEqual(["2 A-1 skipped undone", "3 A-2 skipped undone", "4 A-3 skipped undone"]);
    expect(desk.ledger.settlements.ownerOf("R-A-2")).toEqual({ kind: "deleted" });
    expect(desk.ledger.deletions.of(1)).toMatchObject([{ remote_id: "R-A-1", state: "deleted", log_id: "L-1" }]);
    expect(desk.ledger.deletions.count({}), "nothing is left to delete").toBe(0);
    expect(desk.told).toMatchObject([{ key: "A-1", state: "deleted" }, {}, {}]);
  });

  it("stays undone when the export is run again", async () => {
    const desk = await new Undoing().done("A-1");
    await desk.undo();
    desk.edit("a.csv", "Offer", "Hired");
    await desk.stage(["a.csv"]);
    expect(desk.brief()).toEqual(["2 A-1 skipped undone"]);
  });

  it("with resend, sends a row again only 24 hours after its last request", async () => {
    const desk = await new Undoing().done("A-1");
    const sent_ms = desk.clock.now_ms();
    await desk.clock.sleep(3_600_000);
    await desk.undo({}, { resend: true });
    expect(desk.brief()).toEqual(["2 A-1 pending"]);
    const next = (at_ms: number) => desk.ledger.queue.next("pending", 0, at_ms, 10).length;
    expect([next(sent_ms + DAY_MS - 1), next(sent_ms + DAY_MS)]).toEqual([0, 1]);
    expect(desk.ledger.summary.waiting(sent_ms)).toEqual({ count: 1, until_ms: sent_ms + DAY_MS });
    expect(desk.ledger.summary.waiting(sent_ms + DAY_MS)).toBeUndefined();
  });

  it("keeps a skipped row's key as spent for as long", async () => {
    const desk = await new Undoing().done("A-1");
    const sent_ms = desk.clock.now_ms();
    await desk.undo();
    expect(desk.ledger.row_details.byId(1)?.not_before_ms).toBe(sent_ms + DAY_MS);
  });

  it("repeats a deletion whose answer was lost, and takes an unknown id for gone once the list says so", async () => {
    const desk = await new Undoing().done("A-1", "A-2");
    desk.answers("R-A-1", () => {
      desk.held.delete("R-A-1");
      return refusal("lost");
    });
    desk.answers("R-A-2", () => refusal("lost"));
    expect(await desk.undo()).toEqual({ deleted: 1, already_gone: 1, failed: 0 });
    expect(desk.asked).toEqual(["R-A-1", "R-A-1", "R-A-2", "R-A-2"]);
    expect([desk.states(), desk.reads]).toEqual([["R-A-1 already_gone", "R-A-2 deleted"], 1]);
    expect(desk.ledger.settlements.ownerOf("R-A-1"), "an answer that names it is nobody's").toEqual({
      kind: "deleted",
    });
  });

  it("takes a bare success (HTTP 204) for one where the record is gone, with one request", async () => {
    const desk = await new Undoing().done("A-1", "A-2");
    desk.answers("R-A-1", () => {
      desk.held.delete("R-A-1");
      return refusal("empty_answer");
    });
    desk.answers("R-A-2", () => refusal("empty_answer"));
    expect(await desk.undo()).toEqual({ deleted: 1, already_gone: 0, failed: 1 });
    expect(desk.asked).toEqual(["R-A-1", "R-A-2"]);
    expect(desk.states()).toEqual(["R-A-1 deleted", "R-A-2 failed"]);
  });

  it("does not believe a refusal: a record that is still there after two readings is a failure", async () => {
    const desk = await new Undoing().done("A-1", "A-2");
    desk.answers("R-A-1", () => UNKNOWN_ID);
    expect(await desk.undo()).toEqual({ deleted: 1, already_gone: 0, failed: 1 });
    expect(desk.reads).toBe(2);
    expect(desk.brief()).toEqual(["2 A-1 done", "3 A-2 skipped undone"]);
    expect(desk.ledger.deletions.failures({})).toMatchObject([{ kind: "refused", code: 1002002, keys: ["A-1"] }]);
    expect(await desk.undo(), "the next call tries again").toEqual({ deleted: 1, already_gone: 0, failed: 0 });
    expect(desk.ledger.deletions.failures({})).toEqual([]);
  });

  it("looks where an update whose answer was lost may have moved the record, before it takes it for gone", async () => {
    const desk = await new Undoing().done("A-1");
    desk.write("a.csv", "A-1,T-elsewhere,Offer,");
    await desk.stage(["a.csv"]);
    desk.overwriteIsLost();
    desk.subjects.set("R-A-1", "T-elsewhere");
    const still_there = () => refusal("lost");
    desk.answers("R-A-1", still_there, still_there, still_there);
    expect(await desk.undo()).toEqual({ deleted: 0, already_gone: 0, failed: 1 });
    expect([desk.states(), desk.brief()]).toEqual([["R-A-1 failed"], ["2 A-1 done"]]);
  });

  it("waits for a list that lags behind a deletion", async () => {
    const desk = await new Undoing().done("A-1");
    desk.answers("R-A-1", () => UNKNOWN_ID);
    const from_ms = desk.clock.monotonic_ms();
    const lagging = desk.undo({}, { send: async () => lag(desk.clock.monotonic_ms() - from_ms) });
    expect(await lagging).toEqual({ deleted: 0, already_gone: 1, failed: 0 });
    expect(desk.clock.monotonic_ms() - from_ms).toBe(6_000);
  });

  it("gives up after so many lost answers while the record is there; says where nothing can be read", async () => {
    const lost = () => refusal("lost");
    const desk = await new Undoing().done("A-1", "A-2");
    desk.answers("R-A-1", lost, lost, lost);
    desk.answers("R-A-2", () => UNKNOWN_ID);
    const unread: UndoOptions["send"] = async () => refusal("refused", { code: 1002002 });
    expect(await desk.undo({ row_ids: [1] })).toMatchObject({ failed: 1 });
    expect(await desk.undo({ row_ids: [2] }, { send: unread })).toMatchObject({ failed: 1 });
    expect(desk.asked).toHaveLength(4);
    expect(desk.ledger.deletions.failures({}).map(({ message }) => message)).toEqual([
      "lost happened",
      "refused happened; whether the record is still there could not be read",
    ]);
  });

  it("outlasts an outage, which costs no attempt", async () => {
    const desk = await new Undoing().done("A-1");
    desk.answers("R-A-1", ...Array.from({ length: 5 }, () => () => refusal("unreachable")));
    expect(await desk.undo({}, { max_attempts: 3 })).toEqual({ deleted: 1, already_gone: 0, failed: 0 });
    expect(desk.asked).toHaveLength(6);
  });

  it("costs nothing to be throttled", async () => {
    const desk = await new Undoing().done("A-1");
    desk.answers("R-A-1", ...Array.from({ length: 9 }, () => () => refusal("throttled")));
    expect(await desk.undo()).toMatchObject({ deleted: 1 });
    expect(desk.asked).toHaveLength(10);
  });

  it("stops where Feishu refuses us, and goes on from there the next time", async () => {
    const desk = await new Undoing().done("A-1", "A-2");
    desk.answers("R-A-1", () => refusal("refused_us", { code: 99991672 }));
    expect(await desk.undo()).toEqual({ deleted: 0, already_gone: 0, failed: 1 });
    expect(desk.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 3 } });
    expect(desk.states()).toEqual(["R-A-1 failed", "R-A-2 planned"]);
    desk.brake = new Brake();
    expect(await desk.undo()).toMatchObject({ deleted: 2 });
  });

  it("goes on after a death between the intent and the answer", async () => {
    const desk = await new Undoing().done("A-1");
    desk.answers("R-A-1", () => {
      desk.held.delete("R-A-1");
      throw new Error("the machine died");
    });
    await expect(desk.undo()).rejects.toThrow("died");
    desk.brake = new Brake();
    expect(desk.states()).toEqual(["R-A-1 sending"]);
    expect(desk.brief()).toEqual(["2 A-1 done"]);
    expect(await desk.undo()).toEqual({ deleted: 0, already_gone: 1, failed: 0 });
    expect(desk.brief()).toEqual(["2 A-1 skipped undone"]);
  });

  it("sends nothing more once the brake is pulled, and no more than its limit", async () => {
    const desk = await new Undoing().done("A-1", "A-2", "A-3");
    expect(await desk.undo({}, { limit: 1 })).toMatchObject({ deleted: 1 });
    expect(desk.states(), "only what was confirmed is planned").toEqual(["R-A-1 deleted"]);
    desk.answers("R-A-2", () => {
      desk.brake.pull({ why: "sigint" });
      desk.held.delete("R-A-2");
      return deleted;
    });
    expect(await desk.undo(), "what is under way comes to its end").toMatchObject({ deleted: 1 });
    expect(desk.asked).toEqual(["R-A-1", "R-A-2"]);
  });
});

describe("the choice of records", () => {
  it("is all that is done, those of one run, or single rows; what is not done has no record", async () => {
    const desk = await new Undoing().done("A-1");
    desk.write("b.csv", "B-1,T-B-1,,", "B-2,T-B-2,,", "B-3,T-B-3,,");
    await desk.stage(["b.csv"]);
    const run_id = desk.ledger.runs.latest()?.id ?? 0;
    desk.sent("B-1", "done");
    desk.sent("B-2", "in_doubt");
    const { deletions } = desk.ledger;
    expect(deletions.next({}, 0, 10).map(({ key }) => key)).toEqual(["A-1", "B-1"]);
    expect(deletions.next({ run_id }, 0, 10).map(({ key }) => key)).toEqual(["B-1"]);
    expect(deletions.next({ row_ids: [1, 3] }, 0, 10).map(({ key }) => key)).toEqual(["A-1"]);
    expect(deletions.count({ run_id: 999 })).toBe(0);
  });

  it("leaves out a record that a person has named, unless its row is named as well", async () => {
    const desk = await new Undoing().done("A-1");
    desk.write("b.csv", "B-1,T-B-1,,");
    await desk.stage(["b.csv"]);
    desk.sent("B-1", "in_doubt");
    const base = { row_id: 2, run_id: null, failure: null, evidence: {}, now_ms: 1 } as const;
    desk.ledger.settlements.settle({ ...base, how: "person", verdict: "done", remote_id: "R-X" });
    const { deletions } = desk.ledger;
    expect([deletions.count({}), deletions.namedByPerson()]).toEqual([1, 1]);
    expect(deletions.count({ row_ids: [2] })).toBe(1);
  });

  it("has a record that a person took for missing and that was made since", async () => {
    const desk = await new Undoing().done("A-1");
    desk.write("b.csv", "B-1,T-B-1,,");
    await desk.stage(["b.csv"]);
    desk.sent("B-1", "in_doubt");
    const base = { row_id: 2, run_id: null, failure: null, evidence: {}, now_ms: 1 } as const;
    desk.ledger.settlements.settle({ ...base, how: "person", verdict: "pending", remote_id: null });
    desk.sent("B-1", "done");
    expect([desk.ledger.deletions.count({}), desk.ledger.deletions.namedByPerson()]).toEqual([2, 0]);
  });

  it("knows the number of an earlier plan that was stopped, as long as nothing was added to it", async () => {
    const desk = await new Undoing().done("A-1", "A-2", "A-3");
    const { deletions } = desk.ledger;
    expect(deletions.plansOf({})).toEqual(new Set([null]));
    desk.answers("R-A-1", () => {
      desk.brake.pull({ why: "sigint" });
      desk.held.delete("R-A-1");
      return deleted;
    });
    await desk.undo();
    const [plan] = deletions.plansOf({});
    expect([deletions.count({}), deletions.plansOf({}).size]).toEqual([2, 1]);
    expect(deletions.plannedBy(plan as number)).toBe(3);
    desk.write("b.csv", "B-1,T-B-1,,");
    await desk.stage(["b.csv"]);
    desk.sent("B-1", "done");
    expect(deletions.plansOf({})).toEqual(new Set([plan, null]));
  });
});

/** The list shows the record for five seconds more. */
function lag(at_ms: number): Reply {
  return { ok: true, data: { items: at_ms < 5_000 ? [{ id: "R-A-1" }] : [], has_more: false }, took_ms: 1 };
}
