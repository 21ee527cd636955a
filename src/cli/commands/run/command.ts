import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { SENDING_EXITS } from "../../exits.js";
import { helpText, withSendingFlags } from "../../flags.js";
import { wholeNumber } from "../../values.js";
import type { RunFlags } from "./run.js";

/** The import. */
export const run: CommandDefinition<RunFlags> = {
  name: "run",
  summary: "Import rows. Run the same command again to resume",
  declare: (command) =>
    withSendingFlags(command)
      .argument("<export...>", "CSV files, plain or gzip; - reads stdin")
      // What overwrites records has no environment twin: one that was left there would do it the next time, too.
      .addOption(new Option("--update-changed", "update records in Feishu whose rows have changed since"))
      .addOption(
        new Option("--confirm <n>", "expected number of records to overwrite; skips the prompt").argParser(wholeNumber),
      )
      .addHelpText(
        "after",
        helpText(
          [
            "hire-import run export.csv -m mapping.yaml --sandbox",
            "hire-import run export.csv -m mapping.yaml --limit 10",
            "hire-import run export.csv -m mapping.yaml",
            "hire-import run export.csv -m mapping.yaml --update-changed",
          ],
          SENDING_EXITS,
          { 1: "finished; some rows are invalid, rejected or failed, or a record could not be updated" },
        ),
      ),
  act: async ({ operands, flags, output, argv }) => {
    const { run } = await import("./run.js");
    return run(operands, flags, output, argv);
  },
};
