import { describe, expect, it } from "vitest";
import { createWindow } from "../../src/sandbox/limits.js";
import fc from "../support/fast-check.js";
import { CREATE, open, signIn, stoppedClock, TALENT } from "./support.js";

const PER_SECOND = { requests: 20, window_ms: 1000 };

describe("a rate window", () => {
  it("sliding: no stretch of its length ever holds more than the cap", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 200 }), (gaps_ms) => {
        const window = createWindow("sliding", PER_SECOND);
        const accepted_ms: number[] = [];
        let now_ms = 0;
        for (const gap_ms of gaps_ms) {
          now_ms += gap_ms;
          const inside = accepted_ms.filter((at_ms) => now_ms - at_ms < 1000).length;
          const reset_s = window.take(now_ms);
          expect(reset_s === 0).toBe(inside < 20);
          if (reset_s === 0) accepted_ms.push(now_ms);
        }
      }),
    );
  });

  it("fixed: a burst at the end of a window and one at its beginning both pass", () => {
    const taken = (kind: "fixed" | "sliding") => {
      const window = createWindow(kind, PER_SECOND);
      return [999, 1000].flatMap((now_ms) => Array.from({ length: 20 }, () => window.take(now_ms)));
    };
    expect(taken("fixed").filter((reset_s) => reset_s === 0)).toHaveLength(40);
    expect(taken("sliding").filter((reset_s) => reset_s === 0)).toHaveLength(20);
  });

  it("tells the wait in whole seconds", () => {
    const sliding = createWindow("sliding", { requests: 1, window_ms: 60_000 });
    const fixed = createWindow("fixed", { requests: 1, window_ms: 60_000 });
    sliding.take(30_000);
    fixed.take(30_000);
    expect([sliding.take(45_500), fixed.take(45_500)]).toEqual([45, 15]);
    expect([sliding.take(89_999), sliding.take(90_000)]).toEqual([1, 0]);
  });
});

describe("the caps of the APIs", () => {
  it("throttles the 21st create of a second, which neither acts nor counts", async () => {
    const clock = stoppedClock();
    const sandbox = await open({ now_ms: clock.now_ms });
    const { create, list } = await signIn(sandbox);
    const answers = await Promise.all(Array.from({ length: 25 }, () => create({ talent_id: TALENT })));
    const throttled = answers.filter((answer) => answer.http_status === 429);
    expect(throttled).toHaveLength(5);
    expect(throttled[0]?.body).toEqual({ code: 99991400, msg: "request trigger frequency limit" });
    expect(throttled[0]?.headers.get("x-ogw-ratelimit-limit")).toBe("20");
    expect(throttled[0]?.headers.get("x-ogw-ratelimit-reset")).toBe("1");
    expect(sandbox.records()).toHaveLength(20);
    expect((await list(`talent_id=${TALENT}`)).body.code).toBe(0);
    clock.at_ms += 999;
    expect((await create({ talent_id: TALENT })).http_status).toBe(429);
    clock.at_ms += 1;
    expect((await create({ talent_id: TALENT })).http_status).toBe(200);
    expect(sandbox.requests()[CREATE]).toMatchObject({
      arrived: 27,
      accepted: 21,
      worst_second_arrived: 26,
      worst_second_accepted: 20,
      codes: { 0: 21, 99991400: 6 },
    });
  });

  it("counts by fixed windows when asked to", async () => {
    const clock = stoppedClock(Date.UTC(2025, 0, 6) + 999);
    const { create } = await signIn(await open({ now_ms: clock.now_ms, window: "fixed", rate_per_s: 2 }));
    const codes: number[] = [];
    for (let i = 0; i < 3; i += 1) codes.push((await create({ talent_id: TALENT })).http_status);
    clock.at_ms += 1;
    for (let i = 0; i < 3; i += 1) codes.push((await create({ talent_id: TALENT })).http_status);
    expect(codes).toEqual([200, 200, 429, 200, 200, 429]);
  });

  it("lets 20 deletes through in a minute and names the wait", async () => {
    const clock = stoppedClock();
    const sandbox = await open({ now_ms: clock.now_ms, rate_per_s: 100 });
    const { create, remove } = await signIn(sandbox);
    const ids: string[] = [];
    for (let i = 0; i < 22; i += 1) ids.push((await create({ talent_id: TALENT })).body.data.external_application.id);
    for (const id of ids.slice(0, 20)) {
      expect((await remove(id)).body.code).toBe(0);
      clock.at_ms += 1000;
    }
    const throttled = await remove(ids[20] ?? "");
    expect([throttled.http_status, throttled.body.code]).toEqual([429, 99991400]);
    expect(throttled.headers.get("x-ogw-ratelimit-reset")).toBe("40");
    expect(sandbox.records()).toHaveLength(2);
    clock.at_ms += 40_000;
    expect((await remove(ids[20] ?? "")).body.code).toBe(0);
    expect((await remove(ids[21] ?? "")).http_status).toBe(429);
  });
});
