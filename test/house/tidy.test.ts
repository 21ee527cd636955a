import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, readSources, type Source } from "./source-tree.js";
import { deadPathProblems, leftoverProblems, longLineProblems, MAX_COLUMNS } from "./tidy.js";

const file = (path: string, ...lines: string[]): Source => ({ path, text: `${lines.join("\n")}\n` });

describe("the sources as they stand", () => {
  const product = readSources("src");
  const pages = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
  ]
    .filter((path) => path.endsWith(".md"))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  const everything = [...product, ...readSources("bin", "scripts", "bench", "test")];
  it.each([
    ["no line is too long", longLineProblems(everything)],
    ["nothing is left over", leftoverProblems(product)],
    ["what pages name is there", deadPathProblems(pages, (path) => existsSync(join(ROOT, path)))],
  ])("%s", (_, problems) => expect(problems.join("\n")).toBe(""));
});

describe("each rule finds what it is there for", () => {
  it("a long line, counted in characters and not in bytes", () => {
    const bad = file("src/a.ts", "", "状".repeat(MAX_COLUMNS), "😀".repeat(MAX_COLUMNS + 1));
    expect(longLineProblems([bad])).toEqual(["src/a.ts:3: 121 columns, at most 120"]);
  });

  it("a file that a page names and that is not there", () => {
    const page = file("docs/a.md", "`engine/here.ts` and `engine/gone.ts`");
    expect(deadPathProblems([page], (path) => path === "src/engine/here.ts")).toEqual([
      "docs/a.md: there is no engine/gone.ts",
    ]);
  });

  it.each(["// TODO later", "// FIXME", "// @ts-nocheck", "// biome-ignore-all lint: no"])("left over: %s", (line) => {
    expect(leftoverProblems([file("src/a.ts", line, "const todos = 1;", 'const MARK = "TODO";')])).toHaveLength(1);
  });
});
