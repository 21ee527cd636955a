import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, readSources, type Source } from "./source-tree.js";
import { deadLinkProblems, deadPathProblems, leftoverProblems, longLineProblems, MAX_COLUMNS } from "./tidy.js";

const file = (path: string, ...lines: string[]): Source => ({ path, text: `${lines.join("\n")}\n` });

function textOf(path: string): string | undefined {
  const found = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isFile() ? readFileSync(join(ROOT, path), "utf8") : "";
}

describe("the sources as they stand", () => {
  const product = readSources("src");
  const pages = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "README.zh-CN.md",
    ...readdirSync(join(ROOT, "docs"), { recursive: true }).map((name) => `docs/${name}`),
    "fixtures/README.md",
  ]
    .filter((path) => path.endsWith(".md") && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  const everything = [...product, ...readSources("bin", "scripts", "bench", "test")];
  it.each([
    ["no line is too long", longLineProblems(everything)],
    ["nothing is left over", leftoverProblems(product)],
    ["what pages name is there", deadPathProblems(pages, (path) => existsSync(join(ROOT, path)))],
    ["what pages link to is there", deadLinkProblems(pages, textOf)],
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

  it("a link to a page, or to a heading, that is not there", () => {
    const page = file(
      "docs/a.md",
      "[b](b.md#one-two) [c](../c.md)",
      "## Über `x`, y",
      "[x](#über-x-y) [b](b.md#two)",
      "```",
      "[d](d.md)",
      "```",
    );
    const texts: Record<string, string> = { "docs/b.md": "# One, two" };
    expect(deadLinkProblems([page], (path) => texts[path])).toEqual([
      "docs/a.md:1: (../c.md) leads nowhere",
      "docs/a.md:3: (b.md#two) leads nowhere",
    ]);
  });

  it.each(["// TODO later", "// FIXME", "// @ts-nocheck", "// biome-ignore-all lint: no"])("left over: %s", (line) => {
    expect(leftoverProblems([file("src/a.ts", line, "const todos = 1;", 'const MARK = "TODO";')])).toHaveLength(1);
  });
});
