#!/usr/bin/env node
// `npm start`: the main job, whole, with no account: the example export into the embedded sandbox.
// Each time in a fresh folder. Further flags are passed on: npm start -- --rate 10
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAM, ROOT } from "./setup.mjs";

const folder = mkdtempSync(join(tmpdir(), "hire-import-"));
process.stderr.write(`The ledger and the sandbox's records are in ${folder}\n\n`);

const import_args = ["-m", "fixtures/moka/mapping.yaml", "-l", join(folder, "hire-import.db"), "--sandbox"];
const args = [PROGRAM, "run", "fixtures/moka/export.csv", ...import_args, ...process.argv.slice(2)];
// The example must never meet a real tenant, whatever this shell is set up for.
const { HIRE_IMPORT_BASE_URL, FEISHU_BASE_URL, FEISHU_APP_ID, FEISHU_APP_SECRET, ...env } = process.env;
const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: "inherit" });

// A Ctrl-C reaches the child from the terminal; we stay until it has written its summary.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));

child.on("exit", (code, signal) => {
  const exit = code ?? 128 + (constants.signals[signal] ?? 0);
  // The example holds rows that must fail: 1 (finished, some rows are to be mended) is its good end.
  process.exitCode = exit === 1 ? 0 : exit;
  process.stderr.write(
    `\nThe import ended with exit ${exit}. In this checkout, write npx hire-import for hire-import.\n`,
  );
});
