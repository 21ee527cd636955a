import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import { twoDelimiters } from "../../src/csv/file/stops.js";
import { type ExportRecord, isBad } from "../../src/model/record.js";
import { encode } from "../exports/encode.js";
import { exportFile, readExport, stopOf } from "./exports.js";

const rows = (by: string, line_end = "\n") =>
  [1, 2, 3].map((at) => [`A-${at}`, `741234567890123001${at}`, `"Engineer ${at}${by} B"`].join(by) + line_end).join("");

async function readPath(path: string) {
  const source = await openExport(path, {}, { known_columns: ["id"] });
  const records: ExportRecord[] = [];
  for await (const batch of source.records()) records.push(...batch);
  return {
    names: source.header.names,
    cells: records.map((record) => (isBad(record) ? record.failure.kind : record.cells)),
  };
}

/** Runs the command that a hint ends with, and reads the file that it writes. */
async function follow(hint = "") {
  const command = hint.slice(hint.indexOf(": ") + 2);
  execFileSync("sh", ["-c", command]);
  return readPath(command.split(" > ")[1] as string);
}

describe("a command about a file whose name is odd", () => {
  it.each(["-n.csv", 'it\'s "x".csv', "$HOME;`id`.csv", "简历 导出.csv"])("works in a shell: %s", (name) => {
    const cwd = mkdtempSync(join(tmpdir(), "odd-name-"));
    writeFileSync(join(cwd, name), "id,talent\nA-1;B\n");
    const { hint = "" } = twoDelimiters({ path: name, are_plain: true }, 1, ",", ";");
    execFileSync("sh", ["-c", hint.slice(hint.indexOf(": ") + 2)], { cwd });
    const [made = ""] = readdirSync(cwd).filter((each) => each !== name);
    expect([made, readFileSync(join(cwd, made), "utf8")]).toEqual([
      name.replace(".csv", "-corrected.csv"),
      "id;talent\nA-1;B\n",
    ]);
    rmSync(cwd, { recursive: true });
  });
});

describe("lines that are quoted as a whole", () => {
  const wrapped = (text: string) => text.replace(/[^\r\n]+/g, (line) => `"${line.replaceAll('"', '""')}"`);
  const expected = [1, 2, 3].map((at) => [`A-${at}`, `741234567890123001${at}`]);

  it.each([
    ["with commas and CRLF", ",", "\r\n"],
    ["with semicolons", ";", "\n"],
    ["with tabs", "\t", "\n"],
  ])("are named, and the advice makes them right: %s", async (_name, by, line_end) => {
    const header = ["id", "Talent ID", "Job"].join(by) + line_end;
    const stop = await stopOf(
      openExport(exportFile(wrapped(header + rows(by, line_end))), {}, { known_columns: ["id"] }),
    );
    expect(stop).toMatchObject({ exit: 2, kind: "lines_quoted_as_a_whole" });
    const { names, cells } = await follow(stop.hint);
    expect(names).toEqual(["id", "Talent ID", "Job"]);
    expect(cells).toEqual(expected.map((row, at) => [...row, `Engineer ${at + 1}${by} B`]));
  });

  it("are named below a header that is not, and below a preamble", async () => {
    const header = "id,Talent ID,Job\n";
    expect(await stopOf(openExport(exportFile(header + wrapped(rows(","))), {}))).toMatchObject({
      kind: "lines_quoted_as_a_whole",
    });
    const report = await stopOf(openExport(exportFile(`Report\n${wrapped(header + rows(","))}`), {}));
    expect(report).toMatchObject({ kind: "lines_quoted_as_a_whole" });
  });

  it("among others are records that are named", async () => {
    const { records } = await readExport(`id,Talent ID,Job\n${rows(",")}${rows(",")}"A-9,7,x"\n`);
    expect(records.at(-1)).toMatchObject({
      line: 8,
      failure: { message: expect.stringContaining("one quoted cell") },
    });
  });

  it("are none where there is one column of texts", async () => {
    const { records } = await readExport('id\n"a, b"\n"c, d"\n');
    expect(records).toHaveLength(2);
  });
});

describe("a header that is parted otherwise than the records", () => {
  it.each([
    [",", ";"],
    [";", ","],
    ["\t", ","],
    [";", "\t"],
    [",", "|"],
  ])("is named, and the advice makes it right: %j, then %j", async (of_header, of_records) => {
    for (const known_columns of [[], ["id", "Job"]]) {
      const text = `${["id", "Talent ID", "Job"].join(of_header)}\n${rows(of_records)}`;
      const stop = await stopOf(openExport(exportFile(text), {}, { known_columns }));
      expect(stop).toMatchObject({ exit: 2, kind: "two_delimiters" });
      expect(stop.message).toContain("line 1");
      const { names, cells } = await follow(stop.hint);
      expect(names).toEqual(["id", "Talent ID", "Job"]);
      expect(cells).toHaveLength(3);
      expect(cells).not.toContain("ragged_record");
    }
  });

  it("has no command for what a text tool cannot read", async () => {
    const bytes = encode(`\ufeffid,Talent ID,Job\n${rows(";")}`, "utf-16le");
    const stop = await stopOf(openExport(exportFile(bytes), {}, { known_columns: ["id", "Job"] }));
    expect(stop).toMatchObject({ kind: "two_delimiters" });
    expect(stop.hint).not.toContain("sed");
  });

  it("some records of which are parted otherwise has these named", async () => {
    const { records } = await readExport(`id,Talent ID,Job\n${rows(",")}${rows(",")}A-9;7412345678901230019;x\n`);
    expect(records.at(-1)).toMatchObject({
      failure: {
        kind: "ragged_record",
        message: "The cells are separated by semicolons, those of the header by commas",
      },
    });
  });

  it("is named where it is the mapping that says another delimiter", async () => {
    const stop = await stopOf(openExport(exportFile(`id;Talent ID;Job\n${rows(";")}`), { delimiter: "|" }));
    expect(stop).toMatchObject({ kind: "wrong_delimiter" });
    expect(stop.hint).toContain('csv: delimiter: ";"');
  });
});
