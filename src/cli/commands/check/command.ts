import type { CommandDefinition } from "../../command.js";
import { flag, helpText, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";
import type { CheckFlags } from "./check.js";

/** Before anything is sent. */
export const check: CommandDefinition<CheckFlags> = {
  name: "check",
  summary: "Validate an export without sending anything (--online also queries Feishu)",
  declare: (command) =>
    without(withAskingFlags(command), ...LOG_FLAGS)
      .argument("<export...>", "CSV files, plain or gzip; - reads stdin")
      .addOption(flag("--problems <file>", "write every problem of every row to a CSV"))
      .addOption(flag("--online", "ask Feishu, too: whether it lets us in, and what it makes of the rows"))
      .addHelpText(
        "after",
        helpText(
          ["hire-import check export.csv -m mapping.yaml", "hire-import check advertisements.csv --online"],
          [0, 1, 2, 3, 4, 5, 11],
          {
            0: "every row can be sent, or is skipped",
            1: "some rows cannot be sent",
            3: "--online: Feishu rejected the app: credentials, permissions, app status or IP allow-list",
            4: "--online: Feishu could not be reached",
          },
        ),
      ),
  act: async ({ operands, flags, output, argv }) => {
    const { check } = await import("./check.js");
    return check(operands, flags, output, argv);
  },
};
