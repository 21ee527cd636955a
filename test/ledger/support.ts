import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { onTestFinished } from "vitest";
import { type Ledger, openLedger } from "../../src/ledger/open.js";
import { ExitError } from "../../src/model/exit-error.js";

export const ENDED_OK = { sent: 0, retried: 0, throttled: 0, reads: 0 };

/** A folder that goes when the test ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "ledger-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A ledger with one run, one export, and a pending row for each key. */
export function ledgerWith(...keys: readonly string[]): { ledger: Ledger; path: string; run_id: number } {
  const path = join(folder(), "test.db");
  const ledger = openLedger(path);
  onTestFinished(() => ledger.close());
  ledger.setup.create("external-application", "[]", 1);
  const run_id = ledger.runs.begin("run", "1.0.0", 1, 1000);
  const source_id = ledger.sources.begin({ path: "/a.csv", sha256: "00", size_bytes: 1, dialect: "{}", facts: null });
  keys.forEach((key, index) => {
    const at = { source_id, line: index + 2, record_hash: Buffer.from(key), pass: run_id, now_ms: 1000 };
    ledger.staging.insertOwner(at, key, { status: "pending", key, payload: `{"key":"${key}"}`, failure: null });
  });
  return { ledger, path, run_id };
}

/** Another look at the same file, by a connection of its own. */
export function look<T>(path: string, sql: string): T {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).get() as T;
  } finally {
    db.close();
  }
}

export function stopOf(act: () => unknown): ExitError {
  try {
    act();
  } catch (error) {
    if (error instanceof ExitError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
