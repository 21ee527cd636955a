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
    .description("Brings the application history of a legacy applicant tracking system into Feishu Hire (Lark Hire).")
    .version(VERSION, "--version")
    .helpOption("-h, --help", "show help")
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for more)")
    .exitOverride();
  for (const { name, summary, declare, act: work } of COMMANDS) {
    declare(program.command(name).description(summary).exitOverride()).action((...given: unknown[]) => {
      // The parser gives what was typed, then the flags, then the command itself.
      const operands = given.slice(0, -2).flat() as string[];
      const flags = given.at(-2) as never;
      return act(name, flags, (output) => work({ operands, flags, output, argv }));
    });
  }
  return program;
}
