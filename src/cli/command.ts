import type { Command } from "commander";
import type { CommandResult } from "./command-result.js";
import type { Output } from "./output.js";

/** What a user has typed. */
export interface CommandCall<Flags> {
  /** What is neither the command nor a flag. */
  readonly operands: readonly string[];
  readonly flags: Flags;
  readonly output: Output;
  /** All of it, without node and the script. */
  readonly argv: readonly string[];
}

/** A command of the program. Its room holds what it takes, how it is described, what it does and what it tells. */
export interface CommandDefinition<Flags> {
  readonly name: string;
  /** In the list of commands. */
  readonly summary: string;
  /** Its operands, flags, examples and exits: all that `--help` shows. */
  readonly declare: (command: Command) => Command;
  /** Loads what it takes, and does it: help and version load no command. */
  readonly act: (call: CommandCall<Flags>) => Promise<CommandResult>;
}
