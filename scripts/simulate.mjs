// Thousands of whole migrations in virtual time, with faults and crashes: see test/simulation/faults.ts.
//
//   npm run simulate                       ten thousand histories, by two processes
//   npm run simulate -- --from 20001       others
//   npm run simulate -- --seed 4711        the one history of a seed, told line by line
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
const TEST = "test/simulation/simulation.test.ts";
const SEEDS_AT_ONCE = 250;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    from: { type: "string", default: "1" },
    count: { type: "string", default: "10000" },
    processes: { type: "string", default: "2" },
  },
});

/** Plays the histories of some seeds in a process of its own: what it printed, and whether all was well. */
function play(first, last, env = {}) {
  const name = "lose nothing and double nothing";
  const child = spawn(
    process.execPath,
    [VITEST, "run", TEST, "-t", name, "--reporter=dot", "--disable-console-intercept", "--no-color"],
    { cwd: ROOT, env: { ...process.env, ...env, SIMULATE_SEEDS: `${first}-${last}` } },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (more) => (text += more));
  return new Promise((resolve) => child.on("close", (code) => resolve({ text, is_well: code === 0 })));
}

function linesOf(text, start) {
  return text.split("\n").filter((line) => line.startsWith(start));
}

async function tellOne(seed) {
  const { text, is_well } = await play(seed, seed, { SIMULATE_STORY: "1" });
  process.stdout.write(text);
  return is_well;
}

async function playMany(from, count, processes) {
  const started_ms = Date.now();
  const totals = {};
  const found = [];
  let next = from;
  const work = async () => {
    while (next < from + count && found.length === 0) {
      const first = next;
      const last = Math.min(first + SEEDS_AT_ONCE, from + count) - 1;
      next = last + 1;
      const { text, is_well } = await play(first, last);
      const [line] = linesOf(text, "simulated ");
      const part = line === undefined ? {} : JSON.parse(line.slice("simulated ".length));
      for (const [what, number] of Object.entries(part)) totals[what] = (totals[what] ?? 0) + number;
      if (!is_well) found.push(text);
      const seconds = Math.round((Date.now() - started_ms) / 1000);
      const { histories = 0, runs = 0, requests = 0, crashes = 0 } = totals;
      const words = `${histories} of ${count} histories: ${runs} runs, ${requests} requests, ${crashes} crashes`;
      process.stderr.write(`${words}, ${seconds} s\n`);
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  for (const text of found) process.stdout.write(text);
  for (const [what, number] of Object.entries(totals)) process.stdout.write(`${String(number).padStart(9)}  ${what}\n`);
  process.stdout.write(found.length === 0 ? "nothing lost, nothing doubled\n" : "a history went wrong, see above\n");
  return found.length === 0;
}

const is_well =
  values.seed === undefined
    ? await playMany(Number(values.from), Number(values.count), Number(values.processes))
    : await tellOne(Number(values.seed));
process.exitCode = is_well ? 0 : 1;
