import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { StatusFlags } from "./status.js";

/** What the ledger tells of all rows. */
export const status: CommandDefinition<StatusFlags> = {
  name: "status",
  group: "Look and correct",
  summary: "Show progress and results, also during an import",
  examples: [
    ["Once", "status"],
    ["Until the run ends", "status --watch"],
  ],
  exits: exitsOf([0, 1, 7, 10, 11]),
  declare: (command) =>
    without(withCommonFlags(command), "--mapping", ...LOG_FLAGS).addOption(
      flag("--watch", "go on showing it until the run ends"),
    ),
  act: async ({ flags, output }) => {
    const { status } = await import("./status.js");
    return status(flags, output);
  },
};
