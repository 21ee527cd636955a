import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import type { ExportRecord } from "../../src/model/record.js";
import { isBad } from "../../src/model/record.js";
import { stopOf } from "../csv/exports.js";
import { TRAPS, type Trap } from "./traps.js";

// The bytes lie here as files, too, to be tried by hand. WRITE_FIXTURES=1 writes them anew.
const FOLDER = join(import.meta.dirname, "files");
const fileOf = (name: string): string => join(FOLDER, `${name}.csv`);

if (process.env.WRITE_FIXTURES === "1") {
  for (const [name, { bytes }] of Object.entries(TRAPS)) writeFileSync(fileOf(name), bytes);
}

async function rowsOf(name: string, { dialect = {}, columns = [] }: Trap) {
  const source = await openExport(fileOf(name), dialect, { known_columns: columns });
  const records: ExportRecord[] = [];
  for await (const batch of source.records()) records.push(...batch);
  const briefly = (record: ExportRecord): string =>
    `${record.line} ${isBad(record) ? record.failure.kind : record.cells.join("|")}`;
  const header = `${source.header.line} ${source.header.names.join("|")}`;
  return { source, rows: [header, ...records.map(briefly)] };
}

describe("the fixtures", () => {
  it("are what the table says, to the byte, and nothing else", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(
      Object.keys(TRAPS)
        .map((name) => `${name}.csv`)
        .sort(),
    );
    for (const [name, { bytes }] of Object.entries(TRAPS)) expect(readFileSync(fileOf(name)).equals(bytes)).toBe(true);
  });
});

describe("an export is read right as it comes", () => {
  it.each(Object.entries(TRAPS).filter(([, { rows }]) => rows !== undefined))("%s", async (name, trap) => {
    const { source, rows } = await rowsOf(name, trap);
    expect(rows).toEqual(trap.rows);
    const { detected } = source;
    const found = Object.fromEntries(Object.entries(detected).map(([key, { value }]) => [key, value]));
    expect(found).toMatchObject(trap.found ?? {});
    for (const said of Object.keys(trap.dialect ?? {})) expect(detected).not.toHaveProperty(said);
    if (trap.doubts === undefined) return;
    expect(Object.entries(detected).flatMap(([key, { sure }]) => (sure ? [] : [key]))).toEqual(trap.doubts);
  });
});

describe("what is no export is called by its name", () => {
  it.each(Object.entries(TRAPS).filter(([, { sentence }]) => sentence !== undefined))("%s", async (name, trap) => {
    const stop = await stopOf(rowsOf(name, trap));
    expect(stop.exit).toBe(2);
    expect(stop.message).toContain(fileOf(name));
    expect(`${stop.message} ${stop.hint}`).toMatch(trap.sentence as RegExp);
  });
});
