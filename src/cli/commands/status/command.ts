import type { CommandDefinition } from "../../command.js";
import { flag, helpText, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { StatusFlags } from "./status.js";

/** What the ledger tells of all rows. */
export const status: CommandDefinition<StatusFlags> = {
  name: "status",
  summary: "Show progress and results, also during an import",
  declare: (command) =>
    without(withCommonFlags(command), ...LOG_FLAGS)
      .addOption(flag("--watch", "go on showing it until the run ends"))
      .addHelpText("after", helpText(["hire-import status", "hire-import status --watch"], [0, 1, 2, 5, 7, 10, 11])),
  act: async ({ flags, output }) => {
    const { status } = await import("./status.js");
    return status(flags, output);
  },
};
