import { Command } from "commander";
import type { Act } from "./act.js";
import type { CommandDefinition, Example } from "./command.js";
import { channels } from "./commands/channels/command.js";
import { check } from "./commands/check/command.js";
import { completion } from "./commands/completion/command.js";
import { doctor } from "./commands/doctor/command.js";
import { explain } from "./commands/explain/command.js";
import { failures } from "./commands/failures/command.js";
import { init } from "./commands/init/command.js";
import { migrate } from "./commands/migrate/command.js";
import { report } from "./commands/report/command.js";
import { resolve } from "./commands/resolve/command.js";
import { results } from "./commands/results/command.js";
import { retry } from "./commands/retry/command.js";
import { run } from "./commands/run/command.js";
import { sandbox } from "./commands/sandbox/command.js";
import { status } from "./commands/status/command.js";
import { undo } from "./commands/undo/command.js";
import { verify } from "./commands/verify/command.js";
import { layOutHelp } from "./help.js";
import { addTopics, TOPICS_GROUP } from "./help-topics.js";
import type { Language } from "./texts/language.js";
import { usageInChinese } from "./texts/zh/usage.js";
import { VERSION } from "./version.js";

/** In the order in which an import meets them. */
const COMMANDS: readonly CommandDefinition<never>[] = [
  doctor,
  init,
  check,
  run,
  migrate,
  retry,
  status,
  failures,
  explain,
  resolve,
  verify,
  results,
  report,
  undo,
  channels,
  sandbox,
  completion,
];

/** The command line. `argv` is what the user typed, without node and the script. */
export function createProgram(argv: readonly string[], act: Act, lang: Language = "en"): Command {
  const program = new Command("hire-import")
    .description("Import application history from a legacy ATS into Feishu Hire (Lark Hire).")
    .usage("<command> [flags]")
    .version(VERSION, "--version", "show the version")
    .helpOption("-h, --help", "show help")
    .commandsGroup(TOPICS_GROUP)
    .helpCommand("help [command]", "Show the help of a command, or a topic")
    .showSuggestionAfterError()
    .showHelpAfterError(lang === "zh" ? "（加 --help 查看说明）" : "(add --help for more)")
    .configureOutput({ outputError: (text, write) => write(lang === "zh" ? usageInChinese(text) : text) })
    .exitOverride();
  for (const definition of COMMANDS) addCommand(program, definition, argv, act, lang);
  addTopics(program);
  return layOutHelp(program, { examples: EXAMPLES, lang });
}

function addCommand(
  program: Command,
  definition: CommandDefinition<never>,
  argv: readonly string[],
  act: Act,
  lang: Language,
): void {
  const { name, group, summary, examples, exits } = definition;
  const command = program.command(name).description(summary).helpGroup(group).exitOverride();
  definition.declare(command).action((...given: unknown[]) => {
    // The parser gives what was typed, then the flags, then the command itself.
    const operands = given.slice(0, -2).flat() as string[];
    const flags = given.at(-2) as never;
    return act(name, flags, (output) => definition.act({ operands, flags, output, argv, program }));
  });
  layOutHelp(command, { examples, exits, lang });
}

const EXAMPLES: readonly Example[] = [
  ["Write mapping.yaml for it", "init export.csv"],
  ["Validate it, send nothing", "check export.csv"],
  ["Rehearse, no account", "run export.csv --sandbox -l trial.db"],
  ["Trial run of ten rows", "run export.csv --limit 10"],
  ["Import; again to resume", "run export.csv"],
  ["The page to sign", "report -o report.html"],
];
