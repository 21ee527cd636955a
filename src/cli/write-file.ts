import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileId } from "../ledger/file/file-name.js";
import { asMachineError } from "../ledger/file/machine-errors.js";
import { loadMapping, lookupFields } from "../mapping/index.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { TARGETS } from "../targets/index.js";
import type { Sentence } from "../texts/catalogue.js";
import type { KeptFile } from "../texts/en/commands.js";
import { saying } from "../texts/saying.js";
import { writeAll } from "./write-all.js";

/** Files of the user's that no output may be written to. */
export interface KeptFiles {
  readonly exports: readonly string[];
  readonly ledger: string;
  /** The files and ledgers that it looks ids up in are kept, too. */
  readonly mapping: string;
}

/** What a ledger is made of: the file, and those that stand beside it. */
const LEDGER_FILES = ["", "-wal", "-shm", ".lock", ".sandbox", ".rescued"];

/** Refuses a `file` to write to, given with `flag`, where something stands that must stay. */
export function refuseOverwrite(flag: string, file: string | undefined, kept: KeptFiles): void {
  if (file === undefined) return;
  const [place, id] = [realPath(file), idOf(file)];
  // By whatever name: a hard link is the file as well.
  const isIt = (path: string) => realPath(path) === place || (id !== undefined && idOf(path) === id);
  let what: KeptFile;
  if (kept.exports.some(isIt)) what = "export";
  else if (LEDGER_FILES.some((end) => isIt(kept.ledger + end))) what = "ledger";
  else if (isIt(kept.mapping)) what = "mapping";
  else if (lookupFiles(kept.mapping).some(isIt)) what = "lookup";
  else return;
  throw new ExitError({
    exit: EXIT.usage,
    kind: "would_overwrite",
    ...saying("would_overwrite", { file, what, flag }),
  });
}

/** None where there is no mapping, or none that can be read: nothing is read by it then. */
function lookupFiles(mapping: string): string[] {
  try {
    return lookupFields(loadMapping(mapping, TARGETS)).flatMap(({ lookup: { kind, path } }) =>
      kind === "file" ? [path] : LEDGER_FILES.map((end) => path + end),
    );
  } catch (error) {
    if (error instanceof ExitError) return [];
    throw error;
  }
}

/** Behind symbolic links; for a file that is yet to be, its absolute path. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Undefined where there is no file, or none that may be looked at. */
function idOf(path: string): string | undefined {
  try {
    return fileId(path);
  } catch {
    return undefined;
  }
}

/** A file that is put in the place of /dev/null would end it for everybody. */
function refuseDevice(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isFile()) return;
  const [kind, told] = there.isDirectory()
    ? ["is_a_folder", saying("output_is_folder", { path })]
    : ["not_a_file", saying("output_not_regular", { path })];
  throw new ExitError({ exit: EXIT.usage, kind: kind as string, ...(told as Sentence) });
}

/**
 * Writes a file whole or not at all, readable by its owner alone: it holds people's data. Throws an ExitError with the
 * file's name where the machine refuses.
 */
export async function writeWhole<T>(path: string, work: (write: (text: string) => void) => T | Promise<T>): Promise<T> {
  const draft = new Draft(path);
  try {
    const result = await work((text) => draft.write(text));
    draft.keep();
    return result;
  } finally {
    draft.close();
  }
}

/** Stands beside the file, and takes its place at once. */
class Draft {
  readonly #path: string;
  readonly #draft: string;
  #fd: number | undefined;

  constructor(path: string) {
    refuseDevice(path);
    this.#path = path;
    this.#draft = `${path}.${process.pid}.part`;
    this.#fd = this.#try(() => openSync(this.#draft, "w", 0o600));
  }

  write(text: string): void {
    this.#try(() => writeAll(this.#fd as number, text));
  }

  keep(): void {
    this.#try(() => {
      const fd = this.#fd as number;
      fsyncSync(fd);
      this.#fd = undefined;
      // Some file systems tell only now that there was no room.
      closeSync(fd);
      renameSync(this.#draft, this.#path);
    });
  }

  /** What is not kept goes. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    rmSync(this.#draft, { force: true });
  }

  /** The draft is nobody's business: people know the file. */
  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw asMachineError(Object.assign(error as Error, { path: this.#path }));
    }
  }
}
