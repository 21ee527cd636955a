import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { type AskingFlags, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";

/** Before anything is sent, and before there is a mapping. */
export const doctor: CommandDefinition<AskingFlags> = {
  name: "doctor",
  group: "Prepare",
  summary: "Check credentials, permissions and connectivity (read-only)",
  examples: [
    ["Before there is a mapping", "doctor"],
    ["With the talents of an export", "doctor export.csv"],
  ],
  exits: exitsOf([0, 1, 3, 4, 8, 11], {
    0: "no problems found",
    1: "fix something first: the clock, or talents that do not exist",
    4: "Feishu could not be reached, or could not answer",
  }),
  declare: (command) =>
    without(withAskingFlags(command), ...LOG_FLAGS).argument(
      "[export...]",
      "CSV files of which some talents are asked for; - is stdin",
    ),
  act: async ({ operands, flags, output, argv }) => {
    const { doctor } = await import("./doctor.js");
    return doctor(operands, flags, output, argv);
  },
};
