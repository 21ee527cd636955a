// `npm run bench`: what the program needs and reaches, as ratios, since absolute figures are this machine's own.
//   npm run bench             about eleven minutes: 60 seconds for each run under a cap, a million rows staged
//   npm run bench -- quick    about two minutes: 15 seconds, and a hundred thousand rows
//   npm run bench -- pace     one part alone, with or without quick: pace, staging, check, resume
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { benchCheck } from "./check.mjs";
import { benchPace } from "./pace.mjs";
import { benchResume } from "./resume.mjs";
import { benchStaging } from "./staging.mjs";

const FULL = { seconds: 60, small: 10_000, large: 1_000_000, rounds: 3 };
const QUICK = { seconds: 15, small: 10_000, large: 100_000, rounds: 3 };

const PARTS = {
  pace: (folder, { seconds }) => benchPace(folder, seconds),
  staging: benchStaging,
  check: benchCheck,
  resume: (folder, { large, rounds }) => benchResume(folder, { rows: large, rounds }),
};

function machine() {
  const load = loadavg().map((value) => value.toFixed(1));
  const model = cpus()[0]?.model ?? "unknown processor";
  return `${model}, ${availableParallelism()} cores, Node ${process.versions.node}, load ${load.join(" ")}`;
}

function print(lines) {
  for (const [what, value, remark] of lines) {
    process.stdout.write(`${what.padEnd(52)} ${value.padStart(16)}  ${remark}`.trimEnd());
    process.stdout.write("\n");
  }
}

const words = process.argv.slice(2);
const unknown = words.find((word) => word !== "quick" && !Object.hasOwn(PARTS, word));
if (unknown !== undefined) {
  process.stderr.write(`There is no ${unknown}: give quick, or ${Object.keys(PARTS).join(", ")}\n`);
  process.exit(2);
}
const settings = words.includes("quick") ? QUICK : FULL;
const chosen = words.filter((word) => word !== "quick");
const folder = mkdtempSync(join(tmpdir(), "hire-import-bench-"));
try {
  process.stdout.write(`${machine()}\n\n`);
  for (const [name, bench] of Object.entries(PARTS)) {
    if (chosen.length === 0 || chosen.includes(name)) print(await bench(folder, settings));
  }
  process.stdout.write(`\n${machine()}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
