import { Option } from "commander";
import type { CommandDefinition } from "../../command.js";
import { flag, helpText, withAskingFlags } from "../../flags.js";
import { limitFlags } from "../../limit-flags.js";
import { wholeNumber } from "../../values.js";
import type { VerifyFlags } from "./verify.js";

/** The look back after an import. */
export const verify: CommandDefinition<VerifyFlags> = {
  name: "verify",
  summary: "Compare imported records in Feishu with what was sent",
  declare: (command) =>
    limitFlags(withAskingFlags(command, "15m"), "read")
      .addOption(flag("--concurrency <n>", "requests in flight at most (default: 64)").argParser(wholeNumber))
      .addOption(flag("--sample <n>", "only so many rows, always the same ones").argParser(wholeNumber))
      .addOption(flag("--seed <n>", "another number chooses another sample (default: 1)").argParser(wholeNumber))
      .addOption(new Option("--again", "start over instead of going on where an earlier call stopped"))
      .addOption(new Option("-o, --output <file>", "write the whole report to a CSV"))
      .addHelpText(
        "after",
        helpText(["hire-import verify", "hire-import verify --sample 200 -o verified.csv"], VERIFY_EXITS, {
          0: "all that was read is as it was sent; or no row is done",
          1: "something differs or is missing, or a record looks like a double",
          10: "stopped before the end; the same command continues",
        }),
      ),
  act: async ({ flags, output, argv }) => {
    const { verify } = await import("./verify.js");
    return verify(flags, output, argv);
  },
};

const VERIFY_EXITS = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 129, 130, 143];
