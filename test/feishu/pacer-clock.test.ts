import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/*
 * The pacer under real clocks, in a process of its own that can be stopped, stalled and have its wall clock set. Each
 * start works for up to 5 ms, as a write of the intent does, then is stamped just before a socket would be written to.
 */
const SOURCES = ["pacer.ts", "pace-policy.ts", "spacing-limiter.ts", "sliding-window.ts"];

const DRIVER = `
  import { createPacer } from "./feishu/pacer.js";
  const [starts, trouble] = [Number(process.argv[2]), process.argv[3]];
  const busy = (for_ms) => { const end = performance.now() + for_ms; while (performance.now() < end); };
  const sleep = (wait_ms, signal) => new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => { clearTimeout(timer); resolve(); };
    const timer = setTimeout(done, wait_ms);
    signal?.addEventListener("abort", done, { once: true });
  });
  const pacer = createPacer({ cap_per_s: 20, monotonic_ms: () => performance.now(), sleep });
  const wallClock = Date.now;
  const say = (index, at_ms) => process.stdout.write(index + " " + at_ms + "\\n");
  for (let index = 0; index < starts; index += 1) {
    while (await pacer.slot());
    if (trouble === "stall" && index % 25 === 24) setTimeout(() => busy(800), 10);
    if (trouble === "set_back" && index === 20) Date.now = () => wallClock() - 3_600_000;
    if (trouble === "set_forward" && index === 20) Date.now = () => wallClock() + 3_600_000;
    busy(Math.random() * 5);
    if (trouble === "slow_connection" && index < 8) await sleep(300);
    // Before, not behind: whatever holds up this process in between makes two starts look closer than they were.
    const at_ms = performance.now();
    pacer.left();
    say(index, at_ms);
  }
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hire-import-pacer-"));
  mkdirSync(join(folder, "feishu"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "driver.js"), DRIVER);
  for (const name of SOURCES) {
    const source = readFileSync(resolve("src/feishu", name), "utf8");
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    };
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    writeFileSync(join(folder, "feishu", name.replace(/ts$/, "js")), outputText);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Milliseconds on the child's monotonic clock at which each start left. */
async function startsOf(
  starts: number,
  trouble: string,
  onStart: (index: number, child: ChildProcess) => void = () => undefined,
): Promise<number[]> {
  const child = spawn(process.execPath, [join(folder, "driver.js"), String(starts), trouble], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const left_ms: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [index, at_ms] = line.split(" ").map(Number);
    left_ms.push(at_ms!);
    onStart(index!, child);
  }
  return left_ms.sort((a, b) => a - b);
}

function worstSecond(left_ms: readonly number[]): number {
  return Math.max(...left_ms.map((from) => left_ms.filter((at) => at >= from && at < from + 1000).length));
}

function seconds(left_ms: readonly number[]): number {
  return (left_ms.at(-1)! - left_ms[0]!) / 1000;
}

describe.concurrent("no sliding second holds more than the cap", () => {
  it("in a process that nothing happens to", async () => {
    expect(worstSecond(await startsOf(100, "none"))).toBeLessThanOrEqual(20);
  });

  it("when the event loop stalls for 800 ms", async () => {
    const left_ms = await startsOf(80, "stall");
    expect(worstSecond(left_ms)).toBeLessThanOrEqual(20);
  });

  it("when the process is stopped and continued", async () => {
    const left_ms = await startsOf(70, "none", (index, child) => {
      if (index !== 24 && index !== 40) return;
      child.kill("SIGSTOP");
      setTimeout(() => child.kill("SIGCONT"), 1200);
    });
    expect(worstSecond(left_ms)).toBeLessThanOrEqual(20);
    expect(seconds(left_ms)).toBeGreaterThan(70 / 20 + 1);
  });

  it("when the wall clock is set back an hour, which is not slept away", async () => {
    const left_ms = await startsOf(60, "set_back");
    expect(left_ms).toHaveLength(60);
    expect(worstSecond(left_ms)).toBeLessThanOrEqual(20);
  });

  it("when the wall clock is set forward an hour", async () => {
    const left_ms = await startsOf(60, "set_forward");
    expect(worstSecond(left_ms)).toBeLessThanOrEqual(20);
  });

  it("when the first connections take 300 ms", async () => {
    const left_ms = await startsOf(60, "slow_connection");
    expect(worstSecond(left_ms)).toBeLessThanOrEqual(20);
  });
});
