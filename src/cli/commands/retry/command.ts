import type { CommandDefinition } from "../../command.js";
import { exitsOf, SENDING_EXITS } from "../../exits.js";
import { flag, without, withSendingFlags } from "../../flags.js";
import { wholeNumber } from "../../values.js";
import type { RetryFlags } from "./retry.js";

/** Once more, from the ledger alone. */
export const retry: CommandDefinition<RetryFlags> = {
  name: "retry",
  group: "Import",
  summary: "Resend failed or selected rows; no export needed",
  examples: [
    ["Failed rows", "retry"],
    ["Rows of which the talent has been created since", "retry --only rejected --code 1002102"],
  ],
  exits: exitsOf(SENDING_EXITS),
  declare: (command) =>
    without(withSendingFlags(command), "--mapping")
      .addOption(flag("--only <statuses>", "failed, rejected, in_doubt; several with commas (default: failed)"))
      .addOption(flag("--code <n>", "only rows that Feishu answered with this number").argParser(wholeNumber))
      .addOption(flag("--key <key...>", "only these rows")),
  act: async ({ flags, output, argv }) => {
    const { retry } = await import("./retry.js");
    return retry(flags, output, argv);
  },
};
