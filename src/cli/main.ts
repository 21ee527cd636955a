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
// A checkout brings a Node of its own for machines with an old one; a package that was installed does not.
const own_node = new URL("../../scripts/own-node.mjs", import.meta.url).href;

/** Resolves when the call has ended, for whoever keeps the process for another one. */
export const ended: Promise<void> =
  why_not === undefined
    ? import("./call.js").then(({ call }) => call(process.argv.slice(2)))
    : import(own_node).then(
        (checkout) => checkout.continueOnOwnNode(process.argv[1], process.argv.slice(2)),
        () => refuse(why_not),
      );
