import type { Command } from "commander";
import type { CommandResult } from "./command-result.js";
import type { ExitLine } from "./exits.js";
import type { Output } from "./output.js";

/** What a user has typed. */
export interface CommandCall<Flags> {
  /** What is neither the command nor a flag. */
  readonly operands: readonly string[];
  readonly flags: Flags;
  readonly output: Output;
  /** All of it, without node and the script. */
  readonly argv: readonly string[];
  /** The whole command line as it is declared. */
  readonly program: Command;
}

/** Commands by what an import is at, in the order in which they are listed. */
export const GROUPS = ["Prepare", "Import", "Look and correct", "After the import", "Tools"] as const;
export type Group = (typeof GROUPS)[number];

/** What the command does when it is called so, and the call without the program's name. */
export type Example = readonly [does: string, line: string];

/** A command of the program. Its room holds what it takes, how it is described, what it does and what it tells. */
export interface CommandDefinition<Flags> {
  readonly name: string;
  readonly group: Group;
  /** In the list of commands. */
  readonly summary: string;
  readonly examples: readonly Example[];
  /** How it can end. */
  readonly exits: readonly ExitLine[];
  /** Its operands and flags. */
  readonly declare: (command: Command) => Command;
  /** Loads what it takes, and does it: help and version load no command. */
  readonly act: (call: CommandCall<Flags>) => Promise<CommandResult>;
}
