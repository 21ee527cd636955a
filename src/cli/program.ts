import { Command, Option } from "commander";
import type { Act } from "./act.js";
import type { CheckFlags } from "./commands/check/check.js";
import type { ExplainFlags } from "./commands/explain/explain.js";
import type { FailuresFlags } from "./commands/failures/failures.js";
import type { ResolveFlags } from "./commands/resolve/resolve.js";
import type { RetryFlags } from "./commands/retry/retry.js";
import type { RunFlags } from "./commands/run/run.js";
import type { StatusFlags } from "./commands/status/status.js";
import {
  type AskingFlags,
  flag,
  helpText,
  LOG_FLAGS,
  withAskingFlags,
  withCommonFlags,
  without,
  withSendingFlags,
} from "./flags.js";
import { addUndo, addVerify } from "./program-after.js";
import { addDoctor } from "./program-doctor.js";
import { addInit } from "./program-init.js";
import { addSandbox } from "./program-sandbox.js";
import { addReport, addResults } from "./program-signoff.js";
import { wholeNumber } from "./values.js";
import { VERSION } from "./version.js";

const SENDING_EXITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 129, 130, 143];

/** The command line. `argv` is what the user typed, without node and the script. */
export function createProgram(argv: readonly string[], act: Act): Command {
  const program = new Command("hire-import")
    .description("Brings the application history of a legacy applicant tracking system into Feishu Hire (Lark Hire).")
    .version(VERSION, "--version")
    .helpOption("-h, --help", "show help")
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for more)")
    .exitOverride();
  const command = (name: string, description: string) => program.command(name).description(description).exitOverride();

  const adding: Adding = { command, argv, act };
  addInit(command("init", "look at an export and write a mapping for it, with comments"), act);
  addCheck(adding);
  addDoctor(command("doctor", "whether Feishu will let an import in; changes nothing there"), act, argv);
  addSending(adding);
  addLedger(adding);
  addRow(adding);
  addChannels(adding);
  addVerify(command("verify", "read back what the ledger calls done, and compare it field by field"), act, argv);
  addUndo(command("undo", "delete again what this ledger created, or take back what a run has updated"), act, argv);
  addResults(command("results", "what became of every row, as CSV or NDJSON"), act);
  addReport(command("report", "the whole import on one page (HTML), to read, print and sign"), act);
  addSandbox(command("sandbox", "a simulated Feishu Hire on 127.0.0.1"), act);
  return program;
}

interface Adding {
  /** A new command of the program. */
  readonly command: (name: string, description: string) => Command;
  readonly argv: readonly string[];
  readonly act: Act;
}

/** `check`: before anything is sent. */
function addCheck({ command, argv, act }: Adding): void {
  without(
    withAskingFlags(command("check", "everything that run does, short of sending; asks Feishu only with --online")),
    ...LOG_FLAGS,
  )
    .argument("<export...>", "CSV files, packed with gzip or not; - is stdin")
    .addOption(flag("--problems <file>", "write every problem of every row to a CSV"))
    .addOption(flag("--online", "ask Feishu, too: whether it lets us in, and what it makes of the rows"))
    .addHelpText(
      "after",
      helpText(
        ["hire-import check export.csv -m mapping.yaml", "hire-import check advertisements.csv --online"],
        [0, 1, 2, 3, 4, 5, 11],
        {
          0: "every row can be sent, or is skipped",
          1: "some rows cannot be sent",
          3: "--online: Feishu refuses us: credentials, scopes, app, address",
          4: "--online: Feishu could not be reached",
        },
      ),
    )
    .action((paths: string[], flags: CheckFlags) =>
      act("check", flags, async (out) => {
        const { check } = await import("./commands/check/check.js");
        return check(paths, flags, out, argv);
      }),
    );
}

