// What is published: the program with everything in it, which starts fast, and the library, whose libraries are those of
// whoever uses it. The types are written by the compiler (tsconfig.types.json).
import { readFileSync } from "node:fs";

const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

const common = {
  platform: "node",
  transform: { target: "node22" },
  // Bottleneck asks for a Redis client by way of eval, if it is ever told to use one.
  checks: { eval: false },
};
// For `stack.ts` alone: files and lines, not the sources themselves.
const output = { format: "esm", sourcemap: true, sourcemapExcludeSources: true, chunkFileNames: "[name]-[hash].js" };

// Each file that is loaded costs, and `--help` and `status` are to start at once: all that they need is in one file each,
// from which the other commands take their part.
const TOGETHER = [
  { name: "call", test: /\/src\/cli\/call\.ts$/, priority: 2 },
  { name: "status", test: /\/src\/cli\/commands\/status\/status\.ts$/, priority: 1 },
];

export default [
  {
    ...common,
    input: "src/cli/main.ts",
    // A native module is loaded from where its package lies.
    external: ["better-sqlite3"],
    output: { ...output, dir: "dist/cli", codeSplitting: { groups: TOGETHER } },
  },
  {
    ...common,
    input: "src/index.ts",
    external: Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
    output: { ...output, dir: "dist" },
  },
];
