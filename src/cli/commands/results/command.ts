import { InvalidArgumentError, Option } from "commander";
import { STATUSES, type Status } from "../../../model/status.js";
import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { LOG_FLAGS, withCommonFlags, without } from "../../flags.js";
import { outputFlag } from "../../output-flag.js";
import type { ResultsFlags } from "./results.js";

/** What became of every row, for machines and spreadsheets. */
export const results: CommandDefinition<ResultsFlags> = {
  name: "results",
  group: "After the import",
  summary: "Export the outcome of every row (CSV or NDJSON)",
  examples: [
    ["All rows", "results -o results.csv"],
    ["Some rows, for programs", "results --status in_doubt,rejected -o open.ndjson"],
    ["Key and Feishu id alone", "results --map -o ids.csv"],
  ],
  exits: exitsOf([0, 11], { 0: "written", 2: "usage, or there is no ledger" }),
  declare: (command) =>
    without(withCommonFlags(command), "--mapping", ...LOG_FLAGS)
      .addOption(outputFlag("where to: .csv, .ndjson or .jsonl; without it: stdout, as CSV"))
      .addOption(new Option("--format <format>", "whatever the name says").choices(["csv", "ndjson"]))
      .addOption(
        new Option("--for-spreadsheet", 'write ids as ="123" into the CSV, so that a spreadsheet keeps them whole'),
      )
      .addOption(new Option("--status <statuses>", "only these rows; several with commas").argParser(statuses))
      .addOption(new Option("--map", "only key and remote_id of the rows that Feishu holds")),
  act: async ({ flags, output }) => {
    const { results } = await import("./results.js");
    return results(flags, output);
  },
};

function statuses(text: string): Status[] {
  return text.split(",").map((word) => {
    const known = STATUSES.find((status) => status === word.trim());
    if (known === undefined) throw new InvalidArgumentError(`Statuses are ${STATUSES.join(", ")}.`);
    return known;
  });
}
