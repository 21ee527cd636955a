import { spawn, spawnSync } from "node:child_process";
import { afterwards, PROGRAM } from "../cli/program.js";

/** A pseudo-terminal comes from `script` of util-linux; without it there is nothing to try. */
export const HAS_TERMINAL = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux");

// biome-ignore lint/suspicious/noControlCharactersInRegex: what steers a terminal begins with one
const SEQUENCE = /^\u001b\[([?\d;]*)([A-Za-z])/;

const isWide = (point: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(point);

/** What a terminal shows of what was written to it: as much of one as progress lines need. */
export class Screen {
  readonly columns: number;
  readonly lines: string[][] = [[]];
  #row = 0;
  #column = 0;
  cursor_shown = true;
  wraps = true;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    for (let at = 0; at < text.length; ) {
      const rest = text.slice(at);
      const sequence = SEQUENCE.exec(rest);
      if (sequence !== null) {
        this.#control(sequence[1] as string, sequence[2] as string);
        at += sequence[0].length;
        continue;
      }
      const point = Array.from(rest.slice(0, 2))[0] as string;
      this.#put(point);
      at += point.length;
    }
  }

  /** Each line as a reader sees it. */
  get shown(): string[] {
    return this.lines.map((line) =>
      Array.from(line, (cell) => cell ?? " ")
        .join("")
        .trimEnd(),
    );
  }

  #put(point: string): void {
    if (point === "\n") this.#row += 1;
    else if (point === "\r") this.#column = 0;
    else if (point >= " ") {
      const width = isWide(point) ? 2 : 1;
      if (this.#column + width > this.columns) {
        if (this.wraps) {
          this.#row += 1;
          this.#column = 0;
        } else this.#column = this.columns - width;
      }
      const line = this.#line();
      line[this.#column] = point;
      if (width === 2) line[this.#column + 1] = "";
      this.#column += width;
    }
    this.#line();
  }

  #control(parameters: string, letter: string): void {
    const count = Number(parameters) || 1;
    if (letter === "A") this.#row = Math.max(0, this.#row - count);
    else if (letter === "G") this.#column = count - 1;
    else if (letter === "K") this.#line().length = parameters === "2" ? 0 : Math.min(this.#column, this.#line().length);
    else if (letter === "J") {
      this.#line().length = Math.min(this.#column, this.#line().length);
      this.lines.length = this.#row + 1;
    } else if (letter === "h" || letter === "l") {
      if (parameters === "?25") this.cursor_shown = letter === "h";
      if (parameters === "?7") this.wraps = letter === "h";
    }
  }

  #line(): string[] {
    while (this.lines.length <= this.#row) this.lines.push([]);
    return this.lines[this.#row] as string[];
  }
}

export interface Sitting {
  readonly screen: Screen;
  /** Whatever was written, in one piece. */
  text(): string;
  type(text: string): void;
  says(pattern: RegExp): Promise<void>;
  readonly ended: Promise<number | null>;
}

export interface Seat {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

/** The built program as somebody runs it who sits before a terminal. */
export function atTerminal(args: readonly string[], { cwd, env = {}, columns = 80 }: Seat): Sitting {
  const quoted = [process.execPath, PROGRAM, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const line = `stty cols ${columns} rows 24; exec ${quoted}`;
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(FEISHU_|HIRE_|NO_COLOR|CI$)/.test(name)),
  );
  const child = spawn("script", ["-qfec", line, "/dev/null"], {
    cwd,
    env: { ...kept, SHELL: "/bin/sh", TERM: "xterm-256color", LANG: "C.UTF-8", ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const screen = new Screen(columns);
  let heard = "";
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    heard += text;
    screen.write(text);
    for (const listen of listeners) listen();
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  afterwards(async () => {
    // Its own end closes the terminal, which ends whoever sits before it.
    child.kill("SIGTERM");
    await ended;
    child.stdout.destroy();
  });
  return {
    screen,
    text: () => heard,
    type: (text) => void child.stdin.write(text),
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const listen = () => {
          if (!pattern.test(heard)) return;
          listeners.delete(listen);
          resolve();
        };
        listeners.add(listen);
        listen();
        void ended.then(() => reject(new Error(`it ended without ${pattern}:\n${heard}`)));
      }),
    ended,
  };
}
