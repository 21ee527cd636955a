import { describe, expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { Outage } from "../../src/engine/calls/outage.js";
import type { EngineEvent } from "../../src/engine/events.js";
import { type Settled, Settler, type Unsettled } from "../../src/engine/sending/settle.js";
import { SubjectLock } from "../../src/engine/sending/subject-lock.js";
import type { Payload } from "../../src/model/payload.js";
import type { FeishuRequest, Reply } from "../../src/model/reply.js";
import { externalApplication } from "../../src/targets/external-application.js";
import { failure, refusal } from "./replies.js";
import { Desk } from "./support.js";

const TALENT = "T-1";
const NEVER = Number.POSITIVE_INFINITY;
const MINUTES_5 = 300_000;

interface Shown {
  readonly id: string;
  readonly stage: string;
  /** When the list shows it, after the rows' last attempts. */
  readonly from_ms: number;
}

/** Rows in doubt of one talent, a list that shows records from some moment on, and a real ledger. */
class Doubts extends Desk {
  readonly brake = new Brake();
  readonly told: EngineEvent[] = [];
  readonly read_at_ms: number[] = [];
  shown: readonly Shown[] = [];
  /** What a reading gets instead of the list. */
  reply: ((at_ms: number) => Reply | undefined) | undefined;
  took_ms = 0;
  /** So long what earlier calls have sent may still act. */
  earlier_until_ms = 0;
  #settler: Settler | undefined;

  async load(...stages: readonly string[]): Promise<this> {
    this.write("a.csv", ...stages.map((stage, index) => `A-${index + 1},${TALENT},${stage},`));
    await this.stage(["a.csv"]);
    for (const index of stages.keys()) this.sent(`A-${index + 1}`, "in_doubt");
    return this;
  }

  /** As soon as its attempt has ended. */
  settle(key: string, more: Partial<Unsettled> = {}): Promise<Settled> {
    const row = this.ledger.queue.byKey(key);
    if (row === undefined) throw new Error(`no row ${key}`);
    this.#settler ??= this.#makeSettler();
    const payload = JSON.parse(row.payload) as Payload;
    const unanswered_ms = this.clock.monotonic_ms() - MINUTES_5;
    const mayAct_ms = () => unanswered_ms - this.clock.monotonic_ms();
    return this.#settler.settle({
      row,
      payload,
      ended_ms: this.clock.monotonic_ms(),
      doubt: failure("lost"),
      give_up: null,
      is_refused: false,
      mayAct_ms,
      isProtected: () => false,
      ...more,
    });
  }

  /** From now on nobody knows for five minutes whether it acts. */
  mayStillAct(): Partial<Unsettled> {
    const until_ms = this.clock.monotonic_ms() + MINUTES_5;
    return { mayAct_ms: () => until_ms - this.clock.monotonic_ms() };
  }

  #makeSettler(): Settler {
    const { clock, brake, ledger } = this;
    const observe = (event: EngineEvent) => void this.told.push(event);
    const common = { clock, brake, observe, random: () => 1 };
    return new Settler({
      ...common,
      find: externalApplication.find,
      settlements: ledger.settlements,
      run_id: this.beginRun(),
      subjects: new SubjectLock(),
      outage: new Outage({ ...common, first_contact_ms: 60_000, max_outage_ms: 900_000 }),
      max_attempts: 1,
      asked: () => undefined,
      earlierMayAct_ms: () => this.earlier_until_ms - this.clock.monotonic_ms(),
      send: (request) => this.#list(request),
    });
  }

  async #list({ query }: FeishuRequest): Promise<Reply> {
    const at_ms = this.clock.monotonic_ms();
    this.read_at_ms.push(at_ms);
    const instead = this.reply?.(at_ms);
    if (this.took_ms > 0) await this.clock.sleep(this.took_ms);
    if (instead !== undefined) return instead;
    const items = this.shown
      .filter(({ from_ms }) => from_ms <= at_ms)
      .map(({ id, stage }) => ({ id, stage, talent_id: query?.talent_id }));
    return { ok: true, took_ms: 1, data: { items, has_more: false } };
  }
}

