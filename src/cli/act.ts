import type { CommandResult } from "./command-result.js";
import type { CommonFlags } from "./flags.js";
import type { Output } from "./output.js";

/** Runs a command's work and prints its result; ends with the exit code. */
export type Act = (
  name: string,
  flags: Partial<CommonFlags>,
  work: (output: Output) => Promise<CommandResult>,
) => Promise<void>;
