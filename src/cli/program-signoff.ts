import { type Command, InvalidArgumentError, Option } from "commander";
import { STATUSES, type Status } from "../model/status.js";
import type { Act } from "./act.js";
import type { ReportFlags } from "./commands/report/report.js";
import type { ResultsFlags } from "./commands/results/results.js";
import { helpText, LOG_FLAGS, withCommonFlags, without } from "./flags.js";

// What a call writes where has no environment twin: one that was left there would overwrite another command's file.
const outputFlag = (description: string): Option => new Option("-o, --output <file>", description);

/** `results`: what became of every row, for machines and spreadsheets. */
export function addResults(command: Command, act: Act): void {
  without(withCommonFlags(command), ...LOG_FLAGS)
    .addOption(outputFlag("where to: .csv, .ndjson or .jsonl; without it: stdout, as CSV"))
    .addOption(new Option("--format <format>", "whatever the name says").choices(["csv", "ndjson"]))
    .addOption(
      new Option("--for-spreadsheet", 'write ids as ="123" into the CSV, so that a spreadsheet keeps them whole'),
    )
    .addOption(new Option("--status <statuses>", "only these rows; several with commas").argParser(statuses))
    .addOption(new Option("--map", "only key and remote_id of the rows that Feishu holds"))
    .addHelpText(
      "after",
      helpText(
        [
          "hire-import results -o results.csv",
          "hire-import results -o results.ndjson --status in_doubt,rejected",
          "hire-import results --map -o ids.csv",
        ],
        [0, 2, 5, 11],
        { 0: "written", 2: "usage, or there is no ledger" },
      ),
    )
    .action((flags: ResultsFlags) =>
      act("results", flags, async (out) => {
        const { results } = await import("./commands/results/results.js");
        return results(flags, out);
      }),
    );
}

/** `report`: the page that somebody signs. */
export function addReport(command: Command, act: Act): void {
  without(withCommonFlags(command), ...LOG_FLAGS)
    .addOption(outputFlag("where to; - is stdout"))
    .addHelpText(
      "after",
      helpText(["hire-import report -o report.html"], [0, 2, 5, 11], {
        0: "written, whatever the page says",
        2: "usage, or there is no ledger",
      }),
    )
    .action((flags: ReportFlags) =>
      act("report", flags, async (out) => {
        const { report } = await import("./commands/report/report.js");
        return report(flags, out);
      }),
    );
}

function statuses(text: string): Status[] {
  return text.split(",").map((word) => {
    const known = STATUSES.find((status) => status === word.trim());
    if (known === undefined) throw new InvalidArgumentError(`Statuses are ${STATUSES.join(", ")}.`);
    return known;
  });
}
