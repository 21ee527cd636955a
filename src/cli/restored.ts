import { basename } from "node:path";
import type { Restored } from "../engine/staging/restore.js";
import { printable } from "../model/text.js";
import type { ReadingTexts } from "./texts/en/readings.js";

/** What was put back in each failures file, for `--json`. By absolute path. */
export function restoredFacts(restored: ReadonlyMap<string, Restored>) {
  return Array.from(restored, ([path, { not_compared, ...counts }]) => ({
    export: basename(path),
    ...counts,
    not_compared: not_compared.map(({ path: of, why, rows }) => ({ export: basename(of), why, rows })),
  }));
}

/** The same in sentences; none where nothing is to be told. */
export function restoredLines(restored: ReadonlyMap<string, Restored>, t: ReadingTexts): string[] {
  return Array.from(restored).flatMap(([path, each]) => linesOf(basename(path), each, t).map(printable));
}

function linesOf(name: string, { cells, rows, columns, not_compared }: Restored, t: ReadingTexts): string[] {
  const unknown = not_compared.map(({ path, why, rows: left }) => t.not_compared(left, why, basename(path)));
  const told = [...(cells === 0 ? [] : [t.restored(cells, rows, Object.entries(columns))]), ...unknown];
  return told.map((line) => t.of_export(name, line));
}
