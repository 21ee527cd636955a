import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { lockFile } from "../ledger/file/lock.js";
import { LOCK } from "./sweep.js";

/**
 * A folder of this process alone, which holds people's data: its owner alone can read it, and it is gone when the
 * process ends. Where that is killed, the next call removes it.
 */
export function temporaryFolder(kind: "stdin" | "check" | "archive" | "output"): string {
  const unlocked = mkdtempSync(join(tmpdir(), `.hire-import-${kind}-`));
  const lock = lockFile(join(unlocked, LOCK), 1_000);
  // By its name only once it is locked: nobody takes it for one that was left behind.
  const folder = join(dirname(unlocked), basename(unlocked).slice(1));
  renameSync(unlocked, folder);
  process.once("exit", () => {
    lock?.db.close();
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another call sweeps it away in the same moment; what stays goes with the next.
    }
  });
  return folder;
}
