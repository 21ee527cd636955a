import { basename } from "node:path";
import type { SourceChange } from "../engine/staging/as-staged.js";
import type { Restored } from "../engine/staging/restore.js";
import { printable } from "../model/text.js";
import { counted, number } from "./numbers.js";

const ABSENT: Readonly<Record<SourceChange, (name: string) => string>> = {
  stdin: () => "an export that came through stdin",
  gone: (name) => `${name}, which is gone`,
  changed: (name) => `${name}, which has changed since`,
};

/** What was put back in each failures file, for `--json`. By absolute path. */
export function restoredFacts(restored: ReadonlyMap<string, Restored>) {
  return Array.from(restored, ([path, { not_compared, ...counts }]) => ({
    export: basename(path),
    ...counts,
    not_compared: not_compared.map(({ path: of, why, rows }) => ({ export: basename(of), why, rows })),
  }));
}

/** The same in sentences; none where nothing is to be told. */
export function restoredLines(restored: ReadonlyMap<string, Restored>): string[] {
  return Array.from(restored).flatMap(([path, each]) => linesOf(basename(path), each).map(printable));
}

function linesOf(name: string, { cells, rows, columns, not_compared }: Restored): string[] {
  const by_column = Object.entries(columns).map(([column, count]) => `${column} ${number(count)}`);
  const of_rows = `${counted(cells, "cell", "cells")} of ${counted(rows, "row", "rows")}`;
  const put_back = `${name}: restored ${of_rows} that a spreadsheet had reformatted (${by_column.join(", ")})`;
  const unknown = not_compared.map(({ path, why, rows: left }) => {
    const what = `${counted(left, "row", "rows")} not compared with ${ABSENT[why](basename(path))}`;
    return `${name}: ${what}: cells that a spreadsheet reformatted stay as they are`;
  });
  return [...(cells === 0 ? [] : [put_back]), ...unknown];
}
