import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { expectGolden } from "./golden.js";
import { BUNDLED, type Change, PROPOSED, type Proposed } from "./init-fixtures.js";
import { folder, hire, ROOT } from "./program.js";

const exportOf = (system: string): string => join(ROOT, "fixtures", system, "export.csv");

/** Each change finds exactly one line that begins so. */
function changed(text: string, changes: readonly Change[]): string {
  return changes.reduce((before, [from, to]) => {
    const lines = before.split("\n");
    const places = lines.flatMap((line, index) => (line.trimStart().startsWith(from.trimStart()) ? [index] : []));
    expect(places, from).toHaveLength(1);
    const [place] = places as [number];
    lines[place] = (lines[place] as string).replace(from, to);
    return lines.join("\n");
  }, text);
}

async function initiate({ system, timezone }: Pick<Proposed, "system" | "timezone">) {
  const mapping = join(folder(), "mapping.yaml");
  const zone = timezone === undefined ? [] : ["--timezone", timezone];
  const ran = await hire(["init", exportOf(system), "-m", mapping, "--json", ...zone]);
  expect({ system, exit: ran.exit, stderr: ran.stderr }).toEqual({ system, exit: 0, stderr: "" });
  return { mapping, json: ran.json, text: readFileSync(mapping, "utf8") };
}

async function expectChecked({ system, changes, exit, counts }: Proposed, mapping: string): Promise<void> {
  const checked = await hire(["check", exportOf(system), "-m", mapping, "--json"], { cwd: folder() });
  expect({ system, stderr: checked.stderr, changes: changes.length }).toMatchObject({ stderr: "" });
  expect({ system, exit: checked.exit, counts: checked.json.counts }).toMatchObject({ system, exit, counts });
}

describe("an export without titles", () => {
  it("is refused, and nothing of the person in its first line is shown or written", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.csv"), "Wei,13800001111,wei@example.com\nNa,13800001112,na@example.com\n");
    const refused = await hire(["init", "a.csv", "--json"], { cwd });
    expect(refused.json).toMatchObject({
      exit: 2,
      error: { kind: "no_header", message: expect.stringContaining("line 1") },
    });
    expect(() => statSync(join(cwd, "mapping.yaml"))).toThrow("ENOENT");
    const mapping = "target: external-application\nfields: { external_id: id, talent_id: talent }\n";
    writeFileSync(join(cwd, "mapping.yaml"), mapping);
    const checked = await hire(["check", "a.csv"], { cwd });
    expect(checked.exit).toBe(2);
    expect(checked.stderr).toContain("none of the mapping's 2 columns in its header (line 1)");
  });
});

