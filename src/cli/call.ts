import { CommanderError } from "commander";
import { asMachineError } from "../ledger/file/machine-errors.js";
import { EXIT, type Exit } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { printable } from "../model/text.js";
import { saying } from "../texts/saying.js";
import type { Act } from "./act.js";
import { errorFacts, report, tellStop } from "./command-result.js";
import { endOnSignals } from "./end-signals.js";
import { type EnvFile, takeEnvFile } from "./env-file.js";
import { dropUnsetTwins } from "./flags.js";
import { Output, type OutputOptions } from "./output.js";
import { createProgram } from "./program.js";
import { sourceStack } from "./source-stack.js";
import { stderr, stdout } from "./streams.js";
import { sweepTemporaryFolders } from "./sweep.js";
import { languageTyped } from "./texts/language.js";
import { VERSION } from "./version.js";

/** Who speaks for the command under way. */
let speaker: { readonly output: Output; readonly command: string } | undefined;

/** Parses what was typed, and runs its command. */
async function exitOf(argv: readonly string[]): Promise<Exit> {
  const env_file = takeEnvFile(process.env);
  dropUnsetTwins(process.env);
  let exit: Exit = EXIT.ok;
  const lang = languageTyped(argv, process.env);
  const act: Act = async (name, flags, work) => {
    const output = new Output({ lang, ...(flags as OutputOptions) });
    speaker = { output, command: name };
    try {
      tellEnvFile(output, env_file, flags.verbose === true);
      await sweepTemporaryFolders();
      exit = report(output, name, await work(output));
    } catch (error) {
      exit = fail(output, name, asMachineError(error));
    }
  };
  const program = createProgram(argv, act, lang);
  try {
    if (argv.length === 0) program.help();
    await program.parseAsync(argv as string[], { from: "user" });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are answers; every other word of the parser's is about usage.
    if (error.exitCode === 0 || error.code === "commander.help") return EXIT.ok;
    if (argv.includes("--json") || process.env.HIRE_IMPORT_JSON !== undefined) {
      const message = error.message.replace(/^error: /, "");
      const stop = new ExitError({ exit: EXIT.usage, kind: "usage", message, hint: "hire-import --help" });
      new Output({ json: true }).result(
        JSON.stringify({
          command: argv.find((word) => !word.startsWith("-")) ?? null,
          ok: false,
          exit: EXIT.usage,
          error: errorFacts(stop),
        }),
      );
    }
    return EXIT.usage;
  }
}

/** Help and version are there whatever the file holds; a command throws where it is refused. */
function tellEnvFile(output: Output, { taken, note, problem }: EnvFile, is_verbose: boolean): void {
  if (problem !== undefined) throw problem;
  if (note !== undefined) output.note(output.texts.tell(note).message);
  if (is_verbose && taken.length > 0) output.note(`.env: ${taken.join(", ")}`);
}

/** What ended a command before it had a result. A stack trace is for bugs alone. */
function fail(output: Output, command: string, error: unknown): Exit {
  const stop = error instanceof ExitError ? error : asBug(error);
  if (output.json) {
    output.result(JSON.stringify({ command, ok: false, exit: stop.exit, error: errorFacts(stop) }));
  }
  tellStop(output, stop);
  if (stop.exit === EXIT.bug && error instanceof Error) {
    const stack = sourceStack(error.stack ?? "")
      .split("\n")
      .map(printable);
    void stderr.write(`${stack.join("\n")}\n`);
  }
  return stop.exit;
}

function asBug(error: unknown): ExitError {
  return new ExitError({
    exit: EXIT.bug,
    kind: "bug",
    ...saying("bug", { version: VERSION, what: error instanceof Error ? error.message : String(error) }),
  });
}

/**
 * One call of the program, from what was typed to its exit code. It is called and does not run by itself: while a
 * module waits in its own body, no part of the program that is loaded on demand could import from it.
 */
export async function call(argv: readonly string[]): Promise<void> {
  for (const stream of [stdout, stderr]) stream.guard();
  endOnSignals();
  // A bug outside of any call's reach, such as in a timer: Node's own dump would quote source and end with 1.
  process.on("uncaughtException", (error) => {
    const { output, command } = speaker ?? { output: new Output({}), command: "hire-import" };
    process.exit(fail(output, command, asMachineError(error)));
  });
  process.exitCode = await exitOf(argv);
}
