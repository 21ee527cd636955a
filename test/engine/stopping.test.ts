import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { refusal } from "./replies.js";
import { keys, Sending } from "./sending.js";

describe("the brake", () => {
  it("lets requests in flight end and takes no other row", async () => {
    const desk = await new Sending().load(...keys(20));
    desk.onLeft = (key) => {
      if (key === "A-6") desk.brake.pull({ why: "sigint" });
    };
    expect(await desk.run({ concurrency: 2 })).toBe(false);
    expect(desk.counts()).toEqual({ done: 6, pending: 14 });
    expect(desk.taken.length).toBeLessThanOrEqual(7);
  });

  it("ends waits for another attempt at once", async () => {
    const desk = await new Sending().load(...keys(3));
    desk.answers("A-1", refusal("busy"), refusal("busy"), refusal("busy"));
    desk.answers("A-2", refusal("lost"), refusal("lost"), refusal("lost"));
    void desk.clock.sleep(1500).then(() => desk.brake.pull({ why: "max_duration" }));
    await desk.run();
    expect(desk.clock.monotonic_ms()).toBe(1500);
    expect(desk.counts()).toEqual({ pending: 1, in_doubt: 1, done: 1 });
  });

  it("calls off a request that waits for its slot: nothing of it is in the ledger", async () => {
    const desk = await new Sending().load(...keys(5));
    let slots = 2;
    desk.slot = async () => {
      if (slots-- > 0) return;
      await desk.clock.sleep(60_000, desk.brake.signal);
    };
    void desk.clock.sleep(5000).then(() => desk.brake.pull({ why: "sigterm" }));
    await desk.run();
    expect(desk.counts()).toEqual({ done: 2, pending: 3 });
    expect(desk.rows().map(({ attempts }) => attempts)).toEqual([1, 1, 0, 0, 0]);
    expect(desk.clock.monotonic_ms()).toBe(5000);
  });

  it("pulled before the start sends nothing", async () => {
    const desk = await new Sending().load(...keys(3));
    desk.brake.pull({ why: "sigint" });
    expect(await desk.run()).toBe(false);
    expect(desk.asked).toEqual([]);
  });

  it("keeps its first reason", () => {
    const { brake } = new Sending();
    brake.pull({ why: "max_duration" });
    brake.pull({ why: "sigint" });
    expect(brake.reason).toEqual({ why: "max_duration" });
  });
});

describe("a ledger that refuses", () => {
  /** From here on the ledger refuses to note an outcome, as on a full disk. */
  const refuse = (desk: Sending, what: string): void => {
    const db = new Database(desk.ledger_path);
    db.exec(`CREATE TRIGGER refuse BEFORE ${what} BEGIN SELECT RAISE(ABORT, 'The disk is full'); END`);
    db.close();
  };

  it("an outcome stops everything, and the error comes out when all is at rest", async () => {
    const desk = await new Sending().load(...keys(30));
    desk.onLeft = (key) => {
      if (key === "A-5") refuse(desk, "UPDATE OF verdict ON attempts");
    };
    await expect(desk.run({ concurrency: 4 })).rejects.toThrow("The disk is full");
    expect(desk.in_flight).toBe(0);
    expect(desk.asked.length).toBeLessThanOrEqual(8);
    expect(desk.counts().sending).toBeGreaterThanOrEqual(1);
    expect(desk.brake.reason?.why).toBe("broken");
  });

  it("an intent: the request does not leave", async () => {
    const desk = await new Sending().load(...keys(10));
    refuse(desk, "INSERT ON attempts");
    await expect(desk.run()).rejects.toThrow("The disk is full");
    expect(desk.asked).toEqual([]);
    expect(desk.counts()).toEqual({ pending: 10 });
  });

  it("the next row: those in flight come to their end first", async () => {
    const desk = await new Sending().load(...keys(10));
    const rows = desk.ledger.queue.next("pending", 0, desk.clock.now_ms(), 3);
    const breaking = {
      next: () => {
        const value = rows.shift();
        if (value === undefined) throw new Error("the ledger is damaged");
        return { done: false as const, value };
      },
    };
    desk.answers("A-1", refusal("busy"));
    await expect(desk.run({ rows: breaking, concurrency: 2 })).rejects.toThrow("the ledger is damaged");
    expect(desk.in_flight).toBe(0);
    expect(desk.row("A-2").status).toBe("done");
    expect(desk.counts()).not.toHaveProperty("sending");
    const asked = desk.asked.length;
    await desk.clock.sleep(60_000);
    expect(desk.asked).toHaveLength(asked);
  });
});

describe("a run that was killed", () => {
  it("leaves rows in doubt that the next run repeats with what left", async () => {
    const desk = await new Sending().load(...keys(3));
    const run_id = desk.beginRun();
    const now_ms = desk.clock.now_ms();
    desk.ledger.attempts.begin({ row_id: 2, run_id, number: 1, fingerprint: "f", now_ms });
    await desk.run({ concurrency: 1 });
    expect(desk.asked.map(({ key }) => key)).toEqual(["A-2", "A-1", "A-3"]);
    expect(desk.counts()).toEqual({ done: 3 });
    expect(desk.row("A-2").attempts).toBe(2);
  });
});
