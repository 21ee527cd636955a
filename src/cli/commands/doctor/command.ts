import type { CommandDefinition } from "../../command.js";
import { type AskingFlags, helpText, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";

/** Before anything is sent, and before there is a mapping. */
export const doctor: CommandDefinition<AskingFlags> = {
  name: "doctor",
  summary: "Check credentials, permissions and connectivity (read-only)",
  declare: (command) =>
    without(withAskingFlags(command), ...LOG_FLAGS)
      .argument("[export...]", "CSV files of which some talents are asked for; - is stdin")
      .addHelpText(
        "after",
        helpText(["hire-import doctor", "hire-import doctor export.csv -m mapping.yaml"], [0, 1, 2, 3, 4, 5, 8, 11], {
          0: "nothing stands in the way of a run, as far as can be asked",
          1: "something is to be mended first: the clock, talents that do not exist",
          2: "usage or configuration: no credentials, no such file, a bad mapping",
          4: "Feishu could not be reached, or could not answer",
        }),
      ),
  act: async ({ operands, flags, output, argv }) => {
    const { doctor } = await import("./doctor.js");
    return doctor(operands, flags, output, argv);
  },
};
