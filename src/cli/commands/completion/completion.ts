import type { Command } from "commander";
import { EXIT } from "../../../model/exit.js";
import type { CommandResult } from "../../command-result.js";
import { writeResult } from "../../streams.js";
import { completionScript, type Shell } from "./scripts.js";
import { shapesOf } from "./shape.js";

/** `completion`: the script to stdout, and nothing else there. */
export async function completion(program: Command, shell: Shell): Promise<CommandResult> {
  await writeResult([completionScript(shapesOf(program), shell)]);
  return { exit: EXIT.ok, facts: {}, is_told: true, print: () => undefined };
}
