import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { created, refusal } from "./replies.js";
import { keys, Sending } from "./sending.js";

describe("sending", () => {
  it("makes every row done, in the order of staging, with one request each", async () => {
    const desk = await new Sending().load(...keys(300));
    expect(await desk.run()).toBe(true);
    expect(desk.counts()).toEqual({ done: 300 });
    expect(desk.asked.map(({ key }) => key)).toEqual(keys(300));
    expect(desk.requests).toMatchObject({ sent: 300, retried: 0, throttled: 0 });
  });

  it("keeps so many requests in flight and no more", async () => {
    const desk = await new Sending().load(...keys(50));
    await desk.run({ concurrency: 7 });
    expect(desk.most_in_flight).toBe(7);
    expect(desk.clock.monotonic_ms()).toBe(Math.ceil(50 / 7) * 100);
  });

  it("takes a row only when a slot is free", async () => {
    const desk = await new Sending().load(...keys(40));
    desk.onLeft = () => {
      const at_rest = desk.counts().done ?? 0;
      expect(desk.taken.length - at_rest).toBeLessThanOrEqual(4);
    };
    await desk.run();
    expect(desk.counts()).toEqual({ done: 40 });
  });

  it("a row that waits for its next attempt holds no slot", async () => {
    const desk = await new Sending().load(...keys(20));
    for (const key of ["A-1", "A-2", "A-3", "A-4"]) desk.answers(key, refusal("busy"), refusal("busy"));
    await desk.run({ concurrency: 4 });
    const others = desk.asked.filter(({ key }) => !/^A-[1-4]$/.test(key)).map(({ at_ms }) => at_ms);
    expect(Math.max(...others)).toBeLessThan(1000);
    expect(desk.counts()).toEqual({ done: 20 });
  });

  it("but not all rows may come to wait: taking ends at four for each slot", async () => {
    const desk = await new Sending().load(...keys(60));
    for (const key of keys(60)) desk.answers(key, refusal("busy"));
    let most = 0;
    desk.onLeft = () => {
      most = Math.max(most, desk.taken.length - (desk.counts().done ?? 0));
    };
    await desk.run({ concurrency: 2 });
    expect(most).toBe(8);
    expect(desk.counts()).toEqual({ done: 60 });
  });

  it.each([
    [0, false, 0],
    [3, false, 3],
    [10, true, 10],
    [11, true, 10],
  ])("a limit of %d rows", async (limit, all, done) => {
    const desk = await new Sending().load(...keys(10));
    expect(await desk.run({ limit })).toBe(all);
    expect(desk.counts().done ?? 0).toBe(done);
    expect(desk.asked).toHaveLength(done);
  });

  it("a limit counts rows, not requests", async () => {
    const desk = await new Sending().load(...keys(3));
    desk.answers("A-1", refusal("busy"), refusal("throttled"));
    await desk.run({ limit: 2 });
    expect(desk.counts()).toEqual({ done: 2, pending: 1 });
    expect(desk.requests).toMatchObject({ sent: 4, retried: 2, throttled: 1 });
  });
});

describe("the order of rows", () => {
  it("is in doubt, failed, pending", async () => {
    const desk = await new Sending().load(...keys(4));
    desk.sent("A-4", "in_doubt");
    desk.sent("A-3", "failed");
    await desk.run({ concurrency: 1 });
    expect(desk.asked.map(({ key }) => key)).toEqual(["A-4", "A-3", "A-1", "A-2"]);
  });

  it.each(["failed", "in_doubt"] as const)(
    "gives each row once, also one that was %s and waits among the pending",
    async (status) => {
      const desk = await new Sending().load(...keys(3));
      desk.sent("A-1", status);
      desk.answers("A-1", refusal(status === "failed" ? "busy" : "lost"));
      await desk.run({ concurrency: 1 });
      expect(desk.taken.map(({ key }) => key)).toEqual(["A-1", "A-2", "A-3"]);
      expect(desk.counts()).toEqual({ done: 3 });
      expect(desk.times("A-1")).toHaveLength(2);
    },
  );
});

describe("the intent", () => {
  it("is in the ledger for everybody to see when the request leaves", async () => {
    const desk = await new Sending().load(...keys(3));
    const seen: unknown[] = [];
    desk.onLeft = (key) => {
      const db = new Database(desk.ledger_path, { readonly: true });
      seen.push(
        db
          .prepare(
            `SELECT r.status, a.number, a.started_at_ms FROM rows r JOIN attempts a ON a.row_id = r.id
             WHERE r.key = ? AND a.ended_at_ms IS NULL`,
          )
          .get(key),
      );
      db.close();
    };
    await desk.run({ concurrency: 1 });
    const start_ms = desk.clock.now_ms() - 300;
    const expected = [0, 100, 200].map((at_ms) => ({
      status: "sending",
      number: 1,
      started_at_ms: start_ms + at_ms,
    }));
    expect(seen).toEqual(expected);
  });
});

