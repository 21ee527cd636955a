import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";
import type { CheckFlags } from "./check.js";

/** Before anything is sent. */
export const check: CommandDefinition<CheckFlags> = {
  name: "check",
  group: "Prepare",
  summary: "Validate an export; nothing is sent",
  examples: [
    ["How an export is read, what would be sent, what cannot be", "check export.csv"],
    ["Also write every problem of every row to a file", "check export.csv --problems problems.csv"],
    ["Also ask Feishu whether the app and the talents are known", "check export.csv --online"],
  ],
  exits: exitsOf([0, 1, 3, 4, 11], {
    0: "every row can be sent, or is skipped",
    1: "some rows cannot be sent",
    3: "--online: Feishu rejected the app: credentials, permissions, app status or IP allow-list",
    4: "--online: Feishu could not be reached",
  }),
  declare: (command) =>
    without(withAskingFlags(command), ...LOG_FLAGS)
      .argument("<export...>", "CSV files, plain or gzip; - reads stdin")
      .addOption(flag("--problems <file>", "write every problem of every row to a CSV"))
      .addOption(flag("--online", "also query Feishu: access, and problems it would have with the rows")),
  act: async ({ operands, flags, output, argv }) => {
    const { check } = await import("./check.js");
    return check(operands, flags, output, argv);
  },
};
