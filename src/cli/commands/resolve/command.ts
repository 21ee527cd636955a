import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { helpText, LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import type { ResolveFlags } from "./resolve.js";

/** What a person tells the ledger. */
export const resolve: CommandDefinition<ResolveFlags> = {
  name: "resolve",
  summary: "Record a decision for one row: done, send or skip",
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
      )
      .addHelpText(
        "after",
        helpText(
          [
            "hire-import resolve 5310645 --skip --reason 'test application'",
            "hire-import resolve lost.csv --export --skip --reason 'sent by mistake'",
          ],
          [0, 2, 5, 8, 11],
          { 0: "decided" },
        ),
      ),
  act: async ({ operands, flags }) => {
    const { resolve } = await import("./resolve.js");
    return resolve(operands[0] ?? "", flags);
  },
};
