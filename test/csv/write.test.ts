import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import { recordsAt } from "../../src/csv/export/records-at.js";
import { hashFile } from "../../src/csv/file/hash.js";
import { csvLine, UTF8_BOM } from "../../src/csv/file/write.js";
import fc from "../support/fast-check.js";
import { brief, exportFile, readExport, someFolder, stopOf } from "./exports.js";

describe("csvLine", () => {
  it.each([
    [["a", "b c", ""], "a,b c,\r\n"],
    [['5" disk', "a,b", "x\ny"], '"5"" disk","a,b","x\ny"\r\n'],
    [[" a", "b\t", "c\r"], '" a","b\t","c\r"\r\n'],
  ])("writes %j", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it("writes what the reader reads back unchanged", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.stringMatching(/^[",\r\n\t ;'a\ufeff😀\0]{0,8}$/u),
    );
    const row = fc.tuple(fc.constantFrom("k", "\ufeffk"), cell, cell);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), cell, async (rows, name) => {
        const header = ["_row", name, "_raw"];
        const text = UTF8_BOM + [header, ...rows].map(csvLine).join("");
        const { records, names } = await readExport(text);
        expect(names).toEqual(header);
        expect(records.map((record) => ("cells" in record ? record.cells : record))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });
});

describe("recordsAt", () => {
  const text = 'id,n\n1,a\n2,"x\ny"\n3,b"\n\n4\n5,e\n';

  async function at(lines: Iterable<number> | AsyncIterable<number>): Promise<string[]> {
    const found: string[] = [];
    const source = await openExport(exportFile(text), {});
    for await (const batch of recordsAt(source, lines)) found.push(...batch.map(brief));
    return found;
  }

  it("yields the records that start on the lines asked for, good and bad", async () => {
    expect(await at([3, 5, 7])).toEqual(["3 2|x\ny", '5 unreadable_record "3,b\\""', '7 ragged_record "4"']);
  });

  it("yields nothing for lines on which no record starts", async () => {
    expect(await at([1, 4, 6, 8, 99])).toEqual(["8 5|e"]);
    expect(await at([])).toEqual([]);
  });

  it("takes lines from an asynchronous source, even one that names a line twice", async () => {
    async function* lines() {
      yield* [2, 2, 8];
    }
    expect(await at(lines())).toEqual(["2 1|a", "8 5|e"]);
  });
});

describe("hashFile", () => {
  it("is the SHA-256 of the bytes, with their number", async () => {
    const bytes = Buffer.alloc(300_000, "row,");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await hashFile(exportFile(bytes))).toEqual({ sha256, size_bytes: 300_000 });
  });

  it("stops where there is no file", async () => {
    expect(await stopOf(hashFile(`${someFolder()}/none.csv`))).toMatchObject({ exit: 2, kind: "no_such_file" });
    expect(await stopOf(hashFile(someFolder()))).toMatchObject({ exit: 2, kind: "is_directory" });
  });
});
