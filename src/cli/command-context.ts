import type { AppContext, AppEvent } from "../app/context.js";
import { exitOfReason } from "../app/exit-code.js";
import { Brake } from "../engine/calls/brake.js";
import { type ConfirmFlags, confirmBy } from "./confirm.js";
import { openLog } from "./log.js";
import { noteEvent } from "./notes.js";
import type { Output } from "./output.js";
import { createProgress } from "./progress.js";
import { systemContext } from "./system.js";

export interface ContextFlags extends ConfirmFlags {
  readonly logFile?: string | undefined;
  readonly verbose?: boolean | undefined;
  /** Everything that happened is told at the end, and nobody is asked anything: a signal ends it at once. */
  readonly silent?: boolean;
}

/** How far the reading of exports has come is always shown. */
const IS_READING: ReadonlySet<AppEvent["event"]> = new Set(["profiling", "staging", "staged", "same_export"] as const);

/** For what is told at its end alone. */
export const SILENT: ContextFlags = { silent: true };

/**
 * Lets `act` use this process: its clock, its terminal, its signals. What happens is told to the log, to the progress
 * line and, where it is worth a sentence, on stderr.
 */
export async function withCommandContext<T>(
  output: Output,
  flags: ContextFlags,
  act: (app: AppContext) => Promise<T>,
): Promise<T> {
  const { silent = false } = flags;
  // At once: an update of the package must not reach a call that is under way.
  if (!silent) await import("../app/connect.js");
  const log = await openLog({
    path: silent ? undefined : flags.logFile,
    verbose: !silent && flags.verbose === true,
    tellProblem: (message, hint) => output.problem(message, hint),
  });
  const progress = createProgress(output);
  const brake = new Brake();
  const forgetSignals = silent ? () => undefined : stopOnSignals(brake, output);
  try {
    return await act(
      systemContext({
        brake,
        observe: (event: AppEvent) => {
          log.observe(event);
          if (!silent || IS_READING.has(event.event)) progress.observe(event);
          if (!silent) noteEvent(output, event);
        },
        confirm: confirmBy(output, flags, brake),
      }),
    );
  } finally {
    forgetSignals();
    progress.close();
    log.close();
  }
}

const SIGNALS = { SIGHUP: "sighup", SIGINT: "sigint", SIGTERM: "sigterm" } as const;

/** The first signal ends the call gently, the second at once: the ledger is right all the same. */
function stopOnSignals(brake: Brake, output: Output): () => void {
  const listeners = Object.entries(SIGNALS).map(([signal, why]) => {
    const stop = () => {
      if (brake.pulled) {
        output.note(output.texts.terminal.stopped_at_once);
        process.exit(exitOfReason({ why }));
      }
      // Ctrl-C at a question is the answer to it.
      if (!output.is_asking) output.note(output.texts.terminal.stopping[why]);
      brake.pull({ why });
    };
    process.on(signal, stop);
    return [signal, stop] as const;
  });
  return () => {
    for (const [signal, stop] of listeners) process.off(signal, stop);
  };
}
