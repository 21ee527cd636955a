/** better-sqlite3 is built for Node-API 10, and ends a Node that has less with a segmentation fault. */
const NODE_API = 10;

/** The versions that have it (nodejs.org/api/n-api.html), as under `engines` in package.json. */
export const NEEDED_NODE = "Node 22.14, 24 or newer";

/** Why this Node will not do; undefined where it will. */
export function whyNotThisNode(): string | undefined {
  if (Number(process.versions.napi) >= NODE_API) return undefined;
  return `hire-import needs ${NEEDED_NODE}, and this is Node ${process.versions.node}.`;
}
