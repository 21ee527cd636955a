import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { exitsOf, SENDING_EXITS } from "../../exits.js";
import { withSendingFlags } from "../../flags.js";
import { wholeNumber } from "../../values.js";
import type { RunFlags } from "./run.js";

/** The import. */
export const run: CommandDefinition<RunFlags> = {
  name: "run",
  group: "Import",
  summary: "Import rows. Run the same command again to resume",
  examples: [
    ["Rehearse, no account", "run export.csv --sandbox -l trial.db"],
    ["Trial run: ten rows", "run export.csv --limit 10"],
    ["Import; again to resume", "run export.csv"],
    ["Update changed records", "run export.csv --update-changed"],
  ],
  exits: exitsOf(SENDING_EXITS, { 1: "finished; some rows are invalid, rejected or failed, or not updated" }),
  declare: (command) =>
    withSendingFlags(command)
      .argument("<export...>", "CSV files, plain or gzip; - reads stdin")
      // What overwrites records has no environment twin: one that was left there would do it the next time, too.
      .addOption(new Option("--update-changed", "update records whose rows have changed since"))
      .addOption(new Option("--confirm <n>", "how many records may be updated; no prompt").argParser(wholeNumber)),
  act: async ({ operands, flags, output, argv }) => {
    const { run } = await import("./run.js");
    return run(operands, flags, output, argv);
  },
};
