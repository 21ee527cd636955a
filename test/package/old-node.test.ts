import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { NEEDED } from "../../scripts/own-node.mjs";
import { NEEDED_NODE } from "../../src/cli/needed-node.js";
import { folder, PROGRAM, type Ran, ROOT, startProcess } from "../cli/program.js";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const LIBRARY = pathToFileURL(join(ROOT, "dist", "index.js")).href;

/** The door of the program alone: whatever lies behind it cannot be loaded here, so it must not be tried. */
function door(): string {
  const root = folder();
  mkdirSync(join(root, "dist", "cli"), { recursive: true });
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module" }));
  copyFileSync(PROGRAM, join(root, "dist", "cli", "main.js"));
  return join(root, "dist", "cli", "main.js");
}

/** This Node, telling of itself what another one would. */
function pretending(node: string, napi: string): string[] {
  const versions = `{ ...process.versions, node: "${node}", napi: "${napi}" }`;
  return ["--import", `data:text/javascript,Object.defineProperty(process, "versions", { value: ${versions} })`];
}

function expectRefusal(ran: Ran, version: string): void {
  expect(ran).toMatchObject({ exit: 2, signal: null });
  expect(ran.stderr).toBe(`error: hire-import needs ${NEEDED_NODE}, and this is Node ${version}.\n`);
}

/** Nodes of this machine that are too old, by their paths. */
function oldNodes(): string[] {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((each) => join(each, "node"))
    .filter((path) => existsSync(path) && Number(execFileSync(path, ["-p", "process.versions.napi"])) < 10);
}

describe("on a Node that is too old the program", () => {
  it.each([
    ["20.20.2", "9"],
    ["22.13.1", "9"],
    ["23.5.0", "9"],
    ["18.20.8", "9"],
  ])("ends with exit 2 and one sentence: Node %s", async (version, napi) => {
    const ran = await startProcess(process.execPath, [...pretending(version, napi), door(), "status"], {}).ended;
    expectRefusal(ran, version);
    expect(ran.stdout).toBe("");
  });

  it("says so in JSON, too", async () => {
    const args = [...pretending("20.20.2", "9"), door(), "run", "export.csv", "--json"];
    const ran = await startProcess(process.execPath, args, {}).ended;
    expectRefusal(ran, "20.20.2");
    expect(ran.json).toMatchObject({ ok: false, exit: 2, error: { kind: "old_node" } });
  });

  it("ends so on every old Node that is really there", async (context) => {
    const nodes = oldNodes();
    if (nodes.length === 0) context.skip("no Node on the PATH is too old");
    for (const node of nodes) {
      const version = execFileSync(node, ["-p", "process.versions.node"], { encoding: "utf8" }).trim();
      expectRefusal(await startProcess(node, [door(), "run", "export.csv"], {}).ended, version);
    }
  });

  it("says so where it is used as a library", async () => {
    const use = ["--input-type=module", "-e", `await import("${LIBRARY}")`];
    const ran = await startProcess(process.execPath, [...pretending("20.20.2", "9"), ...use], {}).ended;
    expect(ran).toMatchObject({ exit: 1, stderr: expect.stringContaining(`hire-import needs ${NEEDED_NODE}`) });
  });

  it("is refused where package.json says so", () => {
    expect(manifest.engines.node).toBe("^22.14.0 || >=23.6.0");
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain(NEEDED_NODE);
    expect(NEEDED).toBe(NEEDED_NODE);
  });
});
