import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectGolden } from "./golden.js";
import { folder, hire, ROOT } from "./program.js";
import { scriptedFeishu } from "./scripted.js";

const GOLDEN = join(ROOT, "test", "cli", "golden");

/** The commands that the help itself lists. */
async function commands(): Promise<string[]> {
  const { stdout } = await hire(["--help"]);
  const list = stdout.slice(stdout.indexOf("Before an import:"));
  return Array.from(list.matchAll(/^ {2}([a-z]+) /gm), ([, name]) => name as string).filter((name) => name !== "help");
}

/** Flags, environment twins, defaults and choices, one option a line, out of the words around them. */
function surfaceOf(command: string, help: string): string[] {
  const options = help.slice(help.indexOf("Options:")).split(/\n\n/, 1)[0] ?? "";
  const joined = options.replace(/\n {4,}/g, " ");
  return joined.split("\n").flatMap((line) => {
    const flags = /^ {2}(-\S.*?) {2,}(.*)$/.exec(line);
    if (flags === null) return [];
    const notes = Array.from((flags[2] as string).matchAll(/\((?:default|choices|env)[^)]*\)/g), ([note]) => note);
    return [[command, flags[1], ...notes].join("  ")];
  });
}

describe("the help", () => {
  it("is what it was, for the program and each command", async () => {
    const names = await commands();
    expect(names).toEqual(expect.arrayContaining(["check", "run", "retry", "status", "failures", "sandbox"]));
    expectGolden(join(GOLDEN, "help", "hire-import.txt"), (await hire(["--help"])).stdout);
    const surface: string[] = [];
    const helps = await Promise.all(names.map(async (name) => ({ name, ...(await hire([name, "--help"])) })));
    for (const { name, exit, stdout, stderr } of helps) {
      expect({ name, exit, stderr }).toEqual({ name, exit: 0, stderr: "" });
      expect(stdout).toMatch(/\nExamples:\n {2}\$ hire-import /);
      expect(stdout).toMatch(/\nExit codes:\n +\d/);
      expectGolden(join(GOLDEN, "help", `${name}.txt`), stdout);
      surface.push(...surfaceOf(name, stdout));
    }
    expectGolden(join(GOLDEN, "options.txt"), `${surface.join("\n")}\n`);
  });

  it("comes without arguments, too, and --version is the package's", async () => {
    expect(await hire([])).toMatchObject({ exit: 0, stdout: (await hire(["--help"])).stdout });
    expect((await hire(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("the payloads of fixtures/moka", () => {
  it("leave as they did, to the byte", async () => {
    const feishu = await scriptedFeishu();
    const args = ["-m", join(ROOT, "fixtures/moka/mapping.yaml"), "--rate", "1000", "--json"];
    const ran = await hire(["run", join(ROOT, "fixtures/moka/export.csv"), ...args], {
      cwd: folder(),
      env: feishu.env,
    });
    expect(ran.json).toMatchObject({ exit: 1, requests: { sent: 289, retried: 0 } });
    const payloads = feishu.came.map(({ text }) => text).sort();
    expectGolden(join(ROOT, "fixtures", "moka", "payloads.golden.ndjson"), `${payloads.join("\n")}\n`);
  });
});
