import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROCESS = fileURLToPath(new URL("kept-process.mjs", import.meta.url));

/** How a call has ended, and what it has written. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The built program in a process that is kept for the next call. To start Node, to read the program and to run it cold
 * costs half a second of a core; warm, a call takes a tenth of that. A call that ends its process ends this one, too.
 */
export class KeptProgram {
  readonly #child: ChildProcess;
  readonly #closed: Promise<{ exit: number | null; signal: NodeJS.Signals | null }>;
  readonly #heard = { stdout: "", stderr: "" };
  #mark = 0;
  /** Whoever starts it calls it first. */
  #is_busy = true;
  #is_gone = false;
  #listen: () => void = () => undefined;

  /** The machine's time zone, for this program: it is read once. */
  readonly zone: string | undefined;

  private constructor(child: ChildProcess, zone: string | undefined) {
    this.#child = child;
    this.zone = zone;
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        this.#heard[name] += text;
        this.#listen();
      });
    }
    this.#closed = once(child, "close").then(([exit, signal]) => {
      this.#is_gone = true;
      return { exit, signal };
    });
  }

  static async start(program: string, env: NodeJS.ProcessEnv, zone?: string): Promise<KeptProgram> {
    const child = fork(PROCESS, [program], { env, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const kept = new KeptProgram(child, zone);
    await once(child, "message");
    return kept;
  }

  get is_free(): boolean {
    return !this.#is_busy && !this.#is_gone;
  }

  async run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
    this.#is_busy = true;
    const mark = `\u0000end of call ${++this.#mark}\u0000`;
    Object.assign(this.#heard, { stdout: "", stderr: "" });
    const exit = once(this.#child, "message");
    this.#child.send({ args, cwd, env, mark });
    const told = new Promise<void>((resolve) => {
      this.#listen = () => {
        if (Object.values(this.#heard).every((text) => text.endsWith(mark))) resolve();
      };
    });
    const left = Promise.all([exit, told]).then(([[code]]) => ({ exit: code as number, signal: null }));
    const how = await Promise.race([left, this.#closed]);
    this.#is_busy = false;
    const [stdout, stderr] = [this.#heard.stdout, this.#heard.stderr].map((text) => text.replace(mark, ""));
    return { ...how, stdout: stdout as string, stderr: stderr as string };
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }
}
