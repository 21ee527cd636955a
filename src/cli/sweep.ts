import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "./clock.js";

const OURS = /^hire-import-(stdin|check|archive|output)-/;
/** In a temporary folder of ours; held as long as the process that made it lives. */
export const LOCK = "in-use.lock";

/** Version 0.2.0 held no lock. So old, what it has left serves no call of it any more. */
const UNLOCKED_AFTER_MS = 24 * 3_600_000;

/** Removes what processes of this user that were killed have left in the temporary folder. */
export async function sweepTemporaryFolders(): Promise<void> {
  const folders = namesIn(tmpdir()).flatMap((name) => (OURS.test(name) ? [join(tmpdir(), name)] : []));
  if (folders.length === 0) return;
  // Most calls find none, and need no SQLite for it.
  const { lockFile } = await import("../ledger/file/lock.js");
  for (const folder of folders) {
    try {
      if (!isOurs(folder)) continue;
      const lock = existsSync(join(folder, LOCK)) ? lockFile(join(folder, LOCK), 0) : undefined;
      if (lock === undefined && !isForgotten(folder)) continue;
      lock?.db.close();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another call removes it just now, or it is not for us to look into.
    }
  }
}

function isOurs(folder: string): boolean {
  const about = lstatSync(folder);
  const is_own = process.getuid === undefined || about.uid === process.getuid();
  return about.isDirectory() && is_own;
}

/** It has no lock, and nothing in it has changed for long. */
function isForgotten(folder: string): boolean {
  if (existsSync(join(folder, LOCK))) return false;
  const changed_ms = [folder, ...namesIn(folder).map((name) => join(folder, name))].map(
    (path) => lstatSync(path).mtimeMs,
  );
  return systemClock.now_ms() - Math.max(...changed_ms) > UNLOCKED_AFTER_MS;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
