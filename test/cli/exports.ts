import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { parse } from "csv-parse/sync";
import { folder, type Scope } from "./program.js";

export const MAPPING = `target: external-application
fields:
  external_id: id
  talent_id: talent
  job_title: job
  stage: stage
`;

export interface Row {
  readonly id: string;
  readonly talent: string;
  readonly job?: string;
  readonly stage?: string;
  readonly note?: string;
}

/** The nth invented talent: 19 digits that the sandbox knows. */
export const talent = (n: number): string => `69308152727${String(90_200_000 + n * 7)}`;
/** One that it does not know. */
export const UNKNOWN_TALENT = "6930815272790100404";

/** `count` rows, … that are all fine. */
export function rows(count: number, change: (n: number) => Partial<Row> = () => ({})): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const n = index + 1;
    return { id: `A-${n}`, talent: talent(n), job: `Job ${n}`, stage: "Interview", note: "", ...change(n) };
  });
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export function csvText(all: readonly Row[]): string {
  const lines = all.map(({ id, talent: of, job = "", stage = "", note = "" }) =>
    [id, of, job, stage, note].map(quoted).join(","),
  );
  return `${["id,talent,job,stage,note", ...lines].join("\n")}\n`;
}

/** A folder with export.csv and mapping.yaml, the program's defaults. */
export function workplace(all: readonly Row[], scope: Scope = "test"): string {
  const cwd = folder(scope);
  writeFileSync(join(cwd, "export.csv"), csvText(all));
  writeFileSync(join(cwd, "mapping.yaml"), MAPPING);
  return cwd;
}

/** The records of a CSV, by column. */
export function readCsv(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true });
}

/** Asks the ledger in its own words, beside the program. */
export function query<T>(ledger: string, sql: string, ...values: (string | number)[]): T[] {
  const db = new Database(ledger, { readonly: true });
  try {
    return db.prepare<unknown[], T>(sql).all(...values);
  } finally {
    db.close();
  }
}

/** Changes the ledger behind the program's back. */
export function tamper(ledger: string, sql: string): void {
  const db = new Database(ledger);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

/** Every row counts once, at every moment. */
export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
