import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAPPING, readCsv, rows, workplace } from "../cli/exports.js";
import { hire } from "../cli/program.js";
import { type Answer, type Created, say, scriptedFeishu } from "../cli/scripted.js";
import { pageIn, sentenceOf, shown, tableOf, toneOf } from "./desk.js";

const REFUSED = ["A-2", "A-4"];
const refuse = ({ external_id }: Created): Answer =>
  REFUSED.includes(external_id) ? say(400, 1002102, "talent not exist") : "ok";

const detailOf = (page: string): string => shown(/<p class="detail">(.*?)<\/p>/s.exec(page)?.[1] ?? "");
const sectionOf = (page: string, id: string): string =>
  shown(new RegExp(`<section aria-labelledby="${id}">(.*?)</section>`, "s").exec(page)?.[1] ?? "");

/** Five rows of which Feishu has refused two, and a person has left both out. */
async function signedOff() {
  const cwd = workplace(rows(5));
  const feishu = await scriptedFeishu(refuse);
  const { env } = feishu;
  const call = (...args: string[]) => hire(args, { cwd, env });
  await call("run", "export.csv");
  await call("resolve", "A-2", "--skip", "--reason", "HR: duplicate person");
  await call("resolve", "A-4", "--skip");
  return { cwd, call, feishu };
}

describe("what somebody signs", () => {
  it("counts as unclear only what was unclear", async () => {
    const { cwd } = await signedOff();
    const page = await pageIn(cwd);
    expect(sectionOf(page, "doubts")).toContain("Every request was answered");
    expect(page).not.toContain("rows affected");
  });

  it("counts a row whose answer was lost, also where a person has left it out since", async () => {
    const cwd = workplace(rows(3));
    const feishu = await scriptedFeishu(({ external_id, nth }) => {
      if (external_id !== "A-2") return "ok";
      return nth === 1 ? { how: "cut" } : say(400, 1002102, "talent not exist");
    });
    const call = (...args: string[]) => hire(args, { cwd, env: feishu.env });
    await call("run", "export.csv");
    await call("resolve", "A-2", "--skip", "--reason", "no such person");
    const page = await pageIn(cwd);
    expect(tableOf(page, "Unclear responses").at(-1)).toEqual(["rows affected", "1"]);
    expect(tableOf(page, "Left out by decision").slice(1)).toHaveLength(1);
  });

  it("lists each row that was left out by decision, with Feishu's code, the reason and the day", async () => {
    const { cwd, call } = await signedOff();
    const listed = tableOf(await pageIn(cwd), "Left out by decision").slice(1);
    expect(listed).toHaveLength(2);
    const [first, second] = listed as [string[], string[]];
    expect(first.slice(0, 2)).toEqual(["A-2", "line 3"]);
    expect(first[2]).toContain("1002102");
    expect(first[3]).toBe("HR: duplicate person");
    expect(first[4]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect([second[0], second[2], second[3]]).toEqual(["A-4", expect.stringContaining("1002102"), "no reason given"]);
    await call("results", "-o", "results.csv");
    const [, left_out] = readCsv(readFileSync(join(cwd, "results.csv"), "utf8"));
    expect(left_out).toMatchObject({
      key: "A-2",
      status: "skipped",
      kind: "left_out",
      code: "1002102",
      reason: "HR: duplicate person",
    });
    expect(left_out?.cause).not.toBe("");
  });

  it("is not green before what was imported has been read back, and is the same", async () => {
    const { cwd, call } = await signedOff();
    const before = await pageIn(cwd);
    expect(sentenceOf(before)).toBe("Import complete, not verified yet: 3 imported, 2 left out");
    expect(toneOf(before)).toBe("open");
    await call("verify", "--rate", "20", "--sample", "2");
    const sampled = await pageIn(cwd);
    expect(sentenceOf(sampled)).toBe("Import complete, 2 of 3 verified: 3 imported, 2 left out");
    expect(toneOf(sampled)).toBe("open");
    await call("verify", "--rate", "20");
    const after = await pageIn(cwd);
    expect(sentenceOf(after)).toBe("Import complete, verified: 3 imported, 2 left out");
    expect(toneOf(after)).toBe("good");
    expect(detailOf(after)).toContain("2 by decision");
    expect(after).not.toMatch(/every row is there|exactly once/i);
  });

  it("is not green where rows have changed since", async () => {
    const { cwd, call } = await signedOff();
    await call("verify", "--rate", "20");
    writeFileSync(join(cwd, "mapping.yaml"), MAPPING.replace("stage: stage", 'stage: { value: "Closed" }'));
    await call("run", "export.csv");
    const changed = await pageIn(cwd);
    expect(toneOf(changed)).not.toBe("good");
    expect(detailOf(changed)).toContain("3 imported rows have changed since");
  });

  it("calls a rehearsal one, whatever way it reached this machine", async () => {
    const { cwd } = await signedOff();
    const page = await pageIn(cwd);
    expect(page).toContain("REHEARSAL – not real data");
    expect(page).toMatch(/<title>REHEARSAL/);
    const other = workplace(rows(1));
    await hire(["run", "export.csv", "--sandbox"], { cwd: other });
    expect(await pageIn(other)).toContain("REHEARSAL – not real data");
  });

  it("tells runs in words and in the time of the reader's place", async () => {
    const cwd = workplace(rows(3));
    const { env } = await scriptedFeishu();
    const at = (zone: string) => ({ cwd, env: { ...env, TZ: zone } });
    await hire(["run", "export.csv", "--limit", "1"], at("UTC"));
    const [utc, shanghai] = [
      (await hire(["report", "-o", "-"], at("UTC"))).stdout,
      (await hire(["report", "-o", "-"], at("Asia/Shanghai"))).stdout,
    ];
    const [run] = tableOf(utc, "Runs, the latest last").slice(1) as [string[]];
    const [there] = tableOf(shanghai, "Runs, the latest last").slice(1) as [string[]];
    expect(run[3]).toBe("not finished: rows are still to be sent");
    const hours = (Date.parse(`${there[1]}Z`) - Date.parse(`${run[1]}Z`)) / 3_600_000;
    expect(hours).toBe(8);
    expect(shanghai).toContain("UTC+8");
  });
});
