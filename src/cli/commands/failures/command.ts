import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { FailuresFlags } from "./failures.js";

/** The rows to correct, as a file that goes straight back. */
export const failures: CommandDefinition<FailuresFlags> = {
  name: "failures",
  group: "Look and correct",
  summary: "Export rows that need fixing to a CSV you can import again",
  examples: [
    ["Write the rows to correct", "failures -o failed.csv"],
    ["Import the corrected file", "run failed.csv"],
  ],
  exits: exitsOf([0, 11], {
    0: "written, or nothing needs correcting",
    2: "usage, or an export is gone or has changed",
  }),
  declare: (command) =>
    without(withCommonFlags(command), "--mapping", ...LOG_FLAGS).addOption(
      flag("-o, --output <file>", "where to; more exports than one become file-2.csv …; without it: stdout"),
    ),
  act: async ({ flags, output }) => {
    const { failures } = await import("./failures.js");
    return failures(flags, output);
  },
};
