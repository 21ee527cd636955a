import { type Command, Option } from "commander";
import type { Act } from "./act.js";
import type { UndoFlags } from "./commands/undo/undo.js";
import type { VerifyFlags } from "./commands/verify/verify.js";
import { flag, helpText, withAskingFlags } from "./flags.js";
import { duration, maxErrors, positiveNumber, wholeNumber } from "./values.js";

const limitFlags = (command: Command, what: string): Command =>
  command
    .addOption(flag("--limit <n>", `${what} at most n, then stop`).argParser(wholeNumber))
    .addOption(flag("--max-duration <time>", "stop after this time, e.g. 8h").argParser(duration))
    .addOption(flag("--max-attempts <n>", "attempts before one is given up (default: 5)").argParser(wholeNumber))
    .addOption(flag("--rate <n>", "requests a second, at most Feishu's cap").argParser(positiveNumber));

/** `verify`: the look back after an import. */
export function addVerify(command: Command, act: Act, argv: readonly string[]): void {
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
        10: "stopped before the end; the same line goes on",
      }),
    )
    .action((flags: VerifyFlags) =>
      act("verify", flags, async (out) => {
        const { verify } = await import("./commands/verify/verify.js");
        return verify(flags, out, argv);
      }),
    );
}

const VERIFY_EXITS = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 129, 130, 143];

/** `undo`: the way back. What decides over records has no environment twin: it would decide the next time, too. */
export function addUndo(command: Command, act: Act, argv: readonly string[]): void {
  limitFlags(withAskingFlags(command, "15m"), "delete")
    .addOption(
      flag("--max-errors <n>", "stop when so many, or such a share (5%), could not be deleted; or off").argParser(
        maxErrors,
      ),
    )
    .addOption(
      new Option("--run <n>", "only what this run has sent last: records it created, and those it updated").argParser(
        wholeNumber,
      ),
    )
    .addOption(new Option("--key <key...>", "only these rows"))
    .addOption(new Option("--resend", "the rows are to be sent again, 24 hours after they were sent"))
    .addOption(new Option("--confirm <n>", "the number of records, instead of typing it").argParser(wholeNumber))
    .addOption(flag("--yes", "ask nothing; does not replace --confirm"))
    .addHelpText(
      "after",
      helpText(
        ["hire-import undo", "hire-import undo --run 3 --confirm 120", "hire-import undo --key 5310645"],
        UNDO_EXITS,
        {
          0: "every record chosen is gone, or holds again what it held before; or there is nothing to undo",
          1: "some records could not be deleted or taken back",
          2: "usage, or the number of records was not given; nothing was deleted",
          10: "stopped before the end; the same line goes on",
        },
      ),
    )
    .action((flags: UndoFlags) =>
      act("undo", flags, async (out) => {
        const { undo } = await import("./commands/undo/undo.js");
        return undo(flags, out, argv);
      }),
    );
}

const UNDO_EXITS = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 129, 130, 143];
