import { describe, expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import { Outage, type Pass } from "../../src/engine/calls/outage.js";
import type { EngineEvent } from "../../src/engine/events.js";
import type { FailureKind } from "../../src/model/failure.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { created, refusal } from "./replies.js";

const MINUTE_MS = 60_000;

interface Asked {
  readonly at_ms: number;
  readonly pass: Pass;
}

/** Rows that come again and again, and a Feishu that answers or not by the time of day. */
class World {
  readonly clock = new VirtualClock();
  readonly brake = new Brake();
  readonly events: EngineEvent[] = [];
  readonly asked: Asked[] = [];
  probes_at_once = 0;
  #probes = 0;
  readonly outage: Outage;

  constructor(
    readonly isUp: (at_ms: number) => boolean,
    readonly kind: FailureKind = "unreachable",
    readonly took_ms = 10,
  ) {
    this.outage = new Outage({
      clock: this.clock,
      random: () => 1,
      brake: this.brake,
      observe: (event) => this.events.push(event),
      first_contact_ms: MINUTE_MS,
      max_outage_ms: 15 * MINUTE_MS,
    });
  }

  /** Works until this time, or until the run is stopped. */
  async live(rows: number, until_ms: number): Promise<void> {
    const row = async (): Promise<void> => {
      while (this.clock.monotonic_ms() < until_ms) {
        const pass = await this.outage.acquire();
        if (pass === "stopped") return;
        await this.#ask(pass);
        await this.clock.sleep(500, this.brake.signal);
      }
    };
    await Promise.all(Array.from({ length: rows }, row));
  }

  async #ask(pass: Pass): Promise<void> {
    const at_ms = this.clock.monotonic_ms();
    this.asked.push({ at_ms, pass });
    if (pass === "probe") this.probes_at_once = Math.max(this.probes_at_once, ++this.#probes);
    await this.clock.sleep(this.took_ms);
    if (pass === "probe") this.#probes -= 1;
    this.outage.note(this.isUp(at_ms) ? created("R-1") : { ...refusal(this.kind), took_ms: this.took_ms }, pass);
  }

  get probes(): number[] {
    return this.asked.filter(({ pass }) => pass === "probe").map(({ at_ms }) => at_ms);
  }

  told(event: EngineEvent["event"]): number {
    return this.events.filter((each) => each.event === event).length;
  }
}

describe("answers of other requests", () => {
  const clock = new VirtualClock();
  const foreign = { ...refusal("foreign_answer"), is_first: true as const };

  function outage() {
    const brake = new Brake();
    const options = { clock, random: () => 1, brake, observe: () => undefined };
    return { brake, outage: new Outage({ ...options, first_contact_ms: MINUTE_MS, max_outage_ms: MINUTE_MS }) };
  }

  it("by five new connections in a row end the run, and say so", () => {
    const { brake, outage: it_is } = outage();
    for (let nth = 1; nth <= 5; nth += 1) {
      expect(brake.pulled, `after ${nth - 1}`).toBe(false);
      it_is.note(foreign, "open");
    }
    expect(brake.reason).toMatchObject({
      why: "stopped",
      stop: { exit: 4, message: expect.stringMatching(/^5 answers in a row were not to what was asked/) },
    });
  });

  it("are no reason where others are right, or where they come by a connection that was used before", () => {
    const { brake, outage: it_is } = outage();
    for (let nth = 1; nth <= 40; nth += 1) {
      it_is.note(nth % 5 === 0 ? created("R-1") : foreign, "open");
      it_is.note(refusal("foreign_answer"), "open");
    }
    expect(brake.pulled).toBe(false);
  });
});

describe("an outage", () => {
  it("lets one row at a time out to see, with growing waits, and is told once", async () => {
    const world = new World((at_ms) => at_ms < MINUTE_MS);
    await world.live(20, 6 * MINUTE_MS);
    expect(world.probes_at_once).toBe(1);
    expect(world.told("outage_began")).toBe(1);
    const waits = world.probes.slice(1).map((at_ms, index) => at_ms - (world.probes[index] as number));
    for (const [index, wait] of waits.entries()) {
      const expected = Math.min(2_000 * 2 ** index, 30_000);
      expect(wait).toBeGreaterThanOrEqual(expected);
      // The rows look once a second whether it is their turn.
      expect(wait).toBeLessThanOrEqual(expected + 1_100);
    }
    expect(waits.length).toBeGreaterThan(8);
  });

  it("is over with the first answer, and all rows go on", async () => {
    const world = new World((at_ms) => at_ms < MINUTE_MS || at_ms > 3 * MINUTE_MS);
    await world.live(20, 5 * MINUTE_MS);
    expect(world.told("outage_began")).toBe(1);
    expect(world.told("outage_over")).toBe(1);
    expect(world.brake.pulled).toBe(false);
    const over = world.events.find((each) => each.event === "outage_over");
    expect(over).toMatchObject({ lasted_ms: expect.any(Number) });
    const after = world.asked.filter(({ at_ms, pass }) => at_ms > 4 * MINUTE_MS && pass === "open");
    expect(after.length).toBeGreaterThan(20 * 50);
  });

  it("begins its waits anew the next time", async () => {
    const world = new World((at_ms) => at_ms < 1_000 || (at_ms > 2 * MINUTE_MS && at_ms < 3 * MINUTE_MS));
    await world.live(3, 4 * MINUTE_MS);
    const second = world.probes.filter((at_ms) => at_ms >= 3 * MINUTE_MS);
    expect((second[0] as number) - 3 * MINUTE_MS).toBeLessThan(2_600);
    expect(world.told("outage_began")).toBe(2);
  });

  it("is given up after 15 minutes", async () => {
    const world = new World((at_ms) => at_ms < MINUTE_MS);
    await world.live(5, 60 * MINUTE_MS);
    const lasted_ms = world.clock.monotonic_ms() - MINUTE_MS;
    expect(lasted_ms).toBeGreaterThanOrEqual(15 * MINUTE_MS);
    expect(lasted_ms).toBeLessThan(15 * MINUTE_MS + 3_000);
    expect(world.brake.reason).toMatchObject({ why: "stopped", stop: { exit: 4, kind: "unreachable" } });
  });

  it.each([10, 10_000])("is given up after a minute where Feishu was never reached (%d ms each)", async (took_ms) => {
    const world = new World(() => false, "unreachable", took_ms);
    await world.live(5, 60 * MINUTE_MS);
    const { brake, clock } = world;
    expect(brake.reason).toMatchObject({ why: "stopped", stop: { exit: 4 } });
    expect(clock.monotonic_ms()).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(clock.monotonic_ms()).toBeLessThan(MINUTE_MS + took_ms + 3_000);
  });

  it("is not given up early: at a minute after the first contact it still waits", async () => {
    const world = new World((at_ms) => at_ms < 1_000 || at_ms > 14 * MINUTE_MS);
    await world.live(2, 20 * MINUTE_MS);
    expect(world.brake.pulled).toBe(false);
    expect(world.outage.down).toBe(false);
  });
});

describe("what is an outage", () => {
  const note = (...kinds: readonly (FailureKind | "ok")[]): boolean => {
    const { outage } = new World(() => true);
    for (const kind of kinds) outage.note(kind === "ok" ? created("R-1") : refusal(kind), "open");
    return outage.down;
  };

  it("one unreachable is one", () => {
    expect(note("unreachable")).toBe(true);
  });

  it.each(["lost", "system_error", "unreadable_answer"] as const)("eight of %s in a row are one", (kind) => {
    const seven = Array.from({ length: 7 }, () => kind);
    expect(note(...seven)).toBe(false);
    expect(note(...seven, kind)).toBe(true);
    expect(note(...seven, "ok", ...seven)).toBe(false);
  });

  it.each(["throttled", "token_dead", "busy", "refused", "unknown_code", "refused_us"] as const)(
    "%s is an answer, and ends one",
    (kind) => {
      expect(note(...Array.from({ length: 20 }, () => kind))).toBe(false);
      expect(note("unreachable", kind)).toBe(false);
    },
  );
});

describe("what waiting alone does not help", () => {
  const lasting = refusal("unreachable", { is_lasting: true });

  it("ends the run at once where Feishu was never reached", () => {
    const { outage, brake } = new World(() => true);
    outage.note(lasting, "open");
    expect(brake.reason).toMatchObject({ why: "stopped", stop: { exit: 4 } });
  });

  it("is waited out where it was: a laptop is in a network with a login page now", () => {
    const { outage, brake } = new World(() => true);
    outage.note(created("R-1"), "open");
    outage.note(lasting, "open");
    expect([brake.pulled, outage.down]).toEqual([false, true]);
  });
});

describe("a turn to probe", () => {
  it("that was not used goes to the next row", async () => {
    const { outage } = new World(() => true);
    outage.note(refusal("unreachable"), "open");
    const first = await outage.acquire();
    expect(first).toBe("probe");
    outage.unused(first);
    expect(await outage.acquire()).toBe("probe");
  });

  it("ends at once when the run stops", async () => {
    const { outage, brake, clock } = new World(() => true);
    outage.note(refusal("unreachable"), "open");
    const waiting = outage.acquire();
    brake.pull({ why: "sigint" });
    expect(await waiting).toBe("stopped");
    expect(clock.monotonic_ms()).toBe(0);
  });
});
