#!/usr/bin/env node
// Makes a checkout ready to run: the locked dependencies, a better-sqlite3 that loads, a fresh dist/.
// Uses nothing but Node, does nothing that is done already, and says on stderr what it does.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const PROGRAM = join(ROOT, "dist", "cli", "main.js");

const BUILD_STAMP = join(ROOT, "dist", ".built-from");

class SetupError extends Error {}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** Runs a program, its output on our stderr so that stdout stays free for results. True when it ended with 0. */
function ran(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2], ...options });
  if (result.signal !== null && result.signal !== undefined) throw new SetupError(`stopped by ${result.signal}`);
  return result.status === 0;
}

function npm(args) {
  // Under `npm run` this is npm's own script; under other package managers it is theirs, which know other words.
  const script = process.env.npm_execpath;
  if (script !== undefined && /^npm(-cli)?\.c?js$/.test(basename(script))) {
    return ran(process.execPath, [script, ...args]);
  }
  // Node refuses to spawn npm.cmd without a shell; the arguments are ours and hold no blanks.
  return process.platform === "win32" ? ran("npm.cmd", args, { shell: true }) : ran("npm", args);
}

function requireNode() {
  const wanted = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).engines.node.replace(/^>=/, "");
  const parts = (version) => version.split(".").map(Number);
  const [have, need] = [parts(process.versions.node), parts(wanted)];
  const first_difference = need.map((part, index) => have[index] - part).find((difference) => difference !== 0) ?? 0;
  if (first_difference < 0) {
    throw new SetupError(`hire-import needs Node ${wanted} or newer, this is Node ${process.versions.node}.`);
  }
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
  say("Where no prebuilt binary of better-sqlite3 can be fetched it is compiled, which takes about two minutes.");
  // Development packages are needed to build, whatever NODE_ENV says.
  const flags = ["--include=dev", "--no-audit", "--no-fund"];
  if (has_lock && npm(["ci", ...flags])) return;
  // `npm ci` also refuses where a lock written elsewhere lists other platforms' packages; `npm install` then still
  // takes the locked versions, and --no-save leaves the lock as it is.
  if (has_lock) say("npm ci did not work, trying npm install.");
  if (npm(["install", "--no-save", ...flags])) return;
  throw new SetupError("npm install failed, its own words are above. Is the npm registry reachable?");
}

/** In a process of its own: after a failed load and a rebuild this one could not load it again. */
function sqliteLoads() {
  const open = 'new (require("better-sqlite3"))(":memory:").close()';
  return spawnSync(process.execPath, ["-e", open], { cwd: ROOT, stdio: "ignore" }).status === 0;
}

/** npm may have withheld install scripts, or Node may have changed since: then the native part is missing or stale. */
function repairSqlite() {
  if (sqliteLoads()) return;
  say("better-sqlite3 does not load here; building it (about two minutes where no prebuilt binary can be fetched).");
  npm(["rebuild", "better-sqlite3", "--ignore-scripts=false", "--foreground-scripts"]);
  if (!sqliteLoads()) {
    throw new SetupError(
      "better-sqlite3 still does not load. To compile it, Python 3, make and a C++ compiler are needed " +
        "(Debian: apt install python3 make g++; macOS: xcode-select --install). Then run the same line again.",
    );
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A hash of everything that tsc reads from us. */
function sourcesHash() {
  const hash = createHash("sha256");
  for (const file of [join(ROOT, "tsconfig.json"), join(ROOT, "package-lock.json"), ...filesBelow(join(ROOT, "src"))]) {
    if (existsSync(file))
      hash
        .update(`${file.slice(ROOT.length)}\0`)
        .update(readFileSync(file))
        .update("\0");
  }
  return hash.digest("hex");
}

/** What was compiled from a source that is gone must not be found by a test, or be published. */
function removeOrphans() {
  for (const file of filesBelow(join(ROOT, "dist"))) {
    const source = file.replace(join(ROOT, "dist"), join(ROOT, "src")).replace(/(\.d\.ts|\.js|\.js\.map)$/, ".ts");
    if (file !== BUILD_STAMP && !existsSync(source)) rmSync(file);
  }
}

function build() {
  const wanted = sourcesHash();
  if (existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, "utf8") === wanted) return;
  say("building dist/.");
  rmSync(BUILD_STAMP, { force: true });
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  if (!ran(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", ROOT])) {
    throw new SetupError("src/ does not compile, the compiler's errors are above.");
  }
  removeOrphans();
  if (existsSync(PROGRAM)) chmodSync(PROGRAM, 0o755);
  writeFileSync(BUILD_STAMP, wanted);
}

/** Ends the process with a sentence when the checkout cannot be made ready. */
export function setup() {
  try {
    requireNode();
    install();
    repairSqlite();
    build();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) setup();
