// `npm run nodes`: whether the program works on every Node that it promises to work on. Each is brought from npm
// (scripts/nodes/); on each the example is imported, a run is killed and resumed, and what holds the promise is tested.
//   npm run nodes -- 22      on this one alone
import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { bringNode } from "./own-node.mjs";
import { ROOT } from "./setup.mjs";

const MAJORS = [22, 24, 26];
const VITEST = ["node_modules/vitest/vitest.mjs", "run", "--no-color"];

const STEPS = {
  "npm start": ["npm", "start"],
  "a run that is killed": ["node", ...VITEST, "test/package/killed.test.ts"],
  "ledger, engine, feishu": ["node", ...VITEST, "test/ledger", "test/engine", "test/feishu"],
};

/** Runs a command by the name of its program, in which `node` is the one in this folder. */
function runs(folder, [program, ...args]) {
  const env = { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) };
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code === 0));
  });
}

const asked = process.argv.slice(2).map(Number);
let passed = 0;
const failed = [];
for (const major of asked.length > 0 ? asked : MAJORS) {
  const node = bringNode(major);
  for (const [step, command] of Object.entries(STEPS)) {
    process.stderr.write(`\n=== Node ${major}: ${step}\n`);
    if (await runs(dirname(node), command)) passed += 1;
    else failed.push(`Node ${major}: ${step}`);
  }
}
process.stdout.write(
  `\n${failed.map((name) => `failed: ${name}\n`).join("")}${passed} passed, ${failed.length} failed\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
