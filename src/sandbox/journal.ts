import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";
import { SandboxError } from "./options.js";

/** An append-only file of JSON lines. Its first line says what it is. */
export interface Journal {
  /** The entry is with the operating system when this returns, so killing the process cannot lose it. */
  append(entry: object): void;
  close(): void;
}

const HEAD = '{"hire_import_sandbox":1}';
const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;
const OWNER_ONLY = 0o600;

export const NO_JOURNAL: Journal = { append: () => undefined, close: () => undefined };

/**
 * Opens or creates the journal and hands every entry to `replay`. What a killed process left of a last line
 * was never answered to anyone: it is cut off. Throws `SandboxError` for a file that is no journal of ours.
 */
export function openJournal(path: string, replay: (entry: unknown) => void): Journal {
  let fd: number;
  try {
    fd = openSync(path, "a+", OWNER_ONLY);
  } catch (cause) {
    const hint = "Name a file in a folder that exists and that you may write to.";
    throw new SandboxError("store_unusable", `cannot open the sandbox's store ${path}: ${textOf(cause)}`, hint, cause);
  }
  try {
    let size_bytes = replayLines(fd, path, replay);
    ftruncateSync(fd, size_bytes);
    if (size_bytes === 0) {
      appendFileSync(fd, `${HEAD}\n`);
      size_bytes = HEAD.length + 1;
    }
    return journalOn(fd, size_bytes);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function journalOn(fd: number, start_bytes: number): Journal {
  let size_bytes = start_bytes;
  return {
    append(entry) {
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      try {
        appendFileSync(fd, line);
      } catch (error) {
        // Half a line (a full disk) would spoil the next one.
        ftruncateSync(fd, size_bytes);
        throw error;
      }
      size_bytes += line.length;
    },
    close: () => closeSync(fd),
  };
}

/** Returns where the last whole line ends, in bytes. */
function replayLines(fd: number, path: string, replay: (entry: unknown) => void): number {
  const total_bytes = fstatSync(fd).size;
  let rest: Buffer = Buffer.alloc(0);
  let read_bytes = 0;
  let line = 0;
  while (read_bytes < total_bytes) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, total_bytes - read_bytes));
    const got = readSync(fd, chunk, 0, chunk.length, read_bytes);
    if (got === 0) break;
    read_bytes += got;
    const bytes = rest.length === 0 ? chunk.subarray(0, got) : Buffer.concat([rest, chunk.subarray(0, got)]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      line += 1;
      replayLine(bytes.toString("utf8", start, end), line, path, replay);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (line === 0 && !HEAD.startsWith(rest.toString("utf8", 0, HEAD.length))) throw notOurs(path);
  }
  return read_bytes - rest.length;
}

function replayLine(text: string, line: number, path: string, replay: (entry: unknown) => void): void {
  if (line === 1) {
    if (text !== HEAD) throw notOurs(path);
    return;
  }
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch (cause) {
    const hint = "Move the file away to begin with an empty sandbox, or bring back an undamaged copy.";
    throw new SandboxError("store_unusable", `the sandbox's store ${path} is damaged in line ${line}`, hint, cause);
  }
  replay(entry);
}

function notOurs(path: string): SandboxError {
  const hint = "Name another file; this one is left as it is.";
  return new SandboxError("store_unusable", `${path} is not a store of this sandbox`, hint);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
