import { lstatSync, readFileSync, type Stats, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { PartToTell, Sentence } from "../texts/catalogue.js";
import { saying } from "../texts/saying.js";

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
  readonly note?: PartToTell;
  /** Why it is refused: nothing was set from it. */
  readonly problem?: ExitError;
}

/** Sets our variables from `.env` that `env` does not have; one that is set to nothing it has. */
export function takeEnvFile(env: NodeJS.ProcessEnv): EnvFile {
  try {
    const about = statSync(NAME, { throwIfNoEntry: false });
    if (about === undefined) return isLink() ? { taken: [], note: saying("env_dead_link") } : { taken: [] };
    // A Python environment is often called so.
    if (about.isDirectory()) return { taken: [], note: saying("env_is_folder") };
    if (!about.isFile() || about.size > MAX_BYTES) return { taken: [], note: saying("env_not_regular") };
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
    refuse(saying("env_not_text"));
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
  const where = { line: number, name };
  if (value === undefined) refuse(saying("env_no_assignment", where));
  if (/^["'`]/.test(value) && !QUOTED.test(value)) refuse(saying("env_open_quotes", where));
  if (/^[^"'`].*\S#/.test(value)) refuse(saying("env_cut_off", where));
}

/** Whoever can write it decides where the credentials are sent; whoever can read it has them. */
function refuseOpen({ mode, uid }: Stats): void {
  const user = process.geteuid?.();
  if (user === undefined) return;
  if (user !== 0 && uid !== user && uid !== 0) {
    refuse(saying("env_of_other"));
  }
  if ((mode & 0o077) !== 0) refuse(saying("env_open_to_others"));
}

function unreadable({ code }: NodeJS.ErrnoException): ExitError {
  const is_forbidden = code === "EACCES" || code === "EPERM";
  return problem(saying("env_unreadable", { code: is_forbidden ? undefined : String(code) }));
}

function refuse(told: Sentence): never {
  throw problem(told);
}

const problem = (told: Sentence): ExitError => new ExitError({ exit: EXIT.usage, kind: "bad_env_file", ...told });
