// Children of the bench, and what they have used.
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Worker } from "node:worker_threads";

const HERE = import.meta.dirname;

/**
 * Runs a Node script to its end, or sends it SIGINT after `stop_after_ms`; start-up counts in both.
 * Gives its stdout, and from the operating system its CPU time and peak memory; with `from_ms` also what it had used
 * by then (`then`). `before`: words before Node's own, to watch it by another program.
 */
export async function measured(folder, args, { env = {}, stop_after_ms, from_ms, before = [] } = {}) {
  const usage_path = join(folder, `usage-${process.hrtime.bigint()}.json`);
  const started_ms = Date.now();
  const [program, ...words] = [...before, process.execPath, "--import", join(HERE, "usage.mjs"), ...args];
  const from = from_ms === undefined ? {} : { BENCH_FROM_MS: String(from_ms) };
  const child = spawn(program, words, {
    env: { ...process.env, ...env, ...from, BENCH_USAGE: usage_path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const timer = stop_after_ms === undefined ? undefined : setTimeout(() => child.kill("SIGINT"), stop_after_ms);
  const [stdout, stderr, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  clearTimeout(timer);
  if (exit !== 0 && exit !== 130) throw new Error(`${args.join(" ")} ended with ${exit}:\n${stderr}${stdout}`);
  const usage = JSON.parse(readFileSync(usage_path, "utf8"));
  rmSync(usage_path);
  return { stdout, started_ms, ...usage };
}

/** Keeps every core busy until `stop`, or until this process ends in whatever way. */
export function keepBusy() {
  const workers = Array.from({ length: availableParallelism() }, () => new Worker("for (;;);", { eval: true }));
  return { stop: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

/** Starts the simulated gateway. `stop` ends it and gives what it saw; of `window` also how many rows it took then. */
export async function startGateway(options) {
  const child = fork(join(HERE, "gateway.mjs"), [JSON.stringify(options)]);
  const [port] = await once(child, "message");
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async (window = {}) => {
      const seen = once(child, "message");
      child.send(window);
      return (await seen)[0];
    },
  };
}
