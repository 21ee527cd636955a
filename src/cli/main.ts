#!/usr/bin/env node
// The door of the program. An old Node has to be able to read this file and to run it to its end, so it imports nothing
// before Node is known to be new enough.

/** better-sqlite3 is built for Node-API 10, and ends a Node that has less with a segmentation fault. */
const NODE_API = 10;
/** The versions that have it (nodejs.org/api/n-api.html), as under `engines` in package.json. */
const NEEDED = "Node 22.14, 24 or newer";

function refuse() {
  const message = `hire-import needs ${NEEDED}, and this is Node ${process.versions.node}.`;
  process.exitCode = 2;
  if (process.argv.includes("--json")) {
    const error = { kind: "old_node", message, hint: `install ${NEEDED}`, code: null, log_id: null };
    process.stdout.write(`${JSON.stringify({ command: null, ok: false, exit: 2, error })}\n`);
  }
  process.stderr.write(`error: ${message}\n`);
}

if (Number(process.versions.napi) >= NODE_API) {
  void import("./call.js");
} else {
  // A checkout brings a Node of its own for such machines; a package that was installed does not.
  import(new URL("../../scripts/own-node.mjs", import.meta.url).href).then(
    (checkout) => checkout.continueOnOwnNode(process.argv[1], process.argv.slice(2)),
    refuse,
  );
}