const one = (from_ms: number, stage = "offer"): Shown[] => [{ id: "R-1", stage, from_ms }];

describe("a row in doubt is read", () => {
  it.each([
    ["by the first reading, three seconds after its attempt", 2_990, "done", [3_000]],
    ["by the second one, three seconds later", 5_990, "done", [3_000, 6_000]],
    ["and is absent after two that show nothing", NEVER, "absent", [3_000, 6_000]],
  ])("%s", async (_name, from_ms, settled, read_at_ms) => {
    const desk = await new Doubts().load("offer");
    desk.shown = one(from_ms);
    expect(await desk.settle("A-1")).toBe(settled);
    expect(desk.read_at_ms).toEqual(read_at_ms);
    expect(desk.row("A-1").status).toBe(settled === "done" ? "done" : "pending");
  });

  it.each([
    ["a lost answer fails", failure("lost"), "failed", "lost"],
    ["a system error fails", failure("system_error"), "failed", "system_error"],
    ["a repeat without a verdict fails", failure("no_verdict"), "failed", "no_verdict"],
    ["a refusal of us fails", failure("refused_us"), "failed", "refused_us"],
    ["a refusal is rejected", failure("refused"), "rejected", "refused"],
    ["an unknown code is rejected", failure("unknown_code"), "rejected", "unknown_code"],
  ])("and given up where it is absent: %s", async (_name, give_up, status, kind) => {
    const desk = await new Doubts().load("offer");
    expect(await desk.settle("A-1", { give_up })).toBe("absent");
    expect(desk.row("A-1")).toMatchObject({ status, kind });
    expect(desk.told.at(-1)).toMatchObject({ event: "settled", status, verdict: "absent" });
  });

  it("but where it is there it is done, whatever it was to be given up for", async () => {
    const desk = await new Doubts().load("offer");
    desk.shown = one(0);
    expect(await desk.settle("A-1", { give_up: failure("refused") })).toBe("done");
    expect(desk.row("A-1")).toMatchObject({ status: "done", kind: null });
  });

  it.each([
    ["the first reading", (at_ms: number) => (at_ms < 4_000 ? refusal("lost") : undefined)],
    ["the second reading", (at_ms: number) => (at_ms > 4_000 ? refusal("refused", { code: 4712 }) : undefined)],
    ["the shape of a page", () => ({ ok: true, took_ms: 1, data: { has_more: true } }) as const],
  ])("and stays in doubt where it could not be: %s", async (_name, reply) => {
    const desk = await new Doubts().load("offer");
    desk.reply = reply;
    expect(await desk.settle("A-1")).toBe("in_doubt");
    expect(desk.row("A-1")).toMatchObject({ status: "in_doubt", kind: "no_verdict" });
  });

  it("a record that another row holds is not its own, however alike they are", async () => {
    const desk = await new Doubts().load("offer", "offer");
    desk.ledger.settlements.settle({
      ...{ row_id: desk.row("A-2").id, run_id: null, how: "person", verdict: "done", remote_id: "R-1" },
      ...{ failure: null, evidence: {}, now_ms: desk.clock.now_ms() },
    });
    desk.shown = one(0);
    expect(await desk.settle("A-1")).toBe("absent");
    expect(desk.row("A-2").status).toBe("done");
  });

  it("a talent that does not exist has no records", async () => {
    const desk = await new Doubts().load("offer");
    desk.reply = () => refusal("refused", { code: 1002102 });
    expect(await desk.settle("A-1")).toBe("absent");
  });
});

