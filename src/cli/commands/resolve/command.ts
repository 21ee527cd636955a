import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { ResolveFlags } from "./resolve.js";

/** What a person tells the ledger. */
export const resolve: CommandDefinition<ResolveFlags> = {
  name: "resolve",
  group: "Look and correct",
  summary: "Record a decision for one row: done, send or skip",
  examples: [
    ["Leave a row out", 'resolve 5310645 --skip --reason "test application"'],
    ["You found the record in Feishu Hire", "resolve 5310645 --done 7400000000000002110"],
    ["Feishu Hire does not have it: send it", "resolve 5310645 --send"],
    ["An export is gone for good", "resolve lost.csv --export --skip"],
  ],
  exits: exitsOf([0, 8, 11], { 0: "decided" }),
  declare: (command) =>
    without(withCommonFlags(command), "--mapping", ...LOG_FLAGS)
      .argument("<key>", "the row's key, or its _row cell from a failures file")
      // A decision on one row has no environment twin: one that was left there would decide the next row, too.
      .addOption(new Option("--done [remote id]", "Feishu holds it, under this id; job advertisements have none"))
      .addOption(new Option("--send", "Feishu does not hold it: send it as if for the first time"))
      .addOption(new Option("--skip", "it is not to be sent"))
      .addOption(new Option("--reason <text>", "why; shown by explain, results and the report"))
      .addOption(
        new Option("--export", "KEY is an export that a run was given: with --skip nothing waits for it any more"),
      ),
  act: async ({ operands, flags }) => {
    const { resolve } = await import("./resolve.js");
    return resolve(operands[0] ?? "", flags);
  },
};
