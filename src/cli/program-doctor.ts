import type { Command } from "commander";
import type { Act } from "./act.js";
import { type AskingFlags, helpText, LOG_FLAGS, withAskingFlags, without } from "./flags.js";

/** `doctor`: before anything is sent, and before there is a mapping. */
export function addDoctor(command: Command, act: Act, argv: readonly string[]): void {
  without(withAskingFlags(command), ...LOG_FLAGS)
    .argument("[export...]", "CSV files of which some talents are asked for; - is stdin")
    .addHelpText(
      "after",
      helpText(["hire-import doctor", "hire-import doctor export.csv -m mapping.yaml"], [0, 1, 2, 3, 4, 5, 8, 11], {
        0: "nothing stands in the way of a run, as far as can be asked",
        1: "something is to be mended first: the clock, talents that do not exist",
        2: "usage or configuration: no credentials, no such file, a bad mapping",
        4: "Feishu could not be reached, or could not answer",
      }),
    )
    .action((paths: string[], flags: AskingFlags) =>
      act("doctor", flags, async (out) => {
        const { doctor } = await import("./commands/doctor/doctor.js");
        return doctor(paths, flags, out, argv);
      }),
    );
}
