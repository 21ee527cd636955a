import type { CommandDefinition } from "../../command.js";
import { type AskingFlags, helpText, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";

/** What may stand in the mapping of job advertisements. */
export const channels: CommandDefinition<AskingFlags> = {
  name: "channels",
  summary: "List the channels for job advertisements",
  declare: (command) =>
    without(withAskingFlags(command), "--mapping", ...LOG_FLAGS).addHelpText(
      "after",
      helpText(["hire-import channels"], [0, 2, 3, 4, 5, 11], { 0: "listed" }),
    ),
  act: async ({ flags, output }) => {
    const { channels } = await import("./channels.js");
    return channels(flags, output);
  },
};
