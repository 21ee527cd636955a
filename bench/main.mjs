// `npm run bench`: what the program needs and reaches, as ratios to a baseline of the same run, since absolute figures
// are this machine's own.
//   npm run bench                  about 15 minutes: a minute for each run under a cap; a million rows
//   npm run bench -- --short       at most two minutes: whether it all still works, and a first look
//   npm run bench -- pace syncs    some parts alone: pace, cap, syncs, staging, check, resume
//   npm run bench -- cap --long    the pace for ten minutes
//   npm run bench -- cap --busy    the pace beside processes that keep all cores busy; with --long for ten minutes
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchCheck } from "./check.mjs";
import { benchCap, benchPace } from "./pace.mjs";
import { benchResume } from "./resume.mjs";
import { benchStaging } from "./staging.mjs";
import { benchSyncs } from "./syncs.mjs";

const LONG_SECONDS = 600;
const FULL = { sent: 20_000, seconds: 60, small: 10_000, large: 1_000_000, rounds: 3 };
const SHORT = { sent: 1_000, seconds: 12, small: 5_000, large: 20_000, rounds: 1 };

const PARTS = {
  pace: benchPace,
  cap: benchCap,
  syncs: benchSyncs,
  staging: benchStaging,
  check: benchCheck,
  resume: benchResume,
};
/** The pace is in the first table already. */
const NOT_IN_SHORT = new Set(["cap"]);

function machine() {
  const load = loadavg().map((value) => value.toFixed(1));
  const model = cpus()[0]?.model ?? "unknown processor";
  return `${model}, ${availableParallelism()} cores, Node ${process.versions.node}, load ${load.join(" ")}`;
}

function print({ title, columns, lines }) {
  const rows = [columns, ...lines];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  const text = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[at] + 3))),
  );
  process.stdout.write(`${title}\n${text.map((row) => `  ${row.join("").trimEnd()}\n`).join("")}\n`);
}

function chosen() {
  const { values, positionals } = parseArgs({
    options: {
      short: { type: "boolean", default: false },
      long: { type: "boolean", default: false },
      busy: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const unknown = positionals.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown !== undefined) throw new Error(`There is no ${unknown}: give some of ${Object.keys(PARTS).join(", ")}`);
  const all = Object.keys(PARTS).filter((part) => !values.short || !NOT_IN_SHORT.has(part));
  const long_seconds = values.long ? LONG_SECONDS : undefined;
  const settings = { ...(values.short ? SHORT : FULL), long_seconds, busy: values.busy };
  return { parts: positionals.length > 0 ? positionals : all, settings };
}

let choice;
try {
  choice = chosen();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "hire-import-bench-"));
try {
  process.stdout.write(`${machine()}\n\n`);
  for (const part of choice.parts) print(await PARTS[part](folder, choice.settings));
  process.stdout.write(`${machine()}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
