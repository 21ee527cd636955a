import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const OURS = /^hire-import-(stdin|check|archive|output)-/;
/** In a temporary folder of ours; held as long as the process that made it lives. */
export const LOCK = "in-use.lock";

/** Removes what processes of this user that were killed have left in the temporary folder. */
export async function sweepTemporaryFolders(): Promise<void> {
  const folders = namesIn(tmpdir()).flatMap((name) => (OURS.test(name) ? [join(tmpdir(), name)] : []));
  if (folders.length === 0) return;
  // Most calls find none, and need no SQLite for it.
  const { lockFile } = await import("../ledger/lock.js");
  for (const folder of folders) {
    try {
      if (!isOurs(folder)) continue;
      const lock = lockFile(join(folder, LOCK), 0);
      if (lock === undefined) continue;
      lock.db.close();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another call removes it just now, or it is not for us to look into.
    }
  }
}

function isOurs(folder: string): boolean {
  const about = lstatSync(folder);
  const is_own = process.getuid === undefined || about.uid === process.getuid();
  return about.isDirectory() && is_own && existsSync(join(folder, LOCK));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
