// npm, from wherever this process was started.
import { spawnSync } from "node:child_process";
import { basename } from "node:path";

/** Runs a program, its output on our stderr so that stdout stays free for results. True when it ended with 0. */
function ran(command, args, options) {
  const result = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (result.signal) throw new Error(`npm was stopped by ${result.signal}`);
  return result.status === 0;
}

export function npm(args, cwd) {
  // Under `npm run` and `npx` this is npm's own script; other package managers put theirs here, which know other words.
  const script = process.env.npm_execpath;
  if (script !== undefined && /^npm(-cli)?\.c?js$/.test(basename(script))) {
    return ran(process.execPath, [script, ...args], { cwd });
  }
  // Node refuses to spawn npm.cmd without a shell; the arguments are ours and hold no blanks.
  return process.platform === "win32" ? ran("npm.cmd", args, { cwd, shell: true }) : ran("npm", args, { cwd });
}
