import { lstatSync, readFileSync, type Stats, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";

const NAME = ".env";
/** What is taken from it; a file that is there for other programs may hold more. */
const OURS = /^(?:FEISHU|HIRE_IMPORT)_\w+$/;
/** Bigger is no list of variables. */
const MAX_BYTES = 1_048_576;

/** What came of the file `.env` in the working folder. */
export interface EnvFile {
  /** Names of the variables that were set from it. */
  readonly taken: readonly string[];
  /** Why nothing is read from what is there, where that harms nobody. */
  readonly note?: string;
  /** Why it is refused: nothing was set from it. */
  readonly problem?: ExitError;
}

/** Sets our variables from `.env` that `env` does not have; one that is set to nothing it has. */
export function takeEnvFile(env: NodeJS.ProcessEnv): EnvFile {
  try {
    const about = statSync(NAME, { throwIfNoEntry: false });
    if (about === undefined)
      return isLink() ? { taken: [], note: `${NAME} is a link that leads nowhere` } : { taken: [] };
    // A Python environment is often called so.
    if (about.isDirectory()) return { taken: [], note: `${NAME} is a folder: nothing is read from it` };
    if (!about.isFile() || about.size > MAX_BYTES)
      return { taken: [], note: `${NAME} is not a text file: it is not read` };
    const values = readVariables(about);
    const taken = Object.keys(values).filter((name) => env[name] === undefined);
    for (const name of taken) env[name] = values[name];
    return { taken };
  } catch (error) {
    return { taken: [], problem: error instanceof ExitError ? error : unreadable(error as NodeJS.ErrnoException) };
  }
}

const isLink = (): boolean => lstatSync(NAME, { throwIfNoEntry: false }) !== undefined;

function readVariables(about: Stats): Record<string, string> {
  const text = readFileSync(NAME, "utf8").replace(/^\uFEFF/, "");
  if (/[\0\uFFFD]/.test(text)) {
    refuse(`${NAME} is not text in UTF-8`, "save it as UTF-8; or delete it, and set the variables in the shell");
  }
  const ours = Object.entries(parseEnv(text)).filter(([name]) => OURS.test(name));
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) refuseUnclear(line, index + 1);
  // Of other programs' files it is not for us to say who may read them.
  if (ours.length > 0) refuseOpen(about);
  return Object.fromEntries(ours) as Record<string, string>;
}

const MENTIONED = /^\s*(?:[\w$:-]+\s+|\$env:)?["']?((?:FEISHU|HIRE_IMPORT)_\w+)/i;
const ASSIGNED = /^\s*(?:export\s+)?(?:FEISHU|HIRE_IMPORT)_\w+\s*=(.*)$/;
const QUOTED = /^(["'`])(?:(?!\1).)*\1\s*(?:#.*)?$/;

/** A line about one of our variables that Node reads otherwise than it looks. The value is never shown. */
function refuseUnclear(line: string, number: number): void {
  const [, name] = MENTIONED.exec(line) ?? [];
  if (name === undefined) return;
  const value = ASSIGNED.exec(line)?.[1]?.trim();
  const where = `${NAME} line ${number} (${name})`;
  if (value === undefined) refuse(`${where} is not NAME=value`, `write it as ${name.toUpperCase()}=…`);
  if (/^["'`]/.test(value) && !QUOTED.test(value))
    refuse(`${where}: the quotes do not close`, "close them, on this line");
  if (/^[^"'`].*\S#/.test(value)) refuse(`${where}: what follows # would be cut off`, "put the value into quotes");
}

/** Whoever can write it decides where the credentials are sent; whoever can read it has them. */
function refuseOpen({ mode, uid }: Stats): void {
  const user = process.geteuid?.();
  if (user === undefined) return;
  if (user !== 0 && uid !== user && uid !== 0) {
    refuse(`${NAME} belongs to another user`, "work in a folder of your own, or set the variables in the shell");
  }
  if ((mode & 0o077) !== 0)
    refuse(`other users can read ${NAME}, which holds credentials or settings`, `chmod 600 ${NAME}`);
}

function unreadable({ code }: NodeJS.ErrnoException): ExitError {
  const why = code === "EACCES" || code === "EPERM" ? "permission denied" : code;
  return problem(`${NAME} cannot be read (${why})`, `check it: ls -l ${NAME}`);
}

function refuse(message: string, hint: string): never {
  throw problem(message, hint);
}

const problem = (message: string, hint: string): ExitError =>
  new ExitError({ exit: EXIT.usage, kind: "bad_env_file", message, hint });