describe("while a request of it may still act", () => {
  it("its absence proves nothing: it is read again and again until then, and twice from then on", async () => {
    const desk = await new Doubts().load("offer");
    expect(await desk.settle("A-1", desk.mayStillAct())).toBe("absent");
    expect(desk.read_at_ms.map((at_ms) => at_ms / 1_000)).toEqual([3, 6, 12, 24, 48, 96, 192, 300, 303]);
    expect(desk.told.filter(({ event }) => event === "may_still_act")).toMatchObject([
      { key: "A-1", wait_ms: MINUTES_5 - 3_000 },
    ]);
  });

  it.each([
    [4, 6],
    [20, 24],
    [180, 192],
    [299, 300],
    [302, 303],
  ])("a record that shows after %d s is found at %d s", async (shows_s, found_s) => {
    const desk = await new Doubts().load("offer");
    desk.shown = one(shows_s * 1_000);
    expect(await desk.settle("A-1", desk.mayStillAct())).toBe("done");
    expect(desk.clock.monotonic_ms()).toBe(found_s * 1_000);
    expect(desk.row("A-1").status).toBe("done");
  });

  it("a reading that began before proves nothing either", async () => {
    const desk = await new Doubts().load("offer");
    desk.took_ms = 10_000;
    expect(await desk.settle("A-1", desk.mayStillAct())).toBe("absent");
    const [before_last = 0, last = 0] = desk.read_at_ms.slice(-2);
    expect(before_last).toBeGreaterThanOrEqual(MINUTES_5);
    expect(last - before_last).toBeGreaterThanOrEqual(3_000);
  });

  it("a stop ends the wait, and the row stays in doubt", async () => {
    const desk = await new Doubts().load("offer");
    const settled = desk.settle("A-1", desk.mayStillAct());
    await desk.clock.sleep(30_000);
    desk.brake.pull({ why: "sigint" });
    expect(await settled).toBe("stopped");
    expect(desk.clock.monotonic_ms()).toBe(30_000);
    expect(desk.row("A-1").status).toBe("in_doubt");
  });

  it("others of its talent are settled, and are sent again without waiting for it", async () => {
    const desk = await new Doubts().load("offer", "interview");
    const late = desk.settle("A-1", desk.mayStillAct());
    expect(await desk.settle("A-2")).toBe("absent");
    expect(desk.clock.monotonic_ms()).toBe(6_000);
    expect(await late).toBe("absent");
  });

  it("rows that wait together are read together", async () => {
    const desk = await new Doubts().load(...Array.from({ length: 20 }, (_, n) => `stage ${n}`));
    const keys = Array.from({ length: 20 }, (_, n) => `A-${n + 1}`);
    const all = await Promise.all(keys.map((key) => desk.settle(key, desk.mayStillAct())));
    expect(new Set(all)).toEqual(new Set(["absent"]));
    expect(desk.read_at_ms).toHaveLength(9);
  });

  it.each([
    ["at the same time", false],
    ["before", true],
  ])("a twin's absence proves nothing where its record may have been taken for this one's, %s", async (_, before) => {
    const desk = await new Doubts().load("offer", "offer", "interview");
    desk.shown = one(0);
    const late = desk.settle("A-1", desk.mayStillAct());
    if (before) expect(await late).toBe("done");
    const [twin, other] = [desk.settle("A-2"), desk.settle("A-3")];
    expect([await late, await other]).toEqual(["done", "absent"]);
    expect(desk.clock.monotonic_ms()).toBeLessThan(20_000);
    desk.shown = [...desk.shown, { id: "R-2", stage: "offer", from_ms: 200_000 }];
    expect(await twin).toBe("done");
    expect(desk.row("A-2").status).toBe("done");
  });

  it("an earlier call may have taken it, too; where a repeat is protected it stays in doubt", async () => {
    const desk = await new Doubts().load("offer", "offer");
    desk.shown = one(0);
    expect(await desk.settle("A-1")).toBe("done");
    desk.earlier_until_ms = MINUTES_5;
    const refused = { give_up: failure("refused"), is_refused: true };
    expect(await desk.settle("A-2", { isProtected: () => true, ...refused })).toBe("unproven");
    expect(desk.row("A-2").status).toBe("in_doubt");
    expect(await desk.settle("A-2", refused)).toBe("absent");
    expect(desk.clock.monotonic_ms()).toBeGreaterThan(MINUTES_5);
    expect(desk.row("A-2").status).toBe("rejected");
  });
});
