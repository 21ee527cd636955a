import { Argument } from "commander";
import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import type { Shell } from "./scripts.js";

/** Commands, flags and files by the tabulator key. */
export const completion: CommandDefinition<Record<string, never>> = {
  name: "completion",
  group: "Tools",
  summary: "Print a completion script for bash, zsh or fish",
  examples: [
    ["bash: add this line to ~/.bashrc", "completion bash > ~/.hire-import.bash; . ~/.hire-import.bash"],
    ["zsh: into a folder of your $fpath", "completion zsh > ~/.zfunc/_hire-import"],
    ["fish", "completion fish > ~/.config/fish/completions/hire-import.fish"],
  ],
  exits: exitsOf([0], { 0: "printed" }),
  declare: (command) =>
    command.addArgument(new Argument("<shell>", "bash, zsh or fish").choices(["bash", "zsh", "fish"])),
  act: async ({ operands, program }) => {
    const { completion } = await import("./completion.js");
    return completion(program, operands[0] as Shell);
  },
};
