import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { folder, hire, ROOT } from "./program.js";
import { sandboxHere } from "./sandbox.js";

const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");
const PAGES = ["README.md", "README.zh-CN.md", "docs", "fixtures"].flatMap((path) =>
  path.endsWith(".md")
    ? readdirSync(ROOT).filter((name) => name === path)
    : readdirSync(join(ROOT, path), { recursive: true })
        .map((name) => join(path, String(name)))
        .filter((name) => name.endsWith(".md")),
);

/** Lines in fences, and inline code, that call the program. */
function callsIn(page: string): string[] {
  const fences = Array.from(page.matchAll(/^```[\s\S]*?^```$/gm), ([fence]) => fence);
  const lines = fences.flatMap((fence) => fence.split("\n")).map((line) => line.replace(/^ *\$ /, ""));
  const inline = Array.from(
    page.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/`(hire-import [^`\n]*)`/g),
    ([, code = ""]) => code,
  );
  return [...lines, ...inline].map(wordsOnly).filter((line) => line.startsWith("hire-import "));
}

/** Without a comment behind it, and where its output goes. */
const wordsOnly = (line: string): string =>
  line
    .replace(/^(?:setsid|npx) /, "")
    .replace(/ +#.*$/, "")
    .replace(/ +(?:2?>|<|\||&|;).*$/, "")
    .trim();

/** As a shell parts them. */
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g), ([word]) => word.replace(/["']/g, "")).slice(1);
}

/** What is a pattern for commands, and none of its own. */
const IS_PATTERN = /…|\.\.\.|<|\bCOMMAND\b|\|| N\b/;

describe("commands that pages show are ones that the program takes:", () => {
  it.each(PAGES)("%s", async (page) => {
    const wrong: string[] = [];
    for (const call of callsIn(textOf(page)).filter((each) => !IS_PATTERN.test(each))) {
      const words = wordsOf(call);
      if (words.includes("--help") || words[0] === "help" || words.length === 0) continue;
      const program = createProgram(words, async () => undefined);
      for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: () => undefined });
      await program.parseAsync(words, { from: "user" }).catch(({ code, message }: CommanderError) => {
        // A page may speak of a command without what it takes.
        if (code !== "commander.missingArgument") wrong.push(`${call}: ${message}`);
      });
    }
    expect(wrong.join("\n")).toBe("");
  });
});

it("the steps of README lead from an export to the page to sign", async () => {
  const feishu = await sandboxHere();
  const cwd = folder();
  copyFileSync(join(ROOT, "fixtures", "moka", "export.csv"), join(cwd, "export.csv"));
  const steps = /^## Import in 8 steps$([\s\S]*?)^## /m.exec(textOf("README.md"))?.[1] ?? "";
  const calls = Array.from(steps.matchAll(/^\$ (hire-import .*)$/gm), ([, call = ""]) => wordsOf(call));
  expect(calls.map(([name]) => name).join(" ")).toBe(
    "doctor init check run run status failures run retry verify report",
  );
  for (const words of calls) {
    const { exit, stdout, stderr } = await hire(words, { cwd, env: { ...feishu.env, HIRE_IMPORT_RATE: "500" } });
    expect(stderr, words.join(" ")).not.toContain("error:");
    expect([0, 1, 10], words.join(" ")).toContain(exit);
    // What a person puts in the place of each TODO.
    if (words[0] === "init") copyFileSync(join(ROOT, "fixtures", "moka", "mapping.yaml"), join(cwd, "mapping.yaml"));
    if (words[0] === "run") expect(stdout).toMatch(/^Total: \d+ of 300 rows imported/m);
  }
  expect(readFileSync(join(cwd, "report.html"), "utf8")).toContain("284");
});
