// `npm run docs`: writes docs/commands.md from the program's own help; a test in test/house holds it to that.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROGRAM, ROOT } from "./setup.mjs";

/** `helpOf` words behind `hire-import help`, as it is 80 columns wide. */
export function commandsPage(helpOf) {
  const names = Array.from(helpOf().matchAll(/^ {2}([a-z-]+) {2,}[A-Z]/gm), ([, name]) => name);
  const topics = ["flags", "environment", "exit-codes"];
  const commands = names.filter((name) => ![...topics, "help"].includes(name));
  return [
    "# Commands",
    "`hire-import <command> --help` shows what is on this page; it is written from there by `npm run docs`.",
    commands.map((name) => `[${name}](#${name})`).join(" · "),
    topics.map((name) => `[${name}](#${name})`).join(" · "),
    ...[...commands, ...topics].flatMap((name) => [`## ${name}`, fenced(helpOf(name))]),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

/** Without the last section, which is the same everywhere and names a file of this machine. */
function fenced(help) {
  return `\`\`\`text\n${help.replace(/\nLearn more:[\s\S]*$/, "").trimEnd()}\n\`\`\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { FORCE_COLOR, ...env } = process.env;
  const helpOf = (...words) =>
    spawnSync(process.execPath, [PROGRAM, "help", ...words], { encoding: "utf8", env }).stdout;
  writeFileSync(join(ROOT, "docs", "commands.md"), commandsPage(helpOf));
}
