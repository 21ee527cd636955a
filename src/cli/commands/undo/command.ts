import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag, LIMITS, withAskingFlags, without } from "../../flags.js";
import { limitFlags } from "../../limit-flags.js";
import { maxErrors, wholeNumber } from "../../values.js";
import type { UndoFlags } from "./undo.js";

/** The way back. What decides over records has no environment twin: it would decide the next time, too. */
export const undo: CommandDefinition<UndoFlags> = {
  name: "undo",
  group: "After the import",
  summary: "Delete the records this import created, or revert a run's updates",
  examples: [
    ["Everything", "undo"],
    ["What run 3 did", "undo --run 3"],
    ["One row", "undo --key 5310645"],
  ],
  exits: exitsOf([0, 1, 3, 4, 6, 8, 9, 10, 11], {
    0: "every chosen record is deleted or reverted, or there is nothing to undo",
    1: "some records could not be deleted or reverted",
    2: "usage, or not confirmed; nothing was deleted",
    10: "stopped before the end; the same command continues",
  }),
  declare: (command) =>
    limitFlags(without(withAskingFlags(command, "15m"), "--mapping"), "delete")
      .addOption(
        flag("--max-errors <n>", 'stop after 20 or 5% failed deletions; "off" disables')
          .argParser(maxErrors)
          .helpGroup(LIMITS),
      )
      .addOption(
        new Option("--run <n>", "only what this run has sent last: records it created, and those it updated").argParser(
          wholeNumber,
        ),
      )
      .addOption(new Option("--key <key...>", "only these rows"))
      .addOption(new Option("--resend", "send the rows again later, 24 hours after they were sent"))
      .addOption(new Option("--confirm <n>", "the number of records, instead of typing it").argParser(wholeNumber))
      .addOption(flag("--yes", "ask nothing; does not replace --confirm")),
  act: async ({ flags, output, argv }) => {
    const { undo } = await import("./undo.js");
    return undo(flags, output, argv);
  },
};
