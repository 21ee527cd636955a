// Children of the bench, and what they have used.
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const HERE = import.meta.dirname;

/**
 * Runs a Node script to its end, or sends it SIGINT after `stop_after_ms`; start-up counts in both.
 * Gives its stdout, its exit, and from the operating system its CPU time and peak memory.
 */
export async function measured(folder, args, { env = {}, stop_after_ms } = {}) {
  const usage_path = join(folder, `usage-${process.hrtime.bigint()}.json`);
  const started_ms = Date.now();
  const child = spawn(process.execPath, ["--import", join(HERE, "usage.mjs"), ...args], {
    env: { ...process.env, ...env, BENCH_USAGE: usage_path },
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

/** Starts the simulated gateway. `stop` ends it and gives what it saw. */
export async function startGateway(options) {
  const child = fork(join(HERE, "gateway.mjs"), [JSON.stringify(options)]);
  const [port] = await once(child, "message");
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const seen = once(child, "message");
      child.send("stop");
      return (await seen)[0];
    },
  };
}
