// A Node for a machine whose own is too old. For most platforms a complete Node is an npm package, without install
// scripts. Which ones, and which bytes, is in the package.json and the lock of scripts/nodes/<major>/; of its packages
// npm installs the one that fits this machine, and only when it is asked for here. Reads on Node 14.18 and later.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "./npm.mjs";

/** As src/cli/needed-node.ts has it, with the reason. */
const NODE_API = 10;
export const NEEDED = "Node 22.14, 24 or newer";
const OWN_MAJOR = 24;
const SCRIPTS = dirname(fileURLToPath(import.meta.url));

export const isNewEnough = () => Number(process.versions.napi) >= NODE_API;

class NoNode extends Error {}

/** The package in a folder of scripts/nodes/ that is for this machine, and its program. */
function packageIn(folder) {
  const { optionalDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const os = process.platform === "win32" ? "win" : process.platform;
  const name = Object.keys(optionalDependencies).find((each) => each.endsWith(`-${os}-${process.arch}`));
  const program = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  return name && { version: optionalDependencies[name], program: join(folder, "node_modules", name, program) };
}

/** The path of a Node of this major version; it is installed where it is missing. */
export function bringNode(major) {
  const folder = join(SCRIPTS, "nodes", String(major));
  const found = packageIn(folder);
  if (found === undefined) {
    throw new NoNode(`npm has no Node ${major} for ${process.platform} on ${process.arch}`);
  }
  if (existsSync(found.program)) return found.program;
  process.stderr.write(`setup: bringing Node ${found.version} for this checkout from npm.\n`);
  // Whole or not at all: it is installed beside its place and then put there.
  const beside = mkdtempSync(join(folder, "new-"));
  try {
    for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(folder, name), join(beside, name));
    if (!npm(["ci", "--prefix", beside, "--include=optional", "--no-audit", "--no-fund"], beside)) {
      throw new NoNode("npm could not install one, its own words are above");
    }
    const { program } = packageIn(beside);
    if (spawnSync(program, ["--version"]).status !== 0) throw new NoNode("the one that npm has does not run here");
    rmSync(join(folder, "node_modules"), { recursive: true, force: true });
    renameSync(join(beside, "node_modules"), join(folder, "node_modules"));
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  return found.program;
}

/** A Ctrl-C reaches everything that this terminal shows; without a terminal nobody else passes it on. */
function hasTerminal() {
  if (process.platform === "win32") return true;
  try {
    closeSync(openSync("/dev/tty", "r+"));
    return true;
  } catch {
    return false;
  }
}

/** Runs a script on another Node in the place of this process: same streams, signals and end. */
export function continueOn(node, script, args) {
  const child = spawn(node, [join(SCRIPTS, "on-own-node.mjs"), script, ...args], {
    // The channel is there to be closed when this process is killed.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    // What it starts by the name of node is to be this one, too.
    env: { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) },
  });
  const has_terminal = hasTerminal();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !has_terminal) child.kill(signal);
    });
  }
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 1;
    if (signal === null) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** `continueOn` a Node that the checkout brings; ends with exit 2 where there is none to be had. */
export function continueOnOwnNode(script, args) {
  try {
    continueOn(bringNode(OWN_MAJOR), script, args);
  } catch (error) {
    if (!(error instanceof NoNode)) throw error;
    const have = `hire-import needs ${NEEDED}, this is Node ${process.versions.node}, and ${error.message}.`;
    process.stderr.write(`error: ${have}\n  → install a newer one from https://nodejs.org\n`);
    process.exitCode = 2;
  }
}
