import { Command } from "commander";
import type { Act } from "./act.js";
import type { CommandDefinition } from "./command.js";
import { channels } from "./commands/channels/command.js";
import { check } from "./commands/check/command.js";
import { doctor } from "./commands/doctor/command.js";
import { explain } from "./commands/explain/command.js";
import { failures } from "./commands/failures/command.js";
import { init } from "./commands/init/command.js";
import { report } from "./commands/report/command.js";
import { resolve } from "./commands/resolve/command.js";
import { results } from "./commands/results/command.js";
import { retry } from "./commands/retry/command.js";
import { run } from "./commands/run/command.js";
import { sandbox } from "./commands/sandbox/command.js";
import { status } from "./commands/status/command.js";
import { undo } from "./commands/undo/command.js";
import { verify } from "./commands/verify/command.js";
import { VERSION } from "./version.js";

/** In the order in which an import meets them. */
const COMMANDS: readonly CommandDefinition<never>[] = [
  init,
  check,
  doctor,
  run,
  retry,
  status,
  failures,
  explain,
  resolve,
  channels,
  verify,
  undo,
  results,
  report,
  sandbox,
];

/** The command line. `argv` is what the user typed, without node and the script. */
export function createProgram(argv: readonly string[], act: Act): Command {
  const program = new Command("hire-import")
    .description("Import application history from a legacy ATS into Feishu Hire (Lark Hire).")
    .version(VERSION, "--version")
    .helpOption("-h, --help", "show help")
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for more)")
    .exitOverride();
  for (const { name, summary, declare, act: work } of COMMANDS) {
    declare(program.command(name).description(summary).helpGroup(groupOf(name)).exitOverride()).action(
      (...given: unknown[]) => {
        // The parser gives what was typed, then the flags, then the command itself.
        const operands = given.slice(0, -2).flat() as string[];
        const flags = given.at(-2) as never;
        return act(name, flags, (output) => work({ operands, flags, output, argv }));
      },
    );
  }
  return program.addHelpText("after", EXAMPLES);
}

/** The commands by what an import is at; commander lists groups as their first commands come. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "Before an import:": ["init", "check", "doctor", "channels", "sandbox"],
  "Import and correct:": ["run", "retry", "status", "failures", "explain", "resolve"],
  "Verify and sign off:": ["verify", "results", "report", "undo"],
};

function groupOf(name: string): string {
  return Object.keys(GROUPS).find((group) => GROUPS[group]?.includes(name)) ?? "More:";
}

const EXAMPLES = `
Examples:
  $ hire-import init export.csv                inspect the export, write mapping.yaml
  $ hire-import check export.csv               validate it, send nothing
  $ hire-import run export.csv --limit 10      trial run
  $ hire-import run export.csv                 import; the same command resumes
  $ hire-import report -o report.html          the page to sign

Most flags have a twin in the environment: --base-url is HIRE_IMPORT_BASE_URL.
`;
