import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag, LIMITS, withAskingFlags, without } from "../../flags.js";
import { limitFlags } from "../../limit-flags.js";
import { wholeNumber } from "../../values.js";
import type { VerifyFlags } from "./verify.js";

/** The look back after an import. */
export const verify: CommandDefinition<VerifyFlags> = {
  name: "verify",
  group: "After the import",
  summary: "Compare imported records in Feishu with what was sent",
  examples: [
    ["Compare everything", "verify"],
    ["A sample, with a CSV of all findings", "verify --sample 200 -o verified.csv"],
  ],
  exits: exitsOf([0, 1, 3, 4, 8, 9, 10, 11], {
    0: "everything checked is as it was sent, or nothing is imported yet",
    1: "something differs or is missing, or a record looks like a double",
    10: "stopped before the end; the same command continues",
  }),
  declare: (command) =>
    limitFlags(without(withAskingFlags(command, "15m"), "--mapping"), "read")
      .addOption(
        flag("--concurrency <n>", "requests in flight at most (default: 64)").argParser(wholeNumber).helpGroup(LIMITS),
      )
      .addOption(flag("--sample <n>", "only so many rows, always the same ones").argParser(wholeNumber))
      .addOption(flag("--seed <n>", "another number chooses another sample (default: 1)").argParser(wholeNumber))
      .addOption(new Option("--again", "start over instead of going on where an earlier call stopped"))
      .addOption(new Option("-o, --output <file>", "write the whole report to a CSV")),
  act: async ({ flags, output, argv }) => {
    const { verify } = await import("./verify.js");
    return verify(flags, output, argv);
  },
};
