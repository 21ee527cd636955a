import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { SENDING_EXITS } from "../../exits.js";
import { helpText, withSendingFlags } from "../../flags.js";
import { wholeNumber } from "../../values.js";
import type { RunFlags } from "./run.js";

/** The import. */
export const run: CommandDefinition<RunFlags> = {
  name: "run",
  summary: "stage all rows in the ledger, then send what is not done; the same line resumes",
  declare: (command) =>
    withSendingFlags(command)
      .argument("<export...>", "CSV files, packed with gzip or not; - is stdin")
      // What overwrites records has no environment twin: one that was left there would do it the next time, too.
      .addOption(new Option("--update-changed", "overwrite the records of done rows that have other content now"))
      .addOption(
        new Option("--confirm <n>", "how many --update-changed may overwrite, instead of typing it").argParser(
          wholeNumber,
        ),
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
