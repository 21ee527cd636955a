import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atTerminal, HAS_TERMINAL } from "../support/terminal.js";
import { readCsv, rows, workplace } from "./exports.js";
import { hire } from "./program.js";
import { scriptedFeishu } from "./scripted.js";

/** The third row, on line 4, names nobody. */
async function imported() {
  const cwd = workplace(rows(4, (n) => (n === 3 ? { talent: "" } : {})));
  const { env } = await scriptedFeishu();
  await hire(["run", "export.csv"], { cwd, env });
  return { cwd, env };
}

describe("whoever has a cause before them", () => {
  it("finds the row by the line that stands there", async () => {
    const { cwd } = await imported();
    const { stdout } = await hire(["explain", "--line", "4"], { cwd });
    expect(stdout).toMatch(/^A-3: invalid\n/);
    expect(stdout).toContain("column talent (talent_id): A required value is missing");
    const { json } = await hire(["explain", "--line", "4", "--json"], { cwd });
    expect(json.rows).toMatchObject([{ key: "A-3", line: 4 }]);
    const none = (await hire(["explain", "--line", "40", "--json"], { cwd })).json;
    expect(none).toMatchObject({ exit: 2, error: { kind: "no_such_row" } });
    expect((await hire(["explain", "--json"], { cwd })).json).toMatchObject({ exit: 2 });
    expect((await hire(["explain", "A-1", "--line", "4", "--json"], { cwd })).json).toMatchObject({ exit: 2 });
  });

  it("is told the export's column first, in causes and in the file to correct", async () => {
    const { cwd } = await imported();
    expect((await hire(["status"], { cwd })).stdout).toMatch(/1 {2}invalid {2}column talent \(talent_id\): /);
    await hire(["failures", "-o", "failed.csv"], { cwd });
    const [row] = readCsv(readFileSync(join(cwd, "failed.csv"), "utf8"));
    expect(row).toMatchObject({ _column: "talent", _reason: expect.stringMatching(/^talent: /) });
  });
});

it.skipIf(!HAS_TERMINAL)("failures never shows people's records on a terminal", async () => {
  const { cwd } = await imported();
  const shown = atTerminal(["failures"], { cwd });
  expect(await shown.ended).toBe(2);
  expect(shown.text()).not.toContain("A-3");
  expect(shown.text()).toContain("hire-import failures -o failed.csv");
});