describe("what is written without a sync", () => {
  it("is the outcome alone: the intent is on the disk before the request leaves", async () => {
    const desk = await new Sending().load(...keys(3));
    desk.answers("A-2", refusal("lost"));
    const { attempts, unsynced } = desk.ledger;
    const written = new Set<string>();
    let is_synced = true;
    vi.spyOn(desk.ledger, "unsynced").mockImplementation((work) => {
      is_synced = false;
      try {
        return unsynced(work);
      } finally {
        is_synced = true;
      }
    });
    for (const name of ["begin", "finish"] as const) {
      const write = attempts[name].bind(attempts) as (...given: unknown[]) => never;
      vi.spyOn(attempts, name).mockImplementation((...given: unknown[]) => {
        written.add(`${name} ${is_synced ? "synced" : "unsynced"}`);
        return write(...given);
      });
    }
    await desk.run();
    expect(desk.counts()).toEqual({ done: 3 });
    expect([...written].sort()).toEqual(["begin synced", "finish unsynced"]);
  });
});

describe("an attempt that fails", () => {
  it("with a server error is in doubt, and repeated after a second", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", refusal("system_error", { code: 1002001, http_status: 500 }));
    await desk.run();
    expect(desk.steps("A-1")).toEqual(["in_doubt by system_error", "done by accepted"]);
    expect(desk.times("A-1")).toEqual([0, 1100]);
    expect(desk.row("A-1")).toMatchObject({ status: "done", attempts: 2 });
  });

  it("is tried again with growing waits, and given up for now after so many", async () => {
    const desk = await new Sending().load("A-1", "A-2");
    desk.answers("A-1", ...Array.from({ length: 9 }, () => refusal("busy")));
    expect(await desk.run({ max_attempts: 4 })).toBe(true);
    expect(desk.times("A-1")).toEqual([0, 1100, 3200, 7300]);
    expect(desk.steps("A-1").at(-1)).toBe("failed by busy");
    expect(desk.counts()).toEqual({ done: 1, failed: 1 });
    await desk.run();
    expect(desk.times("A-1").length).toBeGreaterThan(4);
  });

  it("costs nothing where it was only throttled", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", ...Array.from({ length: 20 }, () => refusal("throttled", { code: 99991400 })));
    await desk.run({ max_attempts: 2 });
    expect(desk.counts()).toEqual({ done: 1 });
    expect(desk.requests).toMatchObject({ sent: 21, retried: 20, throttled: 20 });
    expect(desk.clock.monotonic_ms()).toBe(2100);
  });

  it("by a dead token is sent again at once, with a new token", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", refusal("token_dead", { code: 99991663 }));
    await desk.run({ max_attempts: 1 });
    expect(desk.counts()).toEqual({ done: 1 });
    expect(desk.times("A-1")).toEqual([0, 100]);
  });

  it("by a dead token is no proof against the app, however often it happens to one row", async () => {
    const desk = await new Sending().load(...keys(3));
    desk.answers("A-3", ...Array.from({ length: 9 }, () => refusal("token_dead", { code: 99991663 })));
    await desk.run({ max_attempts: 1 });
    expect(desk.counts()).toEqual({ done: 3 });
    expect(desk.requests).toMatchObject({ sent: 12, retried: 9 });
  });

  it("asks for nothing, not even a token, where there is nothing to send", async () => {
    const desk = await new Sending().load("A-1");
    await desk.run();
    let asked = 0;
    const send = async () => {
      asked += 1;
      return undefined;
    };
    expect(await desk.run({ send })).toBe(true);
    expect(await desk.run({ send, limit: 0 })).toBe(true);
    expect(asked).toBe(0);
  });

  it("before it had a token ends the run where Feishu refuses us, and touches no row", async () => {
    const desk = await new Sending().load(...keys(3));
    const refused = refusal("refused_us", { code: 99991663 });
    await desk.run({ send: async () => refused });
    expect(desk.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 3, code: 99991663 } });
    expect(desk.counts()).toEqual({ pending: 3 });
    expect(desk.requests).toMatchObject({ sent: 0 });
  });

  it("because Feishu refuses us ends the run with what is in flight recorded", async () => {
    const desk = await new Sending().load(...keys(30));
    desk.answers("A-2", refusal("refused_us", { code: 99991672, log_id: "log-2" }));
    await desk.run({ concurrency: 4 });
    expect(desk.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 3, code: 99991672, log_id: "log-2" } });
    expect(desk.counts().failed).toBe(1);
    expect(desk.counts()).not.toHaveProperty("sending");
    expect(desk.asked.length).toBeLessThanOrEqual(8);
  });

  it("again and again is in doubt since the first one: the key is as old as that", async () => {
    const desk = await new Sending().load("A-1");
    const began_ms = desk.clock.now_ms();
    desk.answers("A-1", ...Array.from({ length: 3 }, () => refusal("lost")));
    await desk.run({ max_attempts: 3, read: async () => refusal("refused", { code: 4712 }) });
    expect(desk.times("A-1")).toHaveLength(3);
    expect(desk.ledger.queue.byKey("A-1")).toMatchObject({ status: "in_doubt", doubt_since_ms: began_ms });
  });

  it("for good is rejected with one request", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", refusal("refused", { code: 1002102 }));
    await desk.run();
    expect(desk.counts()).toEqual({ rejected: 1 });
    expect(desk.asked).toHaveLength(1);
  });

  it("with code 0 and no id is in doubt, and repeated", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", { ok: true, data: {}, code: 0, took_ms: 1 });
    await desk.run();
    expect(desk.steps("A-1")).toEqual(["in_doubt by accepted", "done by accepted"]);
  });
});

