import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { InitFlags } from "./init.js";

/** From an export that nobody has described to a mapping. */
export const init: CommandDefinition<InitFlags> = {
  name: "init",
  group: "Prepare",
  summary: "Inspect an export and generate a commented mapping file",
  examples: [
    ["Write mapping.yaml", "init export.csv"],
    ["Several exports, local times, another name", "init 2023.csv 2024.csv --timezone Asia/Shanghai -m moka.yaml"],
    ["Only show it", "init export.csv -m -"],
  ],
  exits: exitsOf([0, 11], {
    0: "mapping written; open TODOs are listed",
    2: "usage; not a CSV; the mapping exists already",
  }),
  declare: (command) =>
    without(withCommonFlags(command), "--ledger", ...LOG_FLAGS)
      .argument("<export...>", "CSV files, plain or gzip; - reads stdin")
      .addOption(
        flag("--target <name>", "what the rows become (default: external-application, or what the titles tell)"),
      )
      .addOption(flag("--timezone <zone>", "the zone of times that carry no offset, e.g. Asia/Shanghai")),
  act: async ({ operands, flags, output }) => {
    const { init } = await import("./init.js");
    return init(operands, flags, output);
  },
};
