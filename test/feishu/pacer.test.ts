import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPacer } from "../../src/feishu/pacer.js";
import { departures } from "./departures.js";

// Timers, the wall clock and the monotonic clock are virtual here; pacer-clock.test.ts uses the real ones.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function sleep(wait_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, wait_ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}

function pacerOf(cap_per_s = 20, rate_per_s = cap_per_s) {
  return createPacer({ cap_per_s, rate_per_s, monotonic_ms: () => performance.now(), sleep });
}

/** Starts `count` requests and notes when each left. */
function startMany(pacer: ReturnType<typeof pacerOf>, count: number): number[] {
  const { start } = departures(pacer);
  const left_ms: number[] = [];
  for (let index = 0; index < count; index += 1) void start(() => left_ms.push(performance.now()));
  return left_ms;
}

function worstSecond(left_ms: readonly number[]): number {
  return Math.max(...left_ms.map((from) => left_ms.filter((at) => at >= from && at < from + 1000).length));
}

describe("Pacer.slot", () => {
  it("lets starts leave one by one, never more than the cap in a second", async () => {
    const left_ms = startMany(pacerOf(), 200);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(left_ms).toHaveLength(200);
    expect(worstSecond(left_ms)).toBeLessThanOrEqual(20);
  });

  it("is granted until a request leaves, and says whether it was waited for", async () => {
    const pacer = pacerOf();
    const waited = [pacer.slot()];
    await vi.advanceTimersByTimeAsync(100);
    waited.push(pacer.slot(), pacer.slot());
    expect(await Promise.all(waited)).toEqual([true, false, false]);
    pacer.left();
    const next = pacer.slot();
    await vi.advanceTimersByTimeAsync(200);
    expect(await next).toBe(true);
  });

  it("is lost to a pause: nothing leaves in it, and it is spaced anew behind it", async () => {
    const pacer = pacerOf();
    void pacer.slot();
    await vi.advanceTimersByTimeAsync(100);
    pacer.throttled(3);
    const behind = pacer.slot();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(await Promise.race([behind, "waits"])).toBe("waits");
    await vi.advanceTimersByTimeAsync(300);
    expect(await behind).toBe(true);
  });

  it("counts what leaves late from when it left", async () => {
    const pacer = pacerOf(2);
    const { start } = departures(pacer);
    const slow = () => sleep(10_000);
    const left_ms: number[] = [];
    void start(slow);
    for (let index = 0; index < 3; index += 1) void start(() => left_ms.push(performance.now()));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(left_ms).toHaveLength(3);
    // A second, and ten milliseconds for what is slower on the way than the first one was.
    expect(left_ms[1]! - 10_000, "the third in a second after the slow one").toBeGreaterThanOrEqual(1_010);
  });

  it("lets the second request of all wait longer: the first one meets what has never run", async () => {
    const left_ms = startMany(pacerOf(), 3);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(left_ms[1]! - left_ms[0]!).toBeGreaterThanOrEqual(100);
    expect(left_ms[2]! - left_ms[1]!).toBeLessThan(100);
  });

  it("goes at 95 % of the cap from the start", async () => {
    const left_ms = startMany(pacerOf(), 400);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(left_ms.length).toBeGreaterThan(20 * 20 * 0.95);
  });

  it("keeps a rate below the cap in every second", async () => {
    const left_ms = startMany(pacerOf(20, 5), 60);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(left_ms.length).toBeGreaterThan(45);
    expect(worstSecond(left_ms)).toBeLessThanOrEqual(5);
  });

  it.each([
    [20, 21],
    [20, 0],
    [0, 1],
    [2.5, 1],
  ])("refuses a cap of %d with a rate of %d", (cap, rate) => {
    expect(() => pacerOf(cap, rate)).toThrow(RangeError);
  });
});

