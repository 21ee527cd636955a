import { describe, expect, it } from "vitest";
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
});
