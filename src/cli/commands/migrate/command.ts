import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { exitsOf, SENDING_EXITS } from "../../exits.js";
import { without, withSendingFlags } from "../../flags.js";
import type { MigrateFlags } from "./migrate.js";

/** A whole history: several imports that hang on one another. */
export const migrate: CommandDefinition<MigrateFlags> = {
  name: "migrate",
  group: "Import",
  summary: "Import a whole history: several files, in order",
  examples: [
    ["Rehearse, no account", "migrate plan.yaml --sandbox"],
    ["Trial run: ten rows a step", "migrate plan.yaml --limit 10"],
    ["Import; again to resume", "migrate plan.yaml"],
    ["Read all of it back", "migrate plan.yaml --verify"],
  ],
  exits: exitsOf(SENDING_EXITS, {
    0: "every row of every step is done or skipped",
    10: "not finished: rows are still to be sent, or steps have not begun",
  }),
  declare: (command) =>
    without(withSendingFlags(command), "--mapping", "--ledger")
      .argument("<plan>", "YAML: steps with name, mapping and exports")
      .addOption(new Option("--verify", "compare what was imported with what Feishu holds, step by step")),
  act: async ({ operands, flags, output, argv }) => {
    const { migrate } = await import("./migrate.js");
    return migrate(operands[0] as string, flags, output, argv);
  },
};
