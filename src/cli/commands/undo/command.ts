import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { flag, helpText, withAskingFlags } from "../../flags.js";
import { limitFlags } from "../../limit-flags.js";
import { maxErrors, wholeNumber } from "../../values.js";
import type { UndoFlags } from "./undo.js";

/** The way back. What decides over records has no environment twin: it would decide the next time, too. */
export const undo: CommandDefinition<UndoFlags> = {
  name: "undo",
  summary: "Delete the records this import created, or revert a run's updates",
  declare: (command) =>
    limitFlags(withAskingFlags(command, "15m"), "delete")
      .addOption(
        flag("--max-errors <n>", "stop when so many, or such a share (5%), could not be deleted; or off").argParser(
          maxErrors,
        ),
      )
      .addOption(
        new Option("--run <n>", "only what this run has sent last: records it created, and those it updated").argParser(
          wholeNumber,
        ),
      )
      .addOption(new Option("--key <key...>", "only these rows"))
      .addOption(new Option("--resend", "the rows are to be sent again, 24 hours after they were sent"))
      .addOption(new Option("--confirm <n>", "the number of records, instead of typing it").argParser(wholeNumber))
      .addOption(flag("--yes", "ask nothing; does not replace --confirm"))
      .addHelpText(
        "after",
        helpText(
          ["hire-import undo", "hire-import undo --run 3 --confirm 120", "hire-import undo --key 5310645"],
          UNDO_EXITS,
          {
            0: "every record chosen is gone, or holds again what it held before; or there is nothing to undo",
            1: "some records could not be deleted or taken back",
            2: "usage, or not confirmed; nothing was deleted",
            10: "stopped before the end; the same command continues",
          },
        ),
      ),
  act: async ({ flags, output, argv }) => {
    const { undo } = await import("./undo.js");
    return undo(flags, output, argv);
  },
};

const UNDO_EXITS = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 129, 130, 143];
