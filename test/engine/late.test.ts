import { describe, expect, it } from "vitest";
import { Brake } from "../../src/engine/calls/brake.js";
import type { FeishuRequest, Reply } from "../../src/model/reply.js";
import { jobAdvertisement } from "../../src/targets/job-advertisement.js";
import { created, refusal } from "./replies.js";
import { Sending } from "./sending.js";

const TIMEOUT_MS = 5_000;

/** Rows that become advertisements, which no key protects, and a Feishu that acts long after we have given up. */
class Slow extends Sending {
  /** Moments at which each advertisement was published, also those that are still to come. */
  readonly published_ms = new Map<string, number[]>();
  reads = 0;
  override keyOf = ({ path, body }: FeishuRequest) =>
    `${path.split("/").at(-2)}@${(body as { job_channel_id: string }).job_channel_id}`;
  override mapping = "target: job-advertisement\nfields: { advertisement_id: id, job_channel_id: talent }\n";

  /** A create that is never answered. `acts_ms`: how long after it left it is published. */
  never(key: string, ...acts_ms: readonly (number | undefined)[]): void {
    this.answer(key, async (at_ms, nth) => {
      if (nth >= acts_ms.length) {
        this.#publish(key, at_ms);
        return { ok: true, took_ms: 1, code: 0, data: {} };
      }
      const acts_in_ms = acts_ms[nth];
      if (acts_in_ms !== undefined) this.#publish(key, at_ms + acts_in_ms);
      await this.clock.sleep(TIMEOUT_MS);
      return refusal("lost");
    });
  }

  publish(brake = this.brake): Promise<boolean> {
    return this.run({ target: jobAdvertisement, read: async (request) => this.#search(request), brake });
  }

  #publish(key: string, at_ms: number): void {
    this.published_ms.set(key, [...(this.published_ms.get(key) ?? []), at_ms]);
  }

  #search({ body }: FeishuRequest): Reply {
    this.reads += 1;
    const now_ms = this.clock.monotonic_ms();
    const { job_channel_id } = body as { job_channel_id: string };
    const items = Array.from(this.published_ms)
      .filter(([key, at_ms]) => key.endsWith(`@${job_channel_id}`) && at_ms.some((each) => each <= now_ms))
      .map(([key]) => ({ id: key.split("@")[0] }));
    return { ok: true, took_ms: 1, data: { items, has_more: false } };
  }
}

/** Rows on one channel, by their keys. */
async function slow(...ads: readonly string[]): Promise<Slow> {
  const desk = new Slow();
  desk.write("a.csv", ...ads.map((ad) => `${ad},3,,`));
  await desk.stage(["a.csv"]);
  desk.took_ms = 0;
  return desk;
}

describe("a server that acts after we have given up", () => {
  it.each([6, 8, 20, 60, 170, 299])("after %d seconds publishes each advertisement once", async (seconds) => {
    const ads = ["701", "702", "703", "704"];
    const desk = await slow(...ads);
    for (const ad of ads) desk.never(`${ad}@3`, seconds * 1_000);
    expect(await desk.publish()).toBe(true);
    expect(desk.counts()).toEqual({ done: 4 });
    expect(desk.asked).toHaveLength(4);
    for (const ad of ads) expect(desk.published_ms.get(`${ad}@3`)).toHaveLength(1);
  });

  it.each([0, 3_600_000])("that never does is asked again after five minutes, not sooner (%d ms)", async (wait_ms) => {
    const desk = await slow("701");
    await desk.clock.sleep(wait_ms);
    desk.never("701@3", undefined);
    await desk.publish();
    expect(desk.counts()).toEqual({ done: 1 });
    const [first = 0, second = 0] = desk.times("701@3");
    expect(second - first).toBeGreaterThanOrEqual(300_000);
    expect(second - first).toBeLessThan(310_000);
  });

  it("is waited for without a busy loop, and others are sent meanwhile", async () => {
    const desk = await slow("701", "702", "703");
    desk.never("701@3", undefined);
    desk.never("702@3");
    desk.never("703@3");
    await desk.publish();
    expect(Math.max(...desk.times("702@3"), ...desk.times("703@3"))).toBeLessThan(1_000);
    expect(desk.reads).toBeLessThan(15);
  });

  it("is waited for by the next call, too: five minutes after the request left", async () => {
    const desk = await slow("701");
    desk.never("701@3", 200_000);
    const stopped = desk.publish();
    await desk.clock.sleep(20_000);
    desk.brake.pull({ why: "sigint" });
    await stopped;
    expect(desk.counts()).toEqual({ in_doubt: 1 });
    await desk.publish(new Brake());
    expect(desk.counts()).toEqual({ done: 1 });
    expect(desk.asked).toHaveLength(1);
    expect(desk.published_ms.get("701@3")).toHaveLength(1);
    expect(desk.clock.monotonic_ms()).toBeLessThan(310_000);
  });

  it("and whose advertisement nobody ever answers is given up after so many requests", async () => {
    const desk = await slow("701");
    desk.never("701@3", ...Array.from({ length: 20 }, () => undefined));
    await desk.run({ target: jobAdvertisement, read: async () => EMPTY, max_attempts: 3 });
    expect(desk.asked).toHaveLength(3);
    expect(desk.row("701@3")).toMatchObject({ status: "failed", kind: "lost" });
  });
});

