import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import { outputFlag } from "../../output-flag.js";
import type { ReportFlags } from "./report.js";

/** The page that somebody signs. */
export const report: CommandDefinition<ReportFlags> = {
  name: "report",
  group: "After the import",
  summary: "Create a one-page HTML report for sign-off",
  examples: [["Write the page", "report -o report.html"]],
  exits: exitsOf([0, 11], { 0: "written, whatever the page says", 2: "usage, or there is no ledger" }),
  declare: (command) =>
    without(withCommonFlags(command), "--mapping", ...LOG_FLAGS).addOption(outputFlag("where to; - is stdout")),
  act: async ({ flags, output }) => {
    const { report } = await import("./report.js");
    return report(flags, output);
  },
};
