import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { commandsPage } from "../../scripts/write-commands-page.mjs";
import { createProgram } from "../../src/cli/program.js";
import { ROOT } from "./source-tree.js";

it("docs/commands.md is what the help says: npm run docs writes it", () => {
  const program = createProgram([], async () => undefined);
  const helpOf = (name?: string) => {
    const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
    return stripVTControlCharacters(command?.helpInformation() ?? "");
  };
  const page = commandsPage(helpOf);
  expect(page.split("\n## ").length).toBeGreaterThan(15);
  expect(page).toBe(readFileSync(join(ROOT, "docs", "commands.md"), "utf8"));
});