const EMPTY: Reply = { ok: true, took_ms: 1, data: { items: [], has_more: false } };

describe("a row that Feishu knows by its key", () => {
  it("is sent again at once, for a late request and that one are one record", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", refusal("lost"));
    await desk.run();
    expect(desk.counts()).toEqual({ done: 1 });
    expect(desk.times("A-1")).toEqual([0, 1_100]);
  });

  it("is not sent again where Feishu's clock says that its key has grown old since", async () => {
    const desk = await new Sending().load("A-1");
    desk.sent("A-1", "in_doubt");
    await desk.clock.sleep(20 * 3_600_000);
    desk.answers("A-1", { ...refusal("lost"), server_time_ms: desk.clock.now_ms() + 4 * 3_600_000 });
    const items = [{ id: "R-1", talent_id: "T-A-1" }];
    await desk.run({ read: async () => ({ ok: true, took_ms: 1, data: { items, has_more: false } }) });
    expect(desk.row("A-1").status).toBe("done");
    expect(desk.times("A-1")).toHaveLength(1);
  });

  it("is not rejected for what may be the late request's doing: what Feishu holds is read before", async () => {
    const desk = await new Sending().load("A-1");
    // Lost; a repeat is refused, which says nothing; absent; then it acts, and the next request is refused for that.
    desk.answers("A-1", refusal("lost"), refusal("refused"), refusal("refused"));
    const items = [{ id: "R-1", talent_id: "T-A-1" }];
    const read = async (): Promise<Reply> => {
      return { ok: true, took_ms: 1, data: { items: desk.times("A-1").length < 3 ? [] : items, has_more: false } };
    };
    await desk.run({ read });
    expect(desk.row("A-1").status).toBe("done");
    expect(desk.times("A-1")).toHaveLength(3);
  });

  it("is rejected where it is not there, without another request", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", refusal("lost"), refusal("refused"), refusal("refused", { code: 1002002 }));
    await desk.run();
    expect(desk.row("A-1")).toMatchObject({ status: "rejected", kind: "refused" });
    expect(desk.times("A-1")).toHaveLength(3);
    expect(desk.clock.monotonic_ms()).toBeLessThan(20_000);
  });

  it("is rejected at once where nothing can act any more", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", refusal("system_error"), refusal("refused"), refusal("refused"));
    await desk.run();
    expect(desk.row("A-1").status).toBe("rejected");
    expect(desk.times("A-1")).toHaveLength(3);
  });

  it("does not go round for ever: lost, refused, absent, lost, refused, absent", async () => {
    const desk = await new Sending().load("A-1");
    const again = Array.from({ length: 40 }, (_, n) => refusal(n % 2 === 0 ? "lost" : "refused"));
    desk.answers("A-1", ...again);
    await desk.run({ max_attempts: 4 });
    expect(desk.times("A-1").length).toBeLessThanOrEqual(8);
    expect(["failed", "rejected"]).toContain(desk.row("A-1").status);
  });

  it("is done by an answer, however late it could still be made twice", async () => {
    const desk = await new Sending().load("A-1");
    desk.answers("A-1", refusal("lost"), created("R-9"));
    await desk.run();
    expect(desk.row("A-1").status).toBe("done");
  });
});
