import { InvalidArgumentError, Option } from "commander";
import { FAULT_NAMES, type FaultProbabilities } from "../../../sandbox/faults.js";
import type { CommandDefinition } from "../../command.js";
import { exitsOf } from "../../exits.js";
import { flag } from "../../flags.js";
import { duration, wholeNumber } from "../../values.js";
import type { SandboxFlags } from "./sandbox.js";

/** The simulated Feishu Hire, as well-behaved or not as it is asked to be. */
export const sandbox: CommandDefinition<SandboxFlags> = {
  name: "sandbox",
  group: "Tools",
  summary: "Start a local simulated Feishu Hire for rehearsals",
  examples: [
    ["A network that loses one answer in a hundred", "sandbox --port 8787 --fault cut_after=0.01"],
    ["An app that lacks a permission", "sandbox --without-scope hire:talent"],
  ],
  exits: exitsOf([11], { 2: "usage, or a port that is taken" }),
  declare: (command) =>
    command
      .addOption(new Option("--port <n>", "0: any free one").default(0).argParser(count))
      .addOption(flag("--records <file>", "keep the records in a file"))
      .addOption(
        flag("--talents <file>", "the talents that exist, one id a line (default: 19 digits, not ending in 00404)"),
      )
      .addOption(flag("--latency <ms>", "milliseconds from acting to answering").default(0).argParser(count))
      .addOption(
        flag("--jitter <ms>", "each request takes up to so many milliseconds on its way").default(0).argParser(count),
      )
      .addOption(
        // No twin: HIRE_IMPORT_RATE is for those who send.
        new Option("--rate <n>", "the cap of create, update and list, each: requests a second")
          .default(20)
          .argParser(wholeNumber),
      )
      .addOption(
        flag("--publish-rate <n>", "the cap of publishing advertisements: requests a second")
          .default(10)
          .argParser(wholeNumber),
      )
      .addOption(flag("--no-api-sync", "the tenant does not let jobs be changed through the API"))
      .addOption(new Option("--without-scope <scope...>", "the app lacks this scope, and its :readonly part"))
      .addOption(new Option("--deny-address", "this machine is not on the app's allow-list"))
      .addOption(new Option("--disable-app", "the app is not in use in the tenant"))
      .addOption(
        new Option("--clock-skew <time>", "its Date header is ahead by this, e.g. 10m; or behind: -10m").argParser(
          skew,
        ),
      )
      .addOption(flag("--window <kind>", "how the cap counts").choices(["sliding", "fixed"]).default("sliding"))
      .addOption(
        flag("--repeat <answer>", "answer to an external_id of the last 24 hours: its record, or an error")
          .choices(["original", "error"])
          .default("original"),
      )
      .addOption(
        flag("--read-lag <ms>", "a list shows what was created only after this time").default(0).argParser(count),
      )
      .addOption(
        new Option("--fault <name=probability...>", `faults by chance: ${FAULT_NAMES.join(", ")}`).argParser(fault),
      )
      .addOption(flag("--seed <n>", "seed of faults and jitter").default(1).argParser(count))
      .addOption(flag("--json", "print one JSON object on stdout"))
      .addOption(flag("-q, --quiet", "no notes on stderr")),
  act: async ({ flags, output }) => {
    const { sandbox } = await import("./sandbox.js");
    return sandbox(flags, output);
  },
};

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is a whole number, 0 or more.");
  return Number(text);
}

function fault(text: string, before: FaultProbabilities = {}): FaultProbabilities {
  const [name = "", probability = ""] = text.split("=");
  const known = FAULT_NAMES.find((each) => each === name);
  if (known === undefined || !/^(0?\.\d+|0|1)$/.test(probability)) {
    throw new InvalidArgumentError(`It is name=probability; names are ${FAULT_NAMES.join(", ")}.`);
  }
  return { ...before, [known]: Number(probability) };
}

/** Milliseconds. */
function skew(text: string): number {
  return text.startsWith("-") ? -duration(text.slice(1)) : duration(text);
}
