// `npm run check`: what holds the sources to their rules, all of it at once. Prints what the tools found.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./setup.mjs";

const TOOLS = {
  "formatter and linter": ["@biomejs/biome/bin/biome", "check", "."],
  "what imports what": ["dependency-cruiser/bin/dependency-cruiser.mjs", "src"],
  types: ["typescript/bin/tsc", "-p", "tsconfig.test.json"],
  "lines, leftovers, start-up": ["vitest/vitest.mjs", "run", "test/house/tidy", "test/package/start-up", "--no-color"],
};

function isKept([tool, ...args]) {
  const child = spawn(process.execPath, [join(ROOT, "node_modules", tool), ...args], { cwd: ROOT });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (more) => (text += more));
  return new Promise((resolve) => child.on("close", (code) => resolve({ ok: code === 0, text })));
}

const results = await Promise.all(
  Object.entries(TOOLS).map(async ([name, words]) => ({ name, ...(await isKept(words)) })),
);
for (const { name, ok, text } of results) process.stderr.write(ok ? `${name}: kept\n` : `${name}:\n${text}\n`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
