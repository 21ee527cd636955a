import { describe, expect, it } from "vitest";
import { limitDuration } from "../../src/app/limits.js";
import { Brake } from "../../src/engine/calls/brake.js";
import { VirtualClock } from "../support/virtual-clock.js";
import { UseCases } from "./use-cases.js";

const lines = (stage: string, ...keys: readonly string[]) => keys.map((key) => `${key},T-${key},${stage},`);

/** Rows that Feishu holds, and one more that it does not; all of them have changed since. */
async function changed(): Promise<UseCases> {
  const desk = new UseCases();
  desk.write("a.csv", ...lines("Offer", "A-1", "A-2"));
  await desk.import(["a.csv"]);
  desk.write("a.csv", ...lines("Hired", "A-1", "A-2", "A-3"));
  desk.asked.length = 0;
  desk.told.length = 0;
  return desk;
}

describe("a call that is stopped", () => {
  it("at the question of `undo` deletes nothing, though somebody says yes", async () => {
    const desk = await changed();
    desk.confirm = async () => desk.brake.pull({ why: "sigterm" });
    const { end, undone } = await desk.undo();
    expect([end?.exit, undone]).toEqual([143, expect.objectContaining({ records: 2, deleted: 0, left: 2 })]);
    expect(desk.asked).toEqual([]);
    expect(desk.told.map(({ event }) => event)).not.toContain("changing");
    expect(desk.query("SELECT * FROM deletions")).toEqual([]);
  });

  it("at the question of `--update-changed` plans and sends nothing", async () => {
    const desk = await changed();
    desk.confirm = async () => desk.brake.pull({ why: "sigint" });
    const { exit, update } = await desk.import(["a.csv"], { update_changed: true });
    expect([exit, update.planned]).toEqual([130, 0]);
    expect(desk.asked).toEqual([]);
    expect(desk.query("SELECT * FROM updates")).toEqual([]);
  });

  it("while rows are sent overwrites nothing", async () => {
    const desk = await changed();
    desk.onLeft = () => desk.brake.pull({ why: "sigint" });
    const { exit, update } = await desk.import(["a.csv"], { update_changed: true });
    expect([exit, update]).toEqual([130, expect.objectContaining({ planned: 2, updated: 0 })]);
    expect(desk.asked).toEqual(["POST A-3"]);
    expect(desk.told.map(({ event }) => event)).not.toContain("changing");
    // The same command goes on with it.
    desk.onLeft = () => undefined;
    expect((await desk.import(["a.csv"], { update_changed: true })).exit).toBe(0);
    expect(desk.asked.slice(1).toSorted()).toEqual(["PUT R-A-1", "PUT R-A-2"]);
  });

  it("while updates are taken back deletes nothing", async () => {
    const desk = await changed();
    await desk.import(["a.csv"], { update_changed: true });
    desk.onLeft = () => desk.brake.pull({ why: "sigint" });
    const run = desk.told.findLast((each) => each.event === "run_began")?.run as number;
    desk.asked.length = 0;
    desk.told.length = 0;
    const { end } = await desk.undo({ run, limits: { concurrency: 1 } });
    expect(end?.exit).toBe(130);
    expect(desk.asked).toEqual(["PUT R-A-1"]);
    expect(desk.told.flatMap((each) => (each.event === "changing" ? [each.what] : []))).toEqual(["updates"]);
  });

  it("while people are asked for stages what was read all the same", async () => {
    const desk = new UseCases();
    desk.mapping =
      "target: external-application\nfields:\n  external_id: id\n  talent_id: { resolve: { email: mail } }\n";
    desk.writeRaw("a.csv", "id,mail\nA-1,one@example.com\nA-2,two@example.com\n");
    desk.onLeft = () => desk.brake.pull({ why: "sigint" });
    const { exit, staged } = await desk.import(["a.csv"]);
    expect([exit, desk.asked]).toEqual([130, ["POST batch_get_id"]]);
    expect(staged).toBeDefined();
    expect(desk.rows().map(({ key }) => key)).toEqual(["A-1", "A-2"]);
  });
});

describe("a call's longest duration", () => {
  it("ends with the call: what it would have stopped is over", async () => {
    const clock = new VirtualClock();
    const brake = new Brake();
    limitDuration(clock, brake, 1_000)();
    await clock.sleep(2_000);
    expect(brake.pulled).toBe(false);
    limitDuration(clock, brake, 1_000);
    await clock.sleep(2_000);
    expect(brake.reason).toEqual({ why: "max_duration" });
  });

  it("is that of rows and updates together", async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `A-${index + 1}`);
    const desk = new UseCases();
    desk.write("a.csv", ...lines("Offer", ...keys.slice(0, 10)));
    await desk.import(["a.csv"]);
    desk.write("a.csv", ...lines("Hired", ...keys));
    // A request takes 150 ms: ten rows and five updates are 2,250.
    const limits = { concurrency: 1, max_duration_ms: 2_250 };
    const { exit, update } = await desk.import(["a.csv"], { update_changed: true, limits });
    expect([exit, desk.counts()]).toEqual([10, { done: 20 }]);
    expect(update.planned).toBe(10);
    expect(update.updated).toBeLessThan(8);
  });
});
