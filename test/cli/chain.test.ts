import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAPPING, rows, workplace } from "./exports.js";
import { hire } from "./program.js";
import { say, scriptedFeishu } from "./scripted.js";

describe("whoever follows what stands last", () => {
  it("comes from the first check to a signed page, and to an end", async () => {
    const cwd = workplace(rows(12, (n) => (n === 3 ? { talent: "6.93E+18" } : {})));
    const { env } = await scriptedFeishu();
    const seen: string[] = [];
    let line = "hire-import check export.csv";
    for (let step = 0; step < 12 && line !== ""; step++) {
      seen.push(line);
      const words = line.split(" ").slice(1);
      const { json } = await hire([...words, ...(words[0] === "verify" ? ["--rate", "20"] : []), "--json"], {
        cwd,
        env,
      });
      line = (json.next ?? "").replace(" --rate 20", "").replace(" --json", "");
      if (words[0] === "failures") {
        const failed = readFileSync(join(cwd, "failed.csv"), "utf8");
        writeFileSync(join(cwd, "failed.csv"), failed.replace(",6.93E+18,", ",6930815272790200035,"));
      }
      // What the command could not read is for the person who corrects it.
      if (words.includes("problems.csv")) line = "hire-import run export.csv --limit 10";
      expect(line, `after ${seen.at(-1)}`).not.toBe(seen.at(-1));
    }
    expect(seen).toEqual([
      "hire-import check export.csv",
      "hire-import check export.csv --problems problems.csv",
      "hire-import run export.csv --limit 10",
      "hire-import run export.csv",
      "hire-import failures -o failed.csv",
      "hire-import run failed.csv",
      "hire-import verify",
      "hire-import report -o report.html",
    ]);
  });

  it("is told to complete the mapping before anything else", async () => {
    const cwd = workplace(rows(3));
    const { stdout } = await hire(["init", "export.csv", "-m", "new.yaml"], { cwd });
    expect(stdout).toMatch(/\nnext \(after .* new\.yaml\):\nhire-import check export\.csv -m new\.yaml\n$/);
  });

  it("is never led back to the command that was wrong, nor round in circles", async () => {
    const cwd = workplace(rows(2));
    const { env } = await scriptedFeishu();
    await hire(["run", "export.csv"], { cwd, env });
    expect((await hire(["retry", "--key", "NOPE", "--json"], { cwd, env })).json).not.toHaveProperty("next");
    expect((await hire(["status", "--json"], { cwd })).json.next).toBe("hire-import verify");
    await hire(["verify", "--rate", "20"], { cwd, env });
    expect((await hire(["status", "--json"], { cwd })).json.next).toBe("hire-import report -o report.html");
    expect((await hire(["report", "-o", "r.html", "--json"], { cwd })).json).not.toHaveProperty("next");
  });
});

describe("retry with nothing to send", () => {
  it("says so, names what could be sent, and asks nobody", async () => {
    const cwd = workplace(rows(3));
    const feishu = await scriptedFeishu(({ external_id }) => (external_id === "A-2" ? say(400, 1002102, "no") : "ok"));
    await hire(["run", "export.csv"], { cwd, env: feishu.env });
    const tokens = feishu.tokens();
    const { stdout, exit } = await hire(["retry"], { cwd, env: feishu.env });
    expect(stdout).toMatch(/^No failed rows to resend\.\n {2}1 rejected can be sent with --only rejected\n/);
    expect(stdout).toMatch(/hire-import retry --only rejected\n$/);
    expect([exit, feishu.tokens()]).toEqual([1, tokens]);
  });
});

it("explain names the row in its advice", async () => {
  const cwd = workplace(rows(2));
  const { env } = await scriptedFeishu();
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING.replace("stage: stage", "stage: { template: '{stage}{note}' }"));
  await hire(["run", "export.csv"], { cwd, env });
  await hire(["resolve", "A-1", "--skip"], { cwd });
  const { stdout } = await hire(["explain", "A-1"], { cwd });
  expect(stdout).toContain("hire-import resolve A-1 --send");
  expect(stdout).not.toContain("resolve KEY");
});
