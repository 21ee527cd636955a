import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { EXIT } from "../words/exit.js";
import { STDIN } from "../words/record.js";
import { Stop } from "../words/stop.js";

const SIGNALS = { SIGHUP: 129, SIGINT: EXIT.sigint, SIGTERM: EXIT.sigterm } as const;

/**
 * Where `-` is among the exports: copies stdin, which can be read only once, into a temporary file that its owner alone
 * can read, and gives back its path. The file is gone when the process ends, however gently.
 */
export async function spoolStdin(paths: readonly string[]): Promise<string | undefined> {
  if (!paths.includes(STDIN)) return undefined;
  if (process.stdin.isTTY) {
    throw new Stop({
      exit: EXIT.usage,
      kind: "stdin_is_terminal",
      message: "- reads the export from stdin, and stdin is this terminal",
      hint: "pipe the export into it (zstdcat export.zst | hire-import check -), or name a file",
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "hire-import-stdin-"));
  removeAtEnd(folder);
  const path = join(folder, "export.csv");
  await pipeline(process.stdin, createWriteStream(path, { flags: "wx", mode: 0o600 }));
  return path;
}

function removeAtEnd(folder: string): void {
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const [signal, exit] of Object.entries(SIGNALS)) {
    // Where a run is at work it heeds the signal itself, and ends gently.
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(exit);
    });
  }
}
