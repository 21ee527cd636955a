import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { flag, helpText, LOG_FLAGS, withAskingFlags, without } from "../../flags.js";
import { wholeNumber } from "../../values.js";
import type { ExplainFlags } from "./explain.js";

/** What the ledger tells of one row. */
export const explain: CommandDefinition<ExplainFlags> = {
  name: "explain",
  summary: "Show the full history of one row",
  declare: (command) =>
    without(withAskingFlags(command), "--mapping", ...LOG_FLAGS)
      .argument("[key]", "the row's key, or its _row cell from a failures file")
      .addOption(new Option("--line <n>", "the row on this line of its file, instead of a key").argParser(wholeNumber))
      .addOption(flag("--remote", "also what Feishu holds now"))
      .addHelpText(
        "after",
        helpText(
          ["hire-import explain 5310645", "hire-import explain --line 52", "hire-import explain 5310645 --remote"],
          [0, 2, 3, 4, 5, 11],
          {
            0: "told",
          },
        ),
      ),
  act: async ({ operands, flags, output }) => {
    const { explain } = await import("./explain.js");
    return explain(operands[0], flags, output);
  },
};