describe("the mapping that init proposes", () => {
  it.each(PROPOSED)("of fixtures/$system is the one beside it, but for what a person decides", async (proposed) => {
    const { mapping, text } = await initiate(proposed);
    writeFileSync(mapping, changed(text, proposed.changes));
    expectGolden(join(ROOT, "fixtures", proposed.system, "mapping.yaml"), readFileSync(mapping, "utf8"));
    await expectChecked(proposed, mapping);
  });

  it.each(BUNDLED)("of fixtures/$system does what the one written by hand does", async (proposed) => {
    const { mapping, text } = await initiate(proposed);
    writeFileSync(mapping, changed(text, proposed.changes));
    await expectChecked(proposed, mapping);
  });

  it("is refused as long as something in it is undecided: all of it at once, with line and what to do", async () => {
    const { mapping, json, text } = await initiate({ system: "smartrecruiters" });
    const lines = text.split("\n").flatMap((line, index) => (/^[^#]*: TODO/.test(line) ? [index + 1] : []));
    expect(json.undecided.map(({ line }: { line: number }) => line)).toEqual(lines);
    expect(lines).toHaveLength(3);
    for (const command of ["check", "run"]) {
      const refused = await hire([command, exportOf("smartrecruiters"), "-m", mapping, "--json"], { cwd: folder() });
      expect(refused.json).toMatchObject({ exit: 2, error: { kind: "undecided_mapping" } });
      for (const line of lines) expect(refused.json.error.message).toContain(`line ${line}: `);
      expect(refused.json.error.message).toContain("timezone is not decided yet: name the zone");
      expect(refused.json.error.message).toContain("set one of these numbers (1 HR sourcing, 2 candidate applied");
    }
  });

  it("names nobody: no name, mail or phone of the export stands in it, nor in what is printed", async () => {
    for (const { system } of PROPOSED) {
      const mapping = join(folder(), "mapping.yaml");
      const { stdout } = await hire(["init", exportOf(system), "-m", mapping]);
      for (const text of [readFileSync(mapping, "utf8"), stdout]) {
        expect(text).not.toMatch(/@example|1380000|\+44|O'Fiction|Placeholder|Specimen|王样例|张虚构|call back/);
      }
    }
  });
});

describe("init", () => {
  it("tells what it found, what is to be decided, and what comes next", async () => {
    const cwd = folder();
    const { exit, stdout } = await hire(["init", exportOf("moka")], { cwd });
    expect(exit).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^export\.csv: utf-8 .*comma, header on line 1$/);
    expect(lines[1]).toBe("300 rows, 19 columns");
    expect(stdout).toContain("  external_id           申请ID: matched by name; 296 unique of 298\n");
    expect(stdout).toMatch(/mapping\.yaml written\nmapping\.yaml has 4 open TODOs\./);
    const next = `next (after completing the 4 TODOs in mapping.yaml):\nhire-import check ${exportOf("moka")}\n`;
    expect(stdout.endsWith(next)).toBe(true);
    expect(statSync(join(cwd, "mapping.yaml")).mode & 0o777).toBe(0o600);
  });

  it("overwrites nothing", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "mapping.yaml"), "mine");
    const { exit, stderr } = await hire(["init", exportOf("lever")], { cwd });
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining("already exists") });
    expect(readFileSync(join(cwd, "mapping.yaml"), "utf8")).toBe("mine");
  });

  it("writes to stdout with -m -, and what it has to say to stderr", async () => {
    const cwd = folder();
    const { text } = await initiate({ system: "lever" });
    const { exit, stdout, stderr } = await hire(["init", exportOf("lever"), "-m", "-"], { cwd });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: text });
    expect(stderr).toContain("30 rows, 11 columns");
    expect(await hire(["init", exportOf("lever"), "-m", "-", "--json"])).toMatchObject({ exit: 2 });
  });

  it.each([
    ["a zone that is none", ["--timezone", "+08:00"], "+08:00 is no time zone"],
    ["a target that is none", ["--target", "external-aplication"], "did you mean external-application?"],
  ])("refuses %s", async (_, args, message) => {
    const { exit, stderr } = await hire(["init", exportOf("lever"), ...args], { cwd: folder() });
    expect({ exit, stderr }).toMatchObject({ exit: 2, stderr: expect.stringContaining(message) });
  });

  it("refuses what is no CSV, an export without rows, and a failures file", async () => {
    const cwd = folder();
    const write = (name: string, content: string | Buffer): string => {
      writeFileSync(join(cwd, name), content);
      return name;
    };
    for (const path of [
      write("pages.csv", "PK\u0003\u0004 and so on"),
      write("empty.csv", "id,talent_id\n"),
      write("failed.csv", "_row,_line,_status,_code,_reason,_hint,id\nab-1,2,invalid,,x,y,1\n"),
      "nowhere.csv",
    ]) {
      expect({ path, ...(await hire(["init", path], { cwd })) }).toMatchObject({ path, exit: 2 });
    }
  });

  it("reads several exports as one, and tells how they differ", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "2023.csv"),
      "Application ID,talent_id,Date,Applied On\nA1,6960663240925956459,x,13/02/2023\n",
    );
    const later = "Application ID;Applied On;talent_id\nA2;02/14/2024;6960663240925956460\n";
    writeFileSync(join(cwd, "2024.csv.gz"), gzipSync(later));
    const { exit, json } = await hire(["init", "2023.csv", "2024.csv.gz", "--json", "--timezone", "UTC"], { cwd });
    expect({ exit, rows: json.rows, undecided: json.undecided }).toEqual({ exit: 0, rows: 2, undecided: [] });
    const text = readFileSync(join(cwd, "mapping.yaml"), "utf8");
    expect(text).toContain("# delimiter differs: 2023.csv ,, 2024.csv.gz ;.");
    expect(text).toContain("#   Date  (only in 1 of 2 exports)");
    // Each export's user writes dates in another order, so each is found out for itself.
    expect(text).toContain("create_time:\n    column: Applied On\n\n");
    const checked = await hire(["check", "2023.csv", "2024.csv.gz", "--json"], { cwd });
    expect(checked.json).toMatchObject({ exit: 0, counts: { pending: 2 } });
  });
});
