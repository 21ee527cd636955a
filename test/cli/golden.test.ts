import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { expectGolden } from "./golden.js";
import { folder, hire, ROOT } from "./program.js";
import { scriptedFeishu } from "./scripted.js";

const GOLDEN = join(ROOT, "test", "cli", "golden");

const PROGRAM = createProgram([], async () => undefined);
const NAMES = PROGRAM.commands.map((command) => command.name());
const TOPICS = ["flags", "environment", "exit-codes"];

/** Flags, environment twins, defaults and choices, one flag a line. */
const SURFACE = PROGRAM.commands.flatMap((command) =>
  command.options.map(({ flags, envVar, defaultValue, argChoices }) =>
    [command.name(), flags, envVar ?? "", defaultValue === undefined ? "" : `default ${defaultValue}`, argChoices ?? ""]
      .join("  ")
      .trimEnd(),
  ),
);

describe("the help", () => {
  it("is what it was, for the program, each command and each topic", async () => {
    expect(NAMES).toEqual(
      expect.arrayContaining(["check", "run", "retry", "status", "failures", "sandbox", ...TOPICS]),
    );
    const helps = await Promise.all(
      [[], ...NAMES.map((name) => [name])].map(async (words) => ({ words, ...(await hire(["help", ...words])) })),
    );
    for (const { words, exit, stdout, stderr } of helps) {
      expect({ words, exit, stderr }).toEqual({ words, exit: 0, stderr: "" });
      const [name = "hire-import"] = words;
      expectGolden(join(GOLDEN, "help", `${name}.txt`), stdout.replaceAll(ROOT, "hire-import/"));
    }
    expectGolden(join(GOLDEN, "options.txt"), `${SURFACE.join("\n")}\n`);
  });

  it.each(NAMES.filter((name) => !TOPICS.includes(name)))(
    "%s: examples first, flags it heeds, its exit codes",
    async (name) => {
      const { stdout } = await hire([name, "--help"]);
      expect(stdout).toMatch(/\nUsage: .*(\n {2}\S.*)*\n\nExamples:\n/);
      expect(stdout).toContain(`$ hire-import ${name}`);
      expect(stdout).toMatch(/\nExit codes:\n +\d[\s\S]*\nLearn more:\n[\s\S]*docs\/README\.md\n$/);
      expect(stdout).not.toContain("HIRE_IMPORT_");
      expect(stdout.split("\n").filter((line) => line.length > 80 && !line.includes(ROOT))).toEqual([]);
    },
  );

  it("of run is seen at a glance", async () => {
    expect((await hire(["run", "--help"])).stdout.split("\n").length).toBeLessThanOrEqual(50);
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
