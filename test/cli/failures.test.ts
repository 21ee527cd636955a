import { appendFileSync, existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { csvText, type Row, readCsv, rows, UNKNOWN_TALENT, workplace } from "./exports.js";
import { type CallOptions, hire } from "./program.js";
import { type RunningSandbox, sandboxHere } from "./sandbox.js";

const OURS = ["_row", "_line", "_status", "_code", "_column", "_reason", "_hint"];
const FORMULA = '=HYPERLINK("http://x.example","click")';

/** Row 2 is refused by Feishu, row 3 by us; both hold what a spreadsheet or a careless reader would spoil. */
const AWKWARD: Record<number, Partial<Row>> = {
  2: { talent: UNKNOWN_TALENT, job: FORMULA, note: ' two lines,\n"quoted" and a blank ' },
  3: { id: "=1+1", talent: "", note: "-5" },
};

let feishu: RunningSandbox;
let cwd: string;
let options: CallOptions;
beforeAll(async () => {
  feishu = await sandboxHere({}, "file");
});
beforeEach(() => {
  cwd = workplace(rows(4, (n) => AWKWARD[n] ?? {}));
  options = { cwd, env: feishu.env };
});

const call = (...args: string[]) => hire(args, options);
const run = (...more: string[]) => call("run", "export.csv", "--rate", "500", ...more);
const text = (name: string) => readFileSync(join(cwd, name), "utf8");

describe("failures", () => {
  it("writes our columns, then the export's, with each cell unchanged", async () => {
    await run();
    const ran = await call("failures", "-o", "failed.csv");
    expect(ran).toMatchObject({ exit: 0, stderr: "" });
    expect(ran.stdout).toMatch(/^2 rows of export\.csv written to failed\.csv\n/);
    expect(ran.stdout).toMatch(/\nnext:\nhire-import run failed\.csv\n$/);
    expect(text("failed.csv")).toMatch(
      /^\ufeff_row,_line,_status,_code,_column,_reason,_hint,id,talent,job,stage,note\r\n/,
    );
    const [refused, invalid] = readCsv(text("failed.csv")) as [Record<string, string>, Record<string, string>];
    expect(Object.keys(refused)).toEqual([...OURS, "id", "talent", "job", "stage", "note"]);
    expect(refused).toMatchObject({ _line: "3", _status: "rejected", _code: "1002102", ...AWKWARD[2] });
    expect(invalid).toMatchObject({ _line: "5", _status: "invalid", _code: "", ...AWKWARD[3] });
    expect(invalid._reason).toMatch(/^talent: /);
    expect(refused._row).toMatch(/^L[0-9a-f]{8}-2$/);
    expect(invalid._hint).toMatch(/\S/);
  });

  it("guards our own cells against spreadsheets that would take them for formulas", async () => {
    writeFileSync(join(cwd, "export.csv"), csvText(rows(1, () => ({ job: "=cmd|calc", stage: "=1+1" }))));
    appendFileSync(join(cwd, "mapping.yaml"), "  delivery_type: { column: stage, values: { applied: 2 } }\n");
    await run();
    await call("failures", "-o", "failed.csv");
    await call("check", "export.csv", "--problems", "problems.csv");
    for (const name of ["failed.csv", "problems.csv"]) {
      const [row] = readCsv(text(name)) as [Record<string, string>];
      const ours = Object.entries(row).filter(([column]) => name === "problems.csv" || column.startsWith("_"));
      expect(ours.filter(([, cell]) => /^[=+\-@]/.test(cell))).toEqual([]);
    }
    expect(readCsv(text("failed.csv"))[0]).toMatchObject({ job: "=cmd|calc" });
    expect(readCsv(text("problems.csv"))[0]).toMatchObject({ value: "'=1+1", line: "2", status: "invalid" });
  });

  it("goes to stdout for a single export, whole and alone", async () => {
    await run();
    await call("failures", "-o", "failed.csv");
    for (const args of [[], ["-o", "-"]]) {
      const ran = await call("failures", ...args);
      expect(ran).toMatchObject({ exit: 0, stderr: "", stdout: text("failed.csv") });
    }
    expect((await call("failures", "--json")).json).toMatchObject({ exit: 2, error: { kind: "needs_output_file" } });
  });

  it("makes one file for each export, and says which", async () => {
    writeFileSync(join(cwd, "second.csv"), csvText([{ id: "B-1", talent: "" }]));
    await run("second.csv");
    const stdout = await call("failures");
    expect(stdout).toMatchObject({
      exit: 2,
      stdout: "",
      stderr: expect.stringMatching(/2 exports.*a file of its own/),
    });
    const { json } = await call("failures", "-o", "failed.csv", "--json");
    expect(json).toMatchObject({ exit: 0, rows: 3, next: "hire-import run failed.csv failed-2.csv" });
    expect(json.files.map(({ file, rows: count }: { file: string; rows: number }) => [file, count])).toEqual([
      ["failed.csv", 2],
      ["failed-2.csv", 1],
    ]);
    expect(readCsv(text("failed-2.csv"))).toMatchObject([{ id: "B-1", _line: "2" }]);
  });

  it("never overwrites an export, by whatever name, the ledger or the mapping", async () => {
    await run();
    await call("failures", "-o", "failed.csv");
    await call("run", "failed.csv", "--rate", "500");
    symlinkSync("export.csv", join(cwd, "link.csv"));
    for (const name of ["export.csv", "./export.csv", "link.csv", "failed.csv", "hire-import.db", "mapping.yaml"]) {
      const before = readFileSync(join(cwd, name));
      const ran = await call("failures", "-o", name);
      expect(ran).toMatchObject({ exit: 2, stdout: "", stderr: expect.stringMatching(/Refusing to [^\n]*\n {2}→ \S/) });
      expect(readFileSync(join(cwd, name)).equals(before)).toBe(true);
    }
    expect((await call("status")).stdout).toMatch(/next:\nhire-import failures -o failed-2\.csv\n$/);
  });

  it("says so where the export is gone or has changed", async () => {
    await run();
    appendFileSync(join(cwd, "export.csv"), "A-9,,,,\n");
    for (const args of [[], ["-o", "failed.csv"]]) {
      const ran = await call("failures", ...args, ...(args.length === 0 ? [] : ["--json"]));
      expect(ran).toMatchObject({ exit: 2, stderr: expect.stringMatching(/export\.csv has changed since/) });
    }
    renameSync(join(cwd, "export.csv"), join(cwd, "moved.csv"));
    const { json } = await call("failures", "-o", "failed.csv", "--json");
    expect(json).toMatchObject({ exit: 2, error: { kind: "export_gone" } });
    expect(json.error.hint).toMatch(/Restore the file/);
    expect(existsSync(join(cwd, "failed.csv"))).toBe(false);
  });

  it("has nothing to write where nothing is to be mended", async () => {
    writeFileSync(join(cwd, "export.csv"), csvText(rows(1)));
    await run();
    expect((await call("failures", "-o", "failed.csv", "--json")).json).toMatchObject({ exit: 0, rows: 0, files: [] });
    expect(existsSync(join(cwd, "failed.csv"))).toBe(false);
  });

  it("takes the mended file back whatever the mapping says of the export's dialect", async () => {
    const semicolons = csvText(rows(2, (n) => (n === 1 ? { talent: "" } : {}))).replaceAll(",", ";");
    writeFileSync(join(cwd, "export.csv"), `written by a machine\n${semicolons}`);
    appendFileSync(join(cwd, "mapping.yaml"), 'csv: { delimiter: ";", header_line: 2 }\n');
    expect((await run("--json")).json).toMatchObject({ exit: 1, counts: { done: 1, invalid: 1 } });
    await call("failures", "-o", "failed.csv");
    writeFileSync(join(cwd, "failed.csv"), text("failed.csv").replace("A-1,,", "A-1,6930815272790200007,"));
    expect((await call("run", "failed.csv", "--json")).json).toMatchObject({ exit: 0, rows: 2, counts: { done: 2 } });
  });
});
