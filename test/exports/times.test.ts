import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openExport } from "../../src/csv/export/open-export.js";
import { TimeColumn } from "../../src/mapping/columns/time-column.js";
import { isBad } from "../../src/model/record.js";
import { Desk } from "../engine/support.js";
import { TRAPS, type Trap } from "./traps.js";

const traps = Object.entries(TRAPS).filter(([, { times }]) => times !== undefined);

async function timesOf(path: string, titles: readonly string[]): Promise<Trap["times"]> {
  const file = await openExport(path, {});
  const columns = new Map(titles.map((title) => [title, new TimeColumn()]));
  for await (const records of file.records()) {
    for (const record of records) {
      if (isBad(record)) continue;
      for (const [title, column] of columns) {
        column.add(record.cells[file.header.names.indexOf(title)] ?? "", record.line);
      }
    }
  }
  const briefly = (column: TimeColumn): string => {
    const verdict = column.verdict();
    if (verdict.kind === "formats") return verdict.formats.join(" | ");
    return verdict.kind === "unknown" ? verdict.why : verdict.kind;
  };
  return Object.fromEntries(Array.from(columns, ([title, column]) => [title, briefly(column)]));
}

describe("the times of an export are known, or it is said why not", () => {
  it.each(traps)("%s", async (_, { bytes, times = {} }) => {
    const desk = new Desk();
    writeFileSync(desk.path("a.csv"), bytes);
    expect(await timesOf(desk.path("a.csv"), Object.keys(times))).toEqual(times);
  });
});
