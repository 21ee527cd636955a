import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { STDIN } from "../model/record.js";
import { saying } from "../texts/saying.js";
import { temporaryFolder } from "./temporary.js";

/**
 * Where `-` is among the exports: copies stdin, which can be read only once, into a temporary file that its owner alone
 * can read, and gives back its path. The file is gone when the process ends, or with the next call where it was killed.
 */
export async function spoolStdin(paths: readonly string[]): Promise<string | undefined> {
  if (!paths.includes(STDIN)) return undefined;
  if (process.stdin.isTTY) {
    throw new ExitError({
      exit: EXIT.usage,
      kind: "stdin_is_terminal",
      ...saying("stdin_is_terminal"),
    });
  }
  const path = join(temporaryFolder("stdin"), "export.csv");
  await pipeline(process.stdin, createWriteStream(path, { flags: "wx", mode: 0o600 }));
  return path;
}
