import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { asMachineError } from "../ledger/file/machine-errors.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { saying } from "../texts/saying.js";
import { writeAll } from "./write-all.js";

const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
/** A pipe that nobody reads must not hold up what is told to it. Windows knows no such thing. */
const FLAGS = O_WRONLY | O_APPEND | O_CREAT | (O_NONBLOCK ?? 0);

/** What is wrong with a log, told to people. */
export type TellProblem = (message: string, hint?: string) => void;

/**
 * The file that a log goes to, line by line: a line must be there when the process is killed right after it. A log
 * that cannot be written ends no work; that is told once. It is made for its owner alone; what is there already
 * (a device, a pipe, somebody's file) keeps its mode.
 */
export class LogFile {
  readonly #path: string;
  readonly #tellProblem: TellProblem;
  readonly #fd: number;
  #is_told = false;
  /** The last line is there in part only. */
  #is_torn = false;

  constructor(path: string, tellProblem: TellProblem) {
    this.#path = path;
    this.#tellProblem = tellProblem;
    this.#fd = open(path);
    const about = fstatSync(this.#fd);
    if (process.platform !== "win32" && about.isFile() && (about.mode & 0o077) !== 0) {
      tellProblem(`others can read or write the log ${path}, which was there before`, `chmod 600 ${path}`);
    }
  }

  write(line: string): void {
    try {
      writeAll(this.#fd, this.#is_torn ? `\n${line}` : line);
      this.#is_torn = false;
    } catch (error) {
      this.#is_torn = true;
      if (this.#is_told) return;
      this.#is_told = true;
      const { code } = error as NodeJS.ErrnoException;
      this.#tellProblem(`the log ${this.#path} cannot be written (${code}): lines of it are missing from here on`);
    }
  }

  close(): void {
    try {
      closeSync(this.#fd);
    } catch {
      // Told, or about nothing that was to be kept.
    }
  }
}

function open(path: string): number {
  try {
    return openSync(path, FLAGS, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw asMachineError(error);
    throw new ExitError({
      exit: EXIT.machine,
      kind: "unusable_path",
      ...saying("log_without_reader", { path }),
      cause: error,
    });
  }
}