describe("errors of many rows", () => {
  it("stop the run at --max-errors, and rows in flight are recorded", async () => {
    const desk = await new Sending().load(...keys(60));
    for (const key of keys(60).filter((_, index) => index % 2 === 0)) desk.answers(key, refusal("refused"));
    await desk.run({ concurrency: 2, max_errors: { rows: 5 } });
    expect(desk.brake.reason?.why).toBe("max_errors");
    expect(desk.counts().rejected).toBe(5);
    expect(desk.counts()).not.toHaveProperty("sending");
  });

  it("stop the run when the first fifty are the same", async () => {
    const desk = await new Sending().load(...keys(80));
    for (const key of keys(80)) desk.answers(key, refusal("refused", { code: 1002102 }));
    await desk.run({ concurrency: 1 });
    expect(desk.brake.reason?.why).toBe("same_refusal");
    expect(desk.counts()).toEqual({ rejected: 50, pending: 30 });
  });
});

describe("an outage", () => {
  it("of minutes costs no row its attempts, and every row is done once afterwards", async () => {
    const desk = await new Sending().load(...keys(30));
    for (const key of keys(30)) {
      desk.answer(key, (at_ms) =>
        at_ms > 250 && at_ms < 300_000
          ? refusal("unreachable")
          : { ok: true, data: { external_application: { id: `R-${key}` } }, code: 0, took_ms: 1 },
      );
    }
    const taken = new Set<number>();
    desk.onLeft = () => {
      const at_ms = desk.clock.monotonic_ms();
      if (at_ms > 1000 && at_ms < 300_000) taken.add(desk.taken.length);
    };
    await desk.run({ max_attempts: 2 });
    expect(desk.counts()).toEqual({ done: 30 });
    // Twelve were done before, and the four that met it wait: nobody joins them.
    expect([...taken]).toEqual([17]);
    const during = desk.asked.filter(({ at_ms }) => at_ms > 1000 && at_ms < 300_000);
    expect(during.length).toBeLessThan(20);
    expect(desk.told.filter(({ event }) => event === "outage_began")).toHaveLength(1);
  });

  it("of answers that may hide a success costs none either: three attempts outlast many minutes of them", async () => {
    const desk = await new Sending().load(...keys(9));
    const [, ...troubled] = keys(9);
    for (const key of troubled) {
      desk.answer(key, (at_ms) =>
        at_ms < 840_000 ? refusal("system_error", { code: 1002001, http_status: 500 }) : created(`R-${key}`),
      );
    }
    await desk.run({ max_attempts: 3 });
    expect(Math.max(...troubled.map((key) => desk.times(key).length))).toBeGreaterThan(4);
    expect(desk.counts()).toEqual({ done: 9 });
    expect(desk.brake.pulled).toBe(false);
  });

  it("from the first moment is given up after a minute with exit 4, and nothing is lost", async () => {
    const desk = await new Sending().load(...keys(30));
    for (const key of keys(30)) desk.answer(key, () => refusal("unreachable"));
    expect(await desk.run()).toBe(false);
    expect(desk.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 4 } });
    expect(desk.counts()).toEqual({ pending: 30 });
  });
});
