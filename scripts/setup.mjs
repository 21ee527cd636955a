// Makes a checkout ready to run: the locked dependencies, a better-sqlite3 that loads, a fresh dist/.
// Does nothing that is done already, and says on stderr what it does.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "./npm.mjs";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const PROGRAM = join(ROOT, "dist", "cli", "main.js");

const DIST = join(ROOT, "dist");
const BUILD_STAMP = join(DIST, ".built-from");

class SetupError extends Error {}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

function packagesOf(lock_file) {
  return existsSync(lock_file) ? JSON.parse(readFileSync(lock_file, "utf8")).packages : undefined;
}

/** Why the installed packages are not those of package-lock.json; undefined when they are. */
export function whyInstall(root) {
  const locked = packagesOf(join(root, "package-lock.json"));
  // npm keeps in this file what it has really put into node_modules.
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) return "nothing is installed yet";
  if (locked === undefined) return undefined;
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === "") continue;
    const have = installed[path];
    // Optional packages are there for other platforms, too: their absence is no news.
    if (have === undefined && (wanted.optional || wanted.devOptional || wanted.peer)) continue;
    if (have === undefined) return `${path} is missing`;
    if (have.version !== wanted.version || have.integrity !== wanted.integrity) {
      return `${path} is ${have.version}, the lock says ${wanted.version}`;
    }
    if (!existsSync(join(root, path))) return `${path} is missing`;
  }
  return undefined;
}

function install() {
  const reason = whyInstall(ROOT);
  if (reason === undefined) return;
  const has_lock = existsSync(join(ROOT, "package-lock.json"));
  say(`installing dependencies with npm (${reason}).`);
  // Development packages are needed to build, whatever NODE_ENV says.
  const flags = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  if (!has_lock || !npm(["ci", ...flags], ROOT)) {
    // `npm ci` also refuses where a lock written elsewhere lists other platforms' packages; `npm install` then still
    // takes the locked versions, and --no-save leaves the lock as it is.
    if (has_lock) say("npm ci did not work, trying npm install.");
    if (!npm(["install", "--no-save", ...flags], ROOT)) {
      throw new SetupError("npm install failed, its own words are above. Is the npm registry reachable?");
    }
  }
  if (!sqliteLoads()) {
    const here = `${process.platform} on ${process.arch}`;
    throw new SetupError(`better-sqlite3 brings its binary along, and has none that loads here (${here}).`);
  }
}

/** In a process of its own: one that is for another machine may end it. */
function sqliteLoads() {
  const open = 'new (require("better-sqlite3"))(":memory:").close()';
  return spawnSync(process.execPath, ["-e", open], { cwd: ROOT, stdio: "ignore" }).status === 0;
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const BUILT_BY = ["package.json", "package-lock.json", "tsconfig.json", "rolldown.config.mjs"];

/** A hash of everything that goes into dist/. */
function sourcesHash() {
  const hash = createHash("sha256");
  for (const file of [...BUILT_BY.map((name) => join(ROOT, name)), ...filesBelow(join(ROOT, "src"))]) {
    if (!existsSync(file)) continue;
    hash
      .update(`${file.slice(ROOT.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

async function build() {
  const wanted = sourcesHash();
  if (existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, "utf8") === wanted) return;
  say("building dist/.");
  // What was built from a source that is gone must not be found by a test, or be published.
  rmSync(DIST, { recursive: true, force: true });
  const { rolldown } = await import("rolldown");
  const { default: bundles } = await import("../rolldown.config.mjs");
  for (const { output, ...input } of bundles) {
    const bundle = await rolldown({ cwd: ROOT, ...input });
    await bundle.write(output).catch((error) => {
      throw new SetupError(`src/ does not build. ${error.message}`);
    });
    await bundle.close();
  }
  chmodSync(PROGRAM, 0o755);
  writeFileSync(BUILD_STAMP, wanted);
}

/** Ends the process with a sentence when the checkout cannot be made ready. */
export async function setup() {
  try {
    install();
    await build();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exit(1);
  }
}
