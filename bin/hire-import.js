#!/usr/bin/env node
// What npm links as `hire-import`. In a checkout the program may not have been built yet.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = new URL("../dist/cli/main.js", import.meta.url);
const ready = new URL("../scripts/ready.mjs", import.meta.url);

if (existsSync(program)) {
  void import(program.href);
} else {
  process.argv.splice(1, 1, fileURLToPath(ready), "dist/cli/main.js");
  void import(ready.href);
}
