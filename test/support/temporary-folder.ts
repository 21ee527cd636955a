import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** The tests need a fifth of it. */
const FREE_BYTES_MIN = 2 ** 31;

function hasRoom(): boolean {
  if (!existsSync(MEMORY) || freemem() < 2 * FREE_BYTES_MIN) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= FREE_BYTES_MIN;
}

/**
 * Tests write thousands of ledgers, each with its syncs, so that most of their time would be the disk's. Their
 * temporary files are in memory where there is room, unless somebody has said where they are to be.
 */
export default function setup(): (() => void) | undefined {
  if (process.env.TMPDIR !== undefined || !hasRoom()) return undefined;
  const folder = mkdtempSync(join(MEMORY, "hire-import-tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
