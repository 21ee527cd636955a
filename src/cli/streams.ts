import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import { asMachineError } from "../ledger/file/machine-errors.js";
import { writeAll } from "./write-all.js";

type Name = "stdout" | "stderr";

/**
 * stdout or stderr. What cannot be told ends no work: a terminal may be gone, a disk full, a reader may have had
 * enough (`| head`). Whether all was told is remembered.
 */
class Stream {
  readonly #name: Name;
  #failure: NodeJS.ErrnoException | undefined;
  #is_guarded = false;

  constructor(name: Name) {
    this.#name = name;
  }

  /** Why not all of it could be told; undefined where it was, or where its reader wanted no more of it. */
  get failure(): NodeJS.ErrnoException | undefined {
    return this.#failure;
  }

  get is_open(): boolean {
    return this.#failure === undefined && process[this.#name].writable;
  }

  /** Resolves when it is written, or cannot be. */
  write(text: string): Promise<void> {
    this.guard();
    const { fd } = process[this.#name];
    // Node's own stream for a file takes a part for the whole.
    if (isFile(fd)) {
      try {
        writeAll(fd, text);
      } catch (error) {
        this.#note(error as NodeJS.ErrnoException);
      }
      return Promise.resolve();
    }
    return new Promise((resolve) => process[this.#name].write(text, () => resolve()));
  }

  /** Whoever else writes to the stream ends nothing, either. */
  guard(): void {
    if (this.#is_guarded) return;
    this.#is_guarded = true;
    process[this.#name].on("error", (error: NodeJS.ErrnoException) => this.#note(error));
  }

  #note(error: NodeJS.ErrnoException): void {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") this.#failure ??= error;
  }
}

/** Or a device such as /dev/full, which is written like one. */
function isFile(fd: number): boolean {
  try {
    const about = fstatSync(fd);
    return about.isFile() || (about.isCharacterDevice() && !isatty(fd));
  } catch {
    return false;
  }
}

export const stdout = new Stream("stdout");
export const stderr = new Stream("stderr");

/** All of it, unless the reader of stdout has had enough. Throws an ExitError where stdout itself was to be written. */
export async function writeResult(chunks: Iterable<string>): Promise<void> {
  for (const chunk of chunks) {
    if (!stdout.is_open) break;
    await stdout.write(chunk);
  }
  if (stdout.failure !== undefined) throw asMachineError(Object.assign(stdout.failure, { path: "stdout" }));
}
