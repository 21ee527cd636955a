import type { CommandDefinition } from "../../command.js";
import { flag, helpText, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { FailuresFlags } from "./failures.js";

/** The rows to correct, as a file that goes straight back. */
export const failures: CommandDefinition<FailuresFlags> = {
  name: "failures",
  summary: "Export rows that need fixing to a CSV you can import again",
  declare: (command) =>
    without(withCommonFlags(command), ...LOG_FLAGS)
      .addOption(flag("-o, --output <file>", "where to; more exports than one become file-2.csv …; without it: stdout"))
      .addHelpText(
        "after",
        helpText(["hire-import failures -o failed.csv", "hire-import run failed.csv -m mapping.yaml"], [0, 2, 5, 11], {
          0: "written, or there is nothing to correct",
          2: "usage, or an export is gone or has changed",
        }),
      ),
  act: async ({ flags, output }) => {
    const { failures } = await import("./failures.js");
    return failures(flags, output);
  },
};
