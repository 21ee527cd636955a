import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readTalents } from "../../src/sandbox/talents.js";
import { APPLICATIONS, CREATE, DAY_MS, folder, open, signIn, TALENT } from "./support.js";

const MISSING = "6930815272790100404";

describe("the store", () => {
  it("brings back records, keys, talents and time", async () => {
    const store = join(folder(), "sandbox");
    const before = await open({ store });
    const { create, update, remove } = await signIn(before);
    before.changeTalents([MISSING], []);
    const ids: string[] = [];
    for (const external_id of ["A-1", "A-2", "A-3"]) {
      ids.push((await create({ talent_id: MISSING, external_id })).body.data.external_application.id);
    }
    await update(ids[1] ?? "", { talent_id: TALENT, stage: "终面" });
    await remove(ids[2] ?? "");
    before.advanceClock(DAY_MS - 600_000);
    const records = before.records();
    await before.close();

    const after = await open({ store });
    expect(after.records()).toEqual(records);
    const calls = await signIn(after);
    const repeat = await calls.create({ talent_id: MISSING, external_id: "A-1" });
    expect(repeat.body.data.external_application.id).toBe(ids[0]);
    expect((await calls.list(`talent_id=${TALENT}`)).body.data.items).toHaveLength(1);
    after.advanceClock(600_000);
    const second = await (await signIn(after)).create({ talent_id: MISSING, external_id: "A-1" });
    expect(ids).not.toContain(second.body.data.external_application.id);
  });

  it("has the record on file before the answer is written", async () => {
    const store = join(folder(), "sandbox");
    const sandbox = await open({ store });
    const { authorization } = await signIn(sandbox);
    sandbox.planFaults(CREATE, ["hang_after"]);
    const asking = fetch(`${sandbox.url}${APPLICATIONS}`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ talent_id: TALENT, external_id: "A-1" }),
    }).catch(() => "no answer");
    await vi.waitFor(() => expect(sandbox.records()).toHaveLength(1), { timeout: 120_000, interval: 5 });
    expect(readFileSync(store, "utf8")).toMatch(/"external_id":"A-1".*\n$/);
    await sandbox.close();
    expect(await asking).toBe("no answer");
  });

  it("cuts off a torn last line and goes on behind it", async () => {
    const store = join(folder(), "sandbox");
    const first = await open({ store });
    await (await signIn(first)).create({ talent_id: TALENT, external_id: "A-1" });
    await first.close();
    appendFileSync(store, '{"op":"create","at_ms":1,"resource":"external_appl');

    const second = await open({ store });
    expect(second.records()).toHaveLength(1);
    await (await signIn(second)).create({ talent_id: TALENT, external_id: "A-2" });
    await second.close();
    const third = await open({ store });
    expect(third.records().map((record) => record.external_id)).toEqual(["A-1", "A-2"]);
  });

  it("is readable by its owner alone", async () => {
    const store = join(folder(), "sandbox");
    await open({ store });
    expect(statSync(store).mode & 0o777).toBe(0o600);
  });

  it.each(["申请ID,人才ID\nA-1,1\n", "x", '{"other":1}\n'])(
    "leaves a file alone that is not its own: %j",
    async (text) => {
      const store = join(folder(), "export.csv");
      writeFileSync(store, text);
      await expect(open({ store })).rejects.toMatchObject({ name: "SandboxError", kind: "store_unusable" });
      expect(readFileSync(store, "utf8")).toBe(text);
    },
  );

  it("names the line that is damaged", async () => {
    const store = join(folder(), "sandbox");
    await (await open({ store })).close();
    appendFileSync(store, "garbage\n");
    await expect(open({ store })).rejects.toThrow("damaged in line 2");
  });

  it("refuses a folder that does not exist", async () => {
    await expect(open({ store: "/nowhere/at/all" })).rejects.toMatchObject({ kind: "store_unusable" });
  });

  it("loads 100 000 records", async () => {
    const store = join(folder(), "sandbox");
    await (await open({ store })).close();
    const line = (i: number) =>
      JSON.stringify({
        op: "create",
        at_ms: 1_736_150_400_000 + i,
        resource: "external_application",
        id: String(7_400_000_000_000_000_000n + BigInt(i + 1) * 211n),
        external_id: `A-${i}`,
        owner: TALENT,
        fields: { talent_id: TALENT, job_title: "高级工程师", stage: "终面", create_time: 1_618_500_278_663 },
      });
    appendFileSync(store, `${Array.from({ length: 100_000 }, (_, i) => line(i)).join("\n")}\n`);
    const sandbox = await open({ store });
    expect(sandbox.records()).toHaveLength(100_000);
    expect(sandbox.records().at(-1)?.fields.job_title).toBe("高级工程师");
  });

  it("reads talents from a file, one a line", () => {
    const path = join(folder(), "talents.txt");
    writeFileSync(path, "\uFEFF1\r\n\r\n 2 \n3");
    expect(readTalents(path)).toEqual(new Set(["1", "2", "3"]));
  });
});
