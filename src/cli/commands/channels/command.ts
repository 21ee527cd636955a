import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { type AskingFlags, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";

/** What may stand in the mapping of job advertisements. */
export const channels: CommandDefinition<AskingFlags> = {
  name: "channels",
  group: "Tools",
  summary: "List the channels for job advertisements",
  examples: [["The ids for job_channel_id in a mapping of job advertisements", "channels"]],
  exits: exitsOf([0, 3, 4, 11], { 0: "listed" }),
  declare: (command) => without(withAskingFlags(command), "--mapping", ...LOG_FLAGS),
  act: async ({ flags, output }) => {
    const { channels } = await import("./channels.js");
    return channels(flags, output);
  },
};
