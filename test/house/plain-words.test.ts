import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pageProblems, stringProblems } from "./plain-words.js";
import { ROOT, readSources } from "./source-tree.js";

it("messages are in plain words", () => {
  expect(stringProblems(readSources("src")).join("\n")).toBe("");
});

it("pages for users are in plain words", () => {
  const names = [
    "README.md",
    ...["how-it-works", "commands", "after-the-import", "exports", "doctor", "json"].map(page),
  ];
  const pages = names.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  expect(pageProblems(pages).join("\n")).toBe("");
});

function page(name: string): string {
  const path = `docs/${name}.md`;
  if (!existsSync(join(ROOT, path))) throw new Error(`${path} is gone: name the page that is there now`);
  return path;
}

it("finds such words in strings and pages, and nowhere else", () => {
  const text = [
    "// run the same line again",
    'const kind = "mend";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source to be looked into
    "const a = `Mend ${name}, then go on`;",
    'type Word = "mend the row";',
    'const sql = "SELECT id FROM rows WHERE mend = 1";',
  ].join("\n");
  expect(stringProblems([{ path: "src/a.ts", text }])).toEqual(["src/a.ts:3: Mend -> correct, fix"]);
  const pages = [{ path: "docs/a.md", text: "`mend` is a key\nRun the same line again." }];
  expect(pageProblems(pages)).toEqual(["docs/a.md:2: the same line -> the same command"]);
});
