import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";
import { wholeNumber } from "../../values.js";
import type { ExplainFlags } from "./explain.js";

/** What the ledger tells of one row. */
export const explain: CommandDefinition<ExplainFlags> = {
  name: "explain",
  group: "Look and correct",
  summary: "Show the full history of one row",
  examples: [
    ["By its key", "explain 5310645"],
    ["By its line in the export", "explain --line 52"],
    ["With what Feishu holds now", "explain 5310645 --remote"],
  ],
  exits: exitsOf([0, 3, 4, 11], { 0: "the row was found" }),
  declare: (command) =>
    without(withAskingFlags(command), "--mapping", ...LOG_FLAGS)
      .argument("[key]", "the row's key, or its _row cell from a failures file")
      .addOption(new Option("--line <n>", "the row on this line of its file, instead of a key").argParser(wholeNumber))
      .addOption(flag("--remote", "also what Feishu holds now")),
  act: async ({ operands, flags, output }) => {
    const { explain } = await import("./explain.js");
    return explain(operands[0], flags, output);
  },
};
