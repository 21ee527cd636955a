#!/usr/bin/env node
// The door of the program. An old Node has to be able to read what is built from this file and to run it to its end, so
// nothing is loaded before Node is known to be new enough.
import { NEEDED_NODE, whyNotThisNode } from "./needed-node.js";

function refuse(message: string): void {
  process.exitCode = 2;
  if (process.argv.includes("--json")) {
    const error = { kind: "old_node", message, hint: `install ${NEEDED_NODE}`, code: null, log_id: null };
    process.stdout.write(`${JSON.stringify({ command: null, ok: false, exit: 2, error })}\n`);
  }
  process.stderr.write(`error: ${message}\n`);
}

const why_not = whyNotThisNode();
if (why_not === undefined) {
  void import("./call.js").then(({ call }) => call(process.argv.slice(2)));
} else {
  // A checkout brings a Node of its own for such machines; a package that was installed does not.
  import(new URL("../../scripts/own-node.mjs", import.meta.url).href).then(
    (checkout) => checkout.continueOnOwnNode(process.argv[1], process.argv.slice(2)),
    () => refuse(why_not),
  );
}
