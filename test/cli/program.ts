import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterwards, type Scope } from "../support/afterwards.js";
import { type Ended, KeptProgram } from "../support/kept-program.js";

export { afterwards, folder, type Scope } from "../support/afterwards.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const PROGRAM = join(ROOT, "dist", "cli", "main.js");

if (!existsSync(PROGRAM)) throw new Error("dist/ is missing: npm run build");

// biome-ignore lint/suspicious/noExplicitAny: what the program prints is what the tests look into
type Json = any;

/** What a call of the program came to. */
export interface Ran extends Ended {
  /** The one JSON object on stdout. Throws where there is anything else. */
  readonly json: Json;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** In a session of its own it has no terminal, as under a supervisor. */
  readonly detached?: boolean;
}

/** A call that is under way. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ran>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once its output so far matches; rejects when it ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Nothing of this shell's own setup reaches the program. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(FEISHU_|HIRE_IMPORT_|LANG$|LC_|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$|VITEST|https?_proxy$|no_proxy$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Starts the built program in a process of its own. */
export function start(args: readonly string[], options: CallOptions = {}, scope: Scope = "test"): Running {
  return startProcess(process.execPath, [PROGRAM, ...args], options, scope);
}

export function startProcess(
  file: string,
  args: readonly string[],
  { cwd, env, detached = false }: CallOptions,
  scope: Scope = "test",
): Running {
  const child = spawn(file, args, {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached,
  });
  const heard = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      heard[stream] += text;
      for (const listen of listeners) listen();
    });
  }
  const ended = endOf(child, heard);
  afterwards(async () => {
    child.kill("SIGKILL");
    await ended;
  }, scope);
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const listen = () => {
        const match = pattern.exec(heard.stdout) ?? pattern.exec(heard.stderr);
        if (match !== null) resolve(match);
      };
      listeners.add(listen);
      listen();
      void ended.then(() => reject(new Error(`it ended without ${pattern}:\n${heard.stdout}\n${heard.stderr}`)));
    });
  return { pid: child.pid as number, ended, kill: (signal) => child.kill(signal), says };
}

function endOf(child: ChildProcess, heard: { stdout: string; stderr: string }): Promise<Ran> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit, signal) => resolve(asRan({ exit, signal, ...heard })));
  });
}

function asRan(ended: Ended): Ran {
  // Not for a copy or a comparison to call: most calls print no JSON.
  return Object.defineProperty({ ...ended } as Ran, "json", { get: () => onlyObject(ended.stdout), enumerable: false });
}

function onlyObject(stdout: string): Json {
  if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`not one line of JSON: ${stdout.slice(0, 300)}`);
  return JSON.parse(stdout);
}

/** What Node itself reads when it starts. */
const FOR_NODE = /^(NODE_|SSL_|UV_)/;
/** As long as this process lives: the next test file finds them warm. */
const kept = new Set<KeptProgram>();
/** What calls side by side need more than these goes with the file. */
const KEPT_MAX = 2;

/**
 * Runs the built program to its end. Calls share processes, where they need none of their own; how the program starts,
 * and what signals do to it, is for `start` to show.
 */
export async function hire(args: readonly string[], options: CallOptions = {}): Promise<Ran> {
  const { cwd = process.cwd(), env = {}, detached = false } = options;
  if (detached || Object.keys(env).some((name) => FOR_NODE.test(name))) return start(args, options, "file").ended;
  const free = Array.from(kept).find((each) => each.is_free && each.zone === env.TZ) ?? (await keep(env.TZ));
  return asRan(await free.run(args, cwd, { ...cleanEnvironment(), ...env }));
}

async function keep(zone: string | undefined): Promise<KeptProgram> {
  const program = await KeptProgram.start(PROGRAM, { ...cleanEnvironment(), TZ: zone }, zone);
  kept.add(program);
  afterwards(async () => {
    if (program.is_free && kept.size <= KEPT_MAX) return;
    kept.delete(program);
    await program.stop();
  }, "file");
  return program;
}