/** `run` and `retry`. */
function addSending({ command, argv, act }: Adding): void {
  withSendingFlags(command("run", "stage all rows in the ledger, then send what is not done; the same line resumes"))
    .argument("<export...>", "CSV files, packed with gzip or not; - is stdin")
    // What overwrites records has no environment twin: one that was left there would do it the next time, too.
    .addOption(new Option("--update-changed", "overwrite the records of done rows that have other content now"))
    .addOption(
      new Option("--confirm <n>", "how many --update-changed may overwrite, instead of typing it").argParser(
        wholeNumber,
      ),
    )
    .addHelpText(
      "after",
      helpText(
        [
          "hire-import run export.csv -m mapping.yaml --sandbox",
          "hire-import run export.csv -m mapping.yaml --limit 10",
          "hire-import run export.csv -m mapping.yaml",
          "hire-import run export.csv -m mapping.yaml --update-changed",
        ],
        SENDING_EXITS,
        { 1: "finished; some rows are invalid, rejected or failed, or a record could not be updated" },
      ),
    )
    .action((paths: string[], flags: RunFlags) =>
      act("run", flags, async (out) => {
        const { run } = await import("./commands/run/run.js");
        return run(paths, flags, out, argv);
      }),
    );

  withSendingFlags(command("retry", "send again from the ledger alone: failed rows, or those you choose"))
    .addOption(flag("--only <statuses>", "failed, rejected, in_doubt; several with commas (default: failed)"))
    .addOption(flag("--code <n>", "only rows that Feishu answered with this number").argParser(wholeNumber))
    .addOption(flag("--key <key...>", "only these rows"))
    .addHelpText(
      "after",
      helpText(["hire-import retry", "hire-import retry --only rejected --code 1002102"], SENDING_EXITS),
    )
    .action((flags: RetryFlags) =>
      act("retry", flags, async (out) => {
        const { retry } = await import("./commands/retry/retry.js");
        return retry(flags, out, argv);
      }),
    );
}

/** What the ledger tells of all rows. */
function addLedger({ command, act }: Adding): void {
  without(withCommonFlags(command("status", "what the ledger says, also while a run works")), ...LOG_FLAGS)
    .addOption(flag("--watch", "go on showing it until the run ends"))
    .addHelpText("after", helpText(["hire-import status", "hire-import status --watch"], [0, 1, 2, 5, 7, 10, 11]))
    .action((flags: StatusFlags) =>
      act("status", flags, async (out) => {
        const { status } = await import("./commands/status/status.js");
        return status(flags, out);
      }),
    );

  without(
    withCommonFlags(command("failures", "write the rows to mend as a CSV that goes straight back into run")),
    ...LOG_FLAGS,
  )
    .addOption(flag("-o, --output <file>", "where to; more exports than one become file-2.csv …; without it: stdout"))
    .addHelpText(
      "after",
      helpText(["hire-import failures -o failed.csv", "hire-import run failed.csv -m mapping.yaml"], [0, 2, 5, 11], {
        0: "written, or there is nothing to mend",
        2: "usage, or an export is gone or has changed",
      }),
    )
    .action((flags: FailuresFlags) =>
      act("failures", flags, async (out) => {
        const { failures } = await import("./commands/failures/failures.js");
        return failures(flags, out);
      }),
    );
}

/** What the ledger tells of one row, and what a person tells the ledger. */
function addRow({ command, act }: Adding): void {
  without(withAskingFlags(command("explain", "the whole story of one row")), "--mapping", ...LOG_FLAGS)
    .argument("<key>", "the row's key, or its _row cell from a failures file")
    .addOption(flag("--remote", "also what Feishu holds now"))
    .addHelpText(
      "after",
      helpText(["hire-import explain 5310645", "hire-import explain 5310645 --remote"], [0, 2, 3, 4, 5, 11], {
        0: "told",
      }),
    )
    .action((key: string, flags: ExplainFlags) =>
      act("explain", flags, async (out) => {
        const { explain } = await import("./commands/explain/explain.js");
        return explain(key, flags, out);
      }),
    );

  without(
    withCommonFlags(command("resolve", "your decision on a row in doubt, or on one that is not to come along")),
    "--mapping",
    ...LOG_FLAGS,
  )
    .argument("<key>", "the row's key, or its _row cell from a failures file")
    // A decision on one row has no environment twin: one that was left there would decide the next row, too.
    .addOption(new Option("--done [remote id]", "Feishu holds it, under this id; job advertisements have none"))
    .addOption(new Option("--send", "Feishu does not hold it: send it as if for the first time"))
    .addOption(new Option("--skip", "it is not to be sent"))
    .addOption(new Option("--reason <text>", "why; kept, and told by explain"))
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
    )
    .action((key: string, flags: ResolveFlags) =>
      act("resolve", flags, async () => {
        const { resolve } = await import("./commands/resolve/resolve.js");
        return resolve(key, flags);
      }),
    );
}

/** `channels`: what may stand in the mapping of job advertisements. */
function addChannels({ command, act }: Adding): void {
  without(
    withAskingFlags(command("channels", "the channels on which job advertisements can be published")),
    "--mapping",
    ...LOG_FLAGS,
  )
    .addHelpText("after", helpText(["hire-import channels"], [0, 2, 3, 4, 5, 11], { 0: "listed" }))
    .action((flags: AskingFlags) =>
      act("channels", flags, async (out) => {
        const { channels } = await import("./commands/channels/channels.js");
        return channels(flags, out);
      }),
    );
}
