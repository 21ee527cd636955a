import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { commandLine, confirmedLine, lineWith, quoted, sameLine, valueIn, withoutFlags } from "../../src/cli/next.js";
import { talent } from "./exports.js";
import { folder, hire, PROGRAM } from "./program.js";

/** The words that a shell makes of a line. */
function wordsOf(line: string, shell = "bash"): string[] {
  const script = `hire-import() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${line}`;
  const lines = execFileSync(shell, ["-c", script.replaceAll("hire-import", "hire_import")], { encoding: "utf8" });
  return lines.split("\0").slice(0, -1);
}

const ODD_NAMES = [
  "a b.csv",
  "it's.csv",
  "$HOME.csv",
  "`id`.csv",
  "*.csv",
  "a\\b.csv",
  'a"b.csv',
  "~.csv",
  "=x.csv",
  "a\nb.csv",
  "申请 1.csv",
  "!x.csv",
  "a;b&c.csv",
  "#x.csv",
  "a\tb'\\c.csv",
  "\u202ex.csv",
];

describe("a word of a line to paste", () => {
  it.each(ODD_NAMES)("is what it was: %j", (name) => {
    const line = commandLine(["check", "-m", name], [name]);
    expect(wordsOf(line)).toEqual(["check", name, "-m", name]);
    expect(line).not.toMatch(/\p{C}/u);
  });

  it("stays bare where no shell takes it for something else", () => {
    expect(["export.csv", "-m", "a/b-c_1.yaml", "--rate=5", "key@channel", "A:1"].map(quoted).join(" ")).toBe(
      "export.csv -m a/b-c_1.yaml --rate=5 key@channel A:1",
    );
  });
});

describe("a line to paste", () => {
  it("has operands that begin with a dash behind all flags", () => {
    expect(commandLine(["run", "--limit", "10"], ["-dash.csv", "a.csv"])).toBe(
      "hire-import run --limit 10 -- -dash.csv a.csv",
    );
    expect(commandLine(["run", "--limit", "10"], ["-"])).toBe("hire-import run - --limit 10");
  });

  it("takes flags off and on before --, and leaves what stands behind it", () => {
    const argv = ["run", "--limit", "5", "-m", "x.yaml", "--", "--limit", "-dash.csv"];
    expect(withoutFlags(argv, "limit")).toEqual(["run", "-m", "x.yaml", "--", "--limit", "-dash.csv"]);
    expect(sameLine(argv)).toBe("hire-import run -m x.yaml -- --limit -dash.csv");
    expect(lineWith(argv, "--yes")).toBe("hire-import run --limit 5 -m x.yaml --yes -- --limit -dash.csv");
    expect(confirmedLine(["run", "--confirm=3", "--", "-x"], 4)).toBe("hire-import run --confirm 4 -- -x");
  });

  it.each([
    [["run", "a.csv", "-m", "x.yaml"], "x.yaml"],
    [["run", "a.csv", "-mx.yaml"], "x.yaml"],
    [["run", "--mapping=x.yaml", "a.csv"], "x.yaml"],
    [["run", "-m", "y.yaml", "--mapping", "x.yaml"], "x.yaml"],
    [["run", "--", "-m", "x.yaml"], undefined],
  ])("tells what it gives to a flag: %j", (argv, value) => expect(valueIn(argv, "-m", "--mapping")).toBe(value));
});

describe("the next command that is printed", () => {
  const MAPPING = "target: external-application\nfields: { external_id: id, talent_id: talent }\n";
  let cwd: string;
  beforeEach(() => {
    cwd = folder();
    writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  });
  const place = (name: string, ...ids: readonly string[]) =>
    writeFileSync(join(cwd, name), `id,talent\n${ids.map((id, n) => `${id},${talent(n + 1)}\n`).join("")}`);
  /** Pastes a line into a shell. */
  const paste = (line: string) => {
    const script = line.replace(/^hire-import/, `"${process.execPath}" "${PROGRAM}"`);
    const env = { ...process.env, HIRE_IMPORT_JSON: "1" };
    const { stdout } = spawnSync("bash", ["-c", script], { cwd, encoding: "utf8", env });
    return JSON.parse(stdout);
  };

  it.each([["-dash.csv"], ['it\'s a "$x"\n*.csv']])(
    "works for an export called %j, from check to the end",
    async (name) => {
      place(name, "A-1", "-A-2");
      const checked = await hire(["check", "--sandbox", "-l", "my ledger.db", "--json", "--", name], { cwd });
      expect(checked.json).toMatchObject({ exit: 0, counts: { pending: 2 } });
      const ran = paste(checked.json.next.replace("--limit 10", "--limit 1"));
      expect(ran).toMatchObject({ ledger: "my ledger.db", exit: 10, counts: { done: 1, pending: 1 } });
    },
  );

  it("is a whole line where rows are invalid and the export stands behind --", async () => {
    place("-dash.csv", "A-1", "7E+18");
    const checked = await hire(["check", "--", "-dash.csv"], { cwd });
    const next = checked.stdout.trimEnd().split("\n").at(-1) ?? "";
    expect(next).toBe("hire-import check --problems problems.csv -- -dash.csv");
    expect(paste(next)).toMatchObject({ exit: 1 });
    expect(readFileSync(join(cwd, "problems.csv"), "utf8")).toContain("7E+18");
  });

  it("says so where the export came through stdin", async () => {
    place("a.csv", "A-1");
    const text = readFileSync(join(cwd, "a.csv"), "utf8");
    const script = `"${process.execPath}" "${PROGRAM}" check -`;
    const out = execFileSync("bash", ["-c", script], { cwd, encoding: "utf8", input: text });
    expect(out).toMatch(/\nnext \(with the export piped into it again\):\nhire-import run - --limit 10\n$/);
  });

  it("brings a corrected failures file back with the mapping and the sandbox of the run", async () => {
    writeFileSync(join(cwd, "my.yaml"), MAPPING);
    place("a.csv", "A-1", "7E+18");
    const flags = ["-m", "my.yaml", "--sandbox", "--rate", "500", "--json"];
    const ran = await hire(["run", "a.csv", ...flags], { cwd });
    expect(ran.json).toMatchObject({ exit: 1, next: "hire-import failures -m my.yaml -o failed.csv" });
    const failures = await hire(["failures", "-o", "failed.csv", "--json"], { cwd });
    expect(failures.json.next).toBe("hire-import run failed.csv -m my.yaml --sandbox");
    const text = readFileSync(join(cwd, "failed.csv"), "utf8");
    writeFileSync(join(cwd, "failed.csv"), text.replace(",7E+18,", ",-A-2,"));
    expect(paste(failures.json.next)).toMatchObject({ exit: 0, counts: { done: 2 } });
    const explained = await hire(["explain", "--json", "--", "-A-2"], { cwd });
    expect(explained.json).toMatchObject({ exit: 0, rows: [{ status: "done" }] });
  });
});