describe("an aborted wait", () => {
  it.each(["a pause", "the limiter"])("for %s ends at once, and leaves no timer behind", async (what) => {
    const pacer = createPacer({ cap_per_min: 1, monotonic_ms: () => performance.now(), sleep });
    const { start } = departures(pacer);
    void start();
    await vi.advanceTimersByTimeAsync(1_000);
    if (what === "a pause") pacer.holdUntil(performance.now() + 300_000);
    const stop = new AbortController();
    const leave = vi.fn();
    const waiting = start(leave, stop.signal);
    await vi.advanceTimersByTimeAsync(10);
    stop.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(await waiting).toBeUndefined();
    expect(await start(leave, stop.signal)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(leave).not.toHaveBeenCalled();
  });

  it("gives its place to those behind it", async () => {
    const { start } = departures(pacerOf());
    const stop = new AbortController();
    const left: string[] = [];
    void start(() => left.push("first"), stop.signal);
    void start(() => left.push("second"));
    stop.abort();
    await vi.advanceTimersByTimeAsync(200);
    expect(left).toEqual(["second"]);
  });
});

describe("Pacer.throttled", () => {
  it("holds everything for as long as the header says, then goes on slower", async () => {
    const pacer = pacerOf();
    const left_ms = startMany(pacer, 200);
    await vi.advanceTimersByTimeAsync(1500);
    const pace_before = pacer.state().pace_per_s;
    pacer.throttled(52);
    const until_ms = performance.now() + 52_000;
    const before = left_ms.length;
    expect(pacer.state().waiting_until_ms).toBe(until_ms);
    await vi.advanceTimersByTimeAsync(51_990);
    expect(left_ms).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1100);
    expect(left_ms.length).toBeGreaterThan(before + 10);
    expect(left_ms[before]).toBeGreaterThanOrEqual(until_ms);
    expect(left_ms[before + 1]! - left_ms[before]!).toBeGreaterThan(40);
    expect(pacer.state().pace_per_s).toBeLessThan(pace_before);
  });

  it("counts the requests in flight of one burst once, and waits for the longest of them", async () => {
    const pacer = pacerOf();
    const { start } = departures(pacer);
    const all = Promise.all([start(), start(), start()]);
    await vi.advanceTimersByTimeAsync(400);
    const left_ms = await all;
    pacer.throttled(1, left_ms[0]);
    const pace_per_s = pacer.state().pace_per_s;
    await vi.advanceTimersByTimeAsync(500);
    pacer.throttled(1, left_ms[1]);
    expect(pacer.state().waiting_until_ms).toBe(performance.now() + 1000);
    await vi.advanceTimersByTimeAsync(1500);
    pacer.throttled(1, left_ms[2]);
    expect(pacer.state()).toMatchObject({ pace_per_s, throttles: 3 });
  });

  it("counts a throttle without a start as the same burst while it waits, and as a new one later", async () => {
    const pacer = pacerOf();
    pacer.throttled(1);
    const pace_per_s = pacer.state().pace_per_s;
    pacer.throttled(1);
    expect(pacer.state().pace_per_s).toBe(pace_per_s);
    await vi.advanceTimersByTimeAsync(1001);
    pacer.throttled(1);
    expect(pacer.state().pace_per_s).toBeLessThan(pace_per_s);
  });

  it("never shortens a wait", async () => {
    const pacer = pacerOf();
    pacer.throttled(60);
    const until_ms = pacer.state().waiting_until_ms;
    pacer.throttled(1);
    expect(pacer.state().waiting_until_ms).toBe(until_ms);
  });

  it("works its way up again with what is accepted", () => {
    const pacer = pacerOf();
    for (let time = 0; time < 40; time += 1) pacer.accepted();
    pacer.throttled(1);
    const low = pacer.state().pace_per_s;
    for (let time = 0; time < 4000; time += 1) pacer.accepted();
    expect(pacer.state().pace_per_s).toBeGreaterThan(low + 0.5);
  });
});

describe("Pacer.holdUntil", () => {
  it("never shortens a wait", () => {
    const pacer = pacerOf();
    pacer.holdUntil(performance.now() + 60_000);
    pacer.holdUntil(performance.now() + 1_000);
    expect(pacer.state().waiting_until_ms).toBe(performance.now() + 60_000);
  });

  it("lets nothing leave before, so that a new run keeps clear of the last one", async () => {
    const pacer = pacerOf();
    const until_ms = performance.now() + 800;
    pacer.holdUntil(until_ms);
    const left_ms = startMany(pacer, 3);
    await vi.advanceTimersByTimeAsync(1200);
    expect(left_ms).toHaveLength(3);
    expect(left_ms[0]).toBeGreaterThanOrEqual(until_ms);
  });
});

describe("Pacer.state", () => {
  it("tells the pace, the starts of the last second and the throttles", async () => {
    const pacer = pacerOf();
    startMany(pacer, 100);
    await vi.advanceTimersByTimeAsync(3000);
    const state = pacer.state();
    expect(state.starts_last_second).toBeGreaterThanOrEqual(19);
    expect(state.starts_last_second).toBeLessThanOrEqual(20);
    expect(state).not.toHaveProperty("waiting_until_ms");
    expect(state.throttles).toBe(0);
  });
});

describe("a cap by the minute", () => {
  const slowOf = (rate_per_s?: number) =>
    createPacer({
      cap_per_min: 20,
      ...(rate_per_s === undefined ? {} : { rate_per_s }),
      monotonic_ms: () => performance.now(),
      sleep,
    });
  const worstMinute = (left_ms: readonly number[]) =>
    Math.max(...left_ms.map((from) => left_ms.filter((at) => at >= from && at < from + 60_000).length));

  it("is kept in every minute, evenly spaced and nearly used up", async () => {
    const left_ms = startMany(slowOf(), 200);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(left_ms.length).toBeGreaterThan(95);
    expect(worstMinute(left_ms)).toBeLessThanOrEqual(20);
    expect(
      left_ms.findIndex((at_ms) => at_ms > 10_000),
      "no burst at the start",
    ).toBeLessThanOrEqual(4);
  });

  it("counts what leaves late from when it left", async () => {
    const { start } = departures(createPacer({ cap_per_min: 2, monotonic_ms: () => performance.now(), sleep }));
    const left_ms: number[] = [];
    const leave = () => left_ms.push(performance.now());
    void start(() => sleep(50_000).then(leave));
    for (let index = 0; index < 4; index += 1) void start(leave);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(left_ms).toHaveLength(5);
    expect(worstMinute(left_ms)).toBe(2);
  });

  it("waits as long as a throttle says, and goes on", async () => {
    const pacer = slowOf();
    pacer.throttled(30);
    const left_ms = startMany(pacer, 3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(left_ms[0]).toBeGreaterThanOrEqual(30_000);
    expect(left_ms).toHaveLength(3);
  });

  it("refuses a rate above it", () => {
    expect(() => slowOf(1)).toThrow(RangeError);
  });
});
