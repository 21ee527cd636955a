#!/usr/bin/env node
// Makes the checkout ready, and then runs a script in it with the arguments that follow:
//   node scripts/ready.mjs [SCRIPT [ARGUMENT ...]]
// Where this machine's Node is too old, all of it is done on a Node that the checkout brings.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { continueOnOwnNode, isNewEnough } from "./own-node.mjs";

const SELF = fileURLToPath(import.meta.url);
const ROOT = dirname(dirname(SELF));

async function runScript() {
  const { setup } = await import("./setup.mjs");
  await setup();
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) return;
  process.argv = [process.argv[0], join(ROOT, script), ...args];
  await import(pathToFileURL(process.argv[1]).href);
}

if (isNewEnough()) await runScript();
else continueOnOwnNode(SELF, process.argv.slice(2));
