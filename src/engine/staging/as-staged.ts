import { existsSync } from "node:fs";
import { type OpenExport, openExport } from "../../csv/export/open-export.js";
import type { Dialect } from "../../csv/file/dialect.js";
import { hashFile } from "../../csv/file/hash.js";
import type { Source } from "../../ledger/runs/sources.js";
import { STDIN } from "../../model/record.js";

/** Why an export cannot be read again as it was staged. */
export type SourceChange = "stdin" | "gone" | "changed";

/** Undefined where the export still is what was staged, to the byte. */
export async function sourceChange({ path, sha256 }: Source): Promise<SourceChange | undefined> {
  if (path === STDIN) return "stdin";
  if (!existsSync(path)) return "gone";
  return (await hashFile(path)).sha256 === sha256 ? undefined : "changed";
}

/** Opens an export that still is what was staged, and reads it as it was read then. */
export function reopen({ path, dialect }: Source): Promise<OpenExport> {
  return openExport(path, JSON.parse(dialect) as Dialect, { is_settled: true });
}
