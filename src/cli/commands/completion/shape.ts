import type { Command, Option } from "commander";

/** What may follow a flag or a command; undefined: nothing. */
type Value = "file" | "text" | readonly string[] | undefined;

export interface Flag {
  readonly long: string;
  readonly short: string | undefined;
  readonly summary: string;
  readonly takes: Value;
}

/** A command as a shell completes it. */
export interface Shape {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  readonly takes: Value;
}

/** Of all commands, with the flags that their help shows. */
export function shapesOf(program: Command): Shape[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  return commands.map((command) => {
    const operand = command.registeredArguments[0];
    const topics = command.name() === "help" ? commands.map((each) => each.name()) : undefined;
    return {
      name: command.name(),
      summary: command.description(),
      flags: help.visibleOptions(command).map(flagOf),
      takes: takenBy(operand?.name(), topics ?? operand?.argChoices),
    };
  });
}

function flagOf(option: Option): Flag {
  const { long, short, description, argChoices, required, optional } = option;
  const name = required || optional ? (/[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? "value") : undefined;
  return { long: long ?? "", short, summary: description, takes: takenBy(name, argChoices) };
}

/** Names of what is a file. */
const FILES = new Set(["file", "export", "plan"]);

function takenBy(name: string | undefined, choices: readonly string[] | undefined): Value {
  return choices ?? (name === undefined ? undefined : FILES.has(name) ? "file" : "text");
}

/** As they are typed. */
export const spellings = ({ short, long }: Flag): string[] => (short === undefined ? [long] : [short, long]);
