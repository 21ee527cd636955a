import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, it } from "vitest";
import { rows, talent, workplace } from "./exports.js";
import { hire } from "./program.js";

/** Column by column what a spreadsheet makes of a cell, or a person writes. */
type Changes = Readonly<Record<string, (cell: string) => string>>;

let cwd: string;
const call = (...args: string[]) => hire(args, { cwd });
const path = (name: string) => join(cwd, name);

/** Rows 1 and 2 wait for a stage that the mapping knows. */
beforeEach(() => {
  cwd = workplace(rows(3, (n) => ({ id: `00${n}`, stage: n < 3 ? "pigeon" : "applied" })));
  const mapping = readFileSync(path("mapping.yaml"), "utf8");
  writeFileSync(path("mapping.yaml"), `${mapping}  delivery_type: { column: stage, values: { applied: 2 } }\n`);
});

/** Opens failed.csv, changes cells, and saves it with tabs in UTF-16, as "Unicode text" is saved. */
function saveAsUnicodeText(name: string, changes: Changes): void {
  const [titles = [], ...records] = parse(readFileSync(path(name)), { bom: true }) as string[][];
  const changed = records.map((cells) => cells.map((cell, at) => changes[titles[at] ?? ""]?.(cell) ?? cell));
  const text = [titles, ...changed].map((cells) => `${cells.join("\t")}\r\n`).join("");
  writeFileSync(path(name), Buffer.from(`\ufeff${text}`, "utf16le"));
}

const asShown: Changes = {
  id: (cell) => cell.replace(/^0+/, ""),
  talent: (cell) => Number(cell).toExponential(5).replace("e", "E"),
};
const mended: Changes = { stage: () => "applied" };

async function failed(): Promise<void> {
  expect((await call("run", "export.csv", "--sandbox", "--json")).json.counts).toMatchObject({ done: 1, invalid: 2 });
  expect((await call("failures", "-o", "failed.csv")).exit).toBe(0);
}

describe("a failures file that a spreadsheet has saved", () => {
  const told = "failed.csv: restored 4 cells of 2 rows that a spreadsheet had reformatted (id 2, talent 2)\n";

  it("is checked like it is run", async () => {
    await failed();
    saveAsUnicodeText("failed.csv", { ...asShown, ...mended });
    const checked = await call("check", "failed.csv");
    expect(checked).toMatchObject({ exit: 0, stdout: expect.stringContaining(told) });
  });

  it("goes back in, and what was put back is told", async () => {
    await failed();
    saveAsUnicodeText("failed.csv", { ...asShown, ...mended });
    const ran = await call("run", "failed.csv", "--sandbox", "--json");
    expect(ran.stderr).toContain(told);
    expect(ran.json).toMatchObject({ exit: 0, rows: 3, counts: { done: 3 } });
    expect(ran.json.restored).toEqual([
      { export: "failed.csv", cells: 4, rows: 2, columns: { id: 2, talent: 2 }, not_compared: [] },
    ]);
    const { json } = await call("explain", "001", "--json");
    expect(json.rows).toMatchObject([{ payload: { talent_id: talent(1) }, mended: ["stage"] }]);
  });

  it("is refused cell by cell where it is damaged, with what stood there before", async () => {
    await failed();
    saveAsUnicodeText("failed.csv", { ...asShown, ...mended, talent: () => "7.12E+18" });
    const ran = await call("run", "failed.csv", "--sandbox");
    expect(ran.exit).toBe(1);
    expect(ran.stdout).toContain("2  invalid  column talent: A spreadsheet has damaged the cell");
    expect(ran.stdout).toContain(`line 2 "${talent(1)} → 7.12E+18"`);
  });

  it("is read without the export, and that is said", async () => {
    await failed();
    rmSync(path("export.csv"));
    saveAsUnicodeText("failed.csv", { ...asShown, ...mended });
    const ran = await call("run", "failed.csv", "--sandbox", "--json");
    expect(ran.stderr).toContain("failed.csv: 2 rows not compared with export.csv, which is gone");
    expect(ran.json).toMatchObject({ exit: 1, problems: [{ kind: "damaged_id", count: 2 }] });
    expect(ran.json.restored[0].not_compared).toEqual([{ export: "export.csv", why: "gone", rows: 2 }]);
  });
});
