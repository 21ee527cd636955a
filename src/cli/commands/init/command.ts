import type { CommandDefinition } from "../../command.js";
import { flag, helpText, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { InitFlags } from "./init.js";

/** From an export that nobody has described to a mapping. */
export const init: CommandDefinition<InitFlags> = {
  name: "init",
  summary: "Inspect an export and generate a commented mapping file",
  declare: (command) =>
    without(withCommonFlags(command), ...LOG_FLAGS)
      .argument("<export...>", "CSV files, plain or gzip; - reads stdin")
      .addOption(
        flag("--target <name>", "what the rows become (default: external-application, or what the titles tell)"),
      )
      .addOption(flag("--timezone <zone>", "the zone of times that carry no offset, e.g. Asia/Shanghai"))
      .addHelpText(
        "after",
        helpText(
          [
            "hire-import init export.csv",
            "hire-import init 2023.csv 2024.csv -m moka.yaml --timezone Asia/Shanghai",
            "hire-import init export.csv -m -",
          ],
          [0, 2, 5, 11],
          {
            0: "the mapping is written; what is to be decided in it was told",
            2: "usage; not a CSV; the mapping is there",
          },
        ),
      ),
  act: async ({ operands, flags, output }) => {
    const { init } = await import("./init.js");
    return init(operands, flags, output);
  },
};
