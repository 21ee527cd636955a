import type { CommandDefinition } from "../../command.js";
import { SENDING_EXITS } from "../../exits.js";
import { flag, helpText, withSendingFlags } from "../../flags.js";
import { wholeNumber } from "../../values.js";
import type { RetryFlags } from "./retry.js";

/** Once more, from the ledger alone. */
export const retry: CommandDefinition<RetryFlags> = {
  name: "retry",
  summary: "Resend failed or selected rows; no export needed",
  declare: (command) =>
    withSendingFlags(command)
      .addOption(flag("--only <statuses>", "failed, rejected, in_doubt; several with commas (default: failed)"))
      .addOption(flag("--code <n>", "only rows that Feishu answered with this number").argParser(wholeNumber))
      .addOption(flag("--key <key...>", "only these rows"))
      .addHelpText(
        "after",
        helpText(["hire-import retry", "hire-import retry --only rejected --code 1002102"], SENDING_EXITS),
      ),
  act: async ({ flags, output, argv }) => {
    const { retry } = await import("./retry.js");
    return retry(flags, output, argv);
  },
};
