#!/usr/bin/env node
// What is long, and what is by chance. `npm test` tries the same cases every time; this tries others, and many more.
//
//   npm run soak                          every part, with seeds of its own, which it prints
//   npm run soak -- --share               a fixed share: same seeds every time
//   npm run soak -- properties kills      these parts alone
//   npm run soak -- kills --seed 4711     what a seed has found, again
//   npm run soak -- --rounds 50           so many seeds for each part
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");

/** The test files whose text says so. */
function filesWith(text) {
  return readdirSync(join(ROOT, "test"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, "utf8").includes(text))
    .map((file) => relative(ROOT, file));
}

const vitest = (files, env) => ({ args: [VITEST, "run", "--reporter=dot", ...files], env });

const seriesFrom = (seed, count) => Array.from({ length: count }, (_, index) => Number(seed) + index);

/** Each part: what one seed of it runs; how many seeds it takes by itself; whether the share takes one of them. */
const PARTS = {
  properties: {
    rounds: 20,
    run: (seed) => vitest(filesWith("support/fast-check.js"), { PROPERTY_SEED: seed }),
  },
  crashes: {
    rounds: 25,
    run: (seed) => vitest(["test/simulation/crash-points.test.ts"], { CRASH_SEEDS: seriesFrom(seed, 4).join(",") }),
  },
  kills: { rounds: 10, run: (seed) => vitest(filesWith("support/kill-series.js"), { SOAK_SEED: seed }) },
  exports: {
    rounds: 10,
    run: (seed) => vitest(["test/soak/careless.test.ts"], { SOAK_SEEDS: `${seed}-${Number(seed) + 999}` }),
  },
  histories: {
    rounds: 10,
    run: (seed) => ({
      args: [join(ROOT, "scripts/simulate.mjs"), "--from", String(seed), "--count", HISTORIES],
      env: {},
    }),
  },
  publications: {
    rounds: 10,
    run: (seed) =>
      vitest(["test/simulation/advertisements.test.ts"], { SIMULATE_SEEDS: `${seed}-${Number(seed) + 299}` }),
  },
  // Not the wrong versions: where they are found is no matter of seeds.
  tenants: {
    rounds: 10,
    run: (seed) =>
      vitest(["test/simulation/tenant.test.ts", "-t", "nobody|any of its points"], {
        TENANT_SEEDS: `${seed}-${Number(seed) + 199}`,
      }),
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: "boolean" }, seed: { type: "string" }, rounds: { type: "string" } },
});

/** The share is for every change, and has to end in minutes. */
const HISTORIES = values.share ? "250" : "1000";

function ran({ args, env }) {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: "inherit" });
  return new Promise((resolve) => child.on("close", (code) => resolve(code === 0)));
}

/** The seeds of the share are the same every time; others differ from call to call. */
function seedsOf({ rounds }) {
  if (values.seed !== undefined) return [values.seed];
  const count = Number(values.rounds ?? (values.share ? 1 : rounds));
  const first = values.share ? 1_000_001 : Math.floor(Math.random() * 1e9);
  return Array.from({ length: count }, (_, index) => String(first + index * 10_007));
}

const names = positionals.length === 0 ? Object.keys(PARTS) : positionals;
const unknown = names.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  process.stderr.write(`soak: there is no part ${unknown[0]}; there are ${Object.keys(PARTS).join(", ")}\n`);
  process.exit(2);
}

let passed = 0;
const failed = [];
for (const name of names) {
  for (const seed of seedsOf(PARTS[name])) {
    process.stdout.write(`\nsoak: ${name}, seed ${seed}\n`);
    if (await ran(PARTS[name].run(seed))) passed += 1;
    else failed.push(`npm run soak -- ${name} --seed ${seed}`);
  }
}
for (const again of failed) process.stdout.write(`failed, again by: ${again}\n`);
process.stdout.write(`${passed} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
