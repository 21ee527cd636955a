import type { CommandDefinition } from "../../command.js";
import { helpText, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import { outputFlag } from "../../output-flag.js";
import type { ReportFlags } from "./report.js";

/** The page that somebody signs. */
export const report: CommandDefinition<ReportFlags> = {
  name: "report",
  summary: "Create a one-page HTML report for sign-off",
  declare: (command) =>
    without(withCommonFlags(command), ...LOG_FLAGS)
      .addOption(outputFlag("where to; - is stdout"))
      .addHelpText(
        "after",
        helpText(["hire-import report -o report.html"], [0, 2, 5, 11], {
          0: "written, whatever the page says",
          2: "usage, or there is no ledger",
        }),
      ),
  act: async ({ flags, output }) => {
    const { report } = await import("./report.js");
    return report(flags, output);
  },
};
