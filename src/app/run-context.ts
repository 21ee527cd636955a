import type { StopReason } from "../engine/calls/brake.js";
import type { Observer } from "../engine/events.js";
import { asMachineError } from "../ledger/file/machine-errors.js";
import type { Ledger } from "../ledger/open.js";
import { NO_REQUESTS, type Requests } from "../ledger/runs/runs.js";
import type { Problem } from "../ledger/runs/summary.js";
import type { Clock } from "../model/clock.js";
import { EXIT, type Exit } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import type { AppContext } from "./context.js";
import { exitOfLedger, exitOfReason, firstOf } from "./exit-code.js";

const WATCH_EVERY_MS = 1_000;

/** One call that works on a ledger. */
export interface RunContext extends Pick<AppContext, "clock" | "random" | "brake" | "confirm" | "version" | "connect"> {
  readonly ledger: Ledger;
  readonly run_id: number;
  /** When this call began, on the monotonic clock. */
  readonly began_ms: number;
  /** The ledger's latest entry before this call. */
  readonly latest_entry_ms: number;
  /** When the ledger's last attempt left before this call, on the wall clock; 0: none has. */
  readonly last_start_ms: number;
  /** Counted up as they leave. */
  readonly requests: Requests;
  readonly observe: AppContext["observe"] & Observer;
}

/** What a call came to. */
export interface RunEnd {
  readonly run_id: number;
  readonly exit: Exit;
  readonly requests: Requests;
  readonly took_ms: number;
  /** Why no row was taken any more before the last of them. */
  readonly reason: StopReason | undefined;
  /** What ended it, where it did not come to its end by itself. */
  readonly stop: ExitError | undefined;
  /** What was wrong with rows before this call. */
  readonly problems_before: readonly Problem[];
}

export interface RunDetails {
  readonly command: string;
  /** What the user typed. */
  readonly argv?: readonly string[] | undefined;
  /** The exports that it is to import, by absolute path. */
  readonly exports?: readonly string[];
}

/**
 * Runs `act` as a run of the ledger: noted at its start and end, told to whoever observes. The exit is what stopped it,
 * else what `act` says, else what the ledger's counts say. An ExitError that `act` throws is a way to end.
 */
export async function withRun(
  ledger: Ledger,
  app: AppContext,
  { command, argv, exports = [] }: RunDetails,
  act: (run: RunContext) => Promise<Exit | undefined> | Promise<void>,
): Promise<RunEnd> {
  const { clock, brake } = app;
  const began_ms = clock.monotonic_ms();
  const latest_entry_ms = ledger.runs.latestEntry();
  const last_start_ms = ledger.runs.lastStart();
  // One commit: there is no run of which it is unknown what it was given.
  const run_id = ledger.transaction(() => {
    const id = ledger.runs.begin(command, app.version, app.process_id, clock.now_ms(), argv);
    ledger.given_exports.note(exports, id);
    return id;
  });
  const observe: RunContext["observe"] = (event) => {
    app.observe(event);
    if (event.event === "outage_began") ledger.outages.begin(run_id, event.failure, clock.now_ms());
    else if (event.event === "outage_over") ledger.outages.end(run_id, event.lasted_ms, clock.now_ms());
  };
  const problems_before = ledger.summary.problems();
  const requests: Requests = { ...NO_REQUESTS };
  const stopWatching = watchLedger(ledger, app);
  observe({ event: "run_began", command, run: run_id });
  let own_exit: Exit | undefined;
  let thrown: unknown;
  try {
    const recovered = ledger.attempts.markInterrupted(clock.now_ms());
    if (recovered > 0) observe({ event: "recovered", rows: recovered });
    own_exit =
      (await act({ ...app, ledger, run_id, began_ms, latest_entry_ms, last_start_ms, requests, observe })) ?? undefined;
  } catch (error) {
    thrown = asMachineError(error);
  } finally {
    stopWatching();
  }
  thrown = takenAway(ledger) ?? thrown;
  if (thrown !== undefined && !(thrown instanceof ExitError)) throw thrown;
  const { reason } = brake;
  const stop = thrown ?? (reason?.why === "stopped" ? reason.stop : undefined);
  // Ctrl-C at a question is the answer to it, and stops nothing.
  const why = thrown?.exit === EXIT.usage ? EXIT.usage : firstOf(thrown?.exit ?? EXIT.ok, exitOfReason(reason));
  const exit = why === EXIT.ok ? (own_exit ?? exitOfLedger(ledger)) : why;
  try {
    ledger.runs.end(run_id, exit, requests, clock.now_ms());
    observe({ event: "run_ended", run: run_id, exit, ...requests, ...ledger.summary.counts() });
  } catch (error) {
    // A full disk has been told already; its run simply has no end in the ledger.
    if (stop === undefined) throw asMachineError(error);
  }
  return { run_id, exit, requests, took_ms: clock.monotonic_ms() - began_ms, reason, stop, problems_before };
}

/**
 * That the ledger has gone, or is another run's, is told before all else, and before all that follows from it: whoever
 * does not hear of it begins a new one. And nobody is told that all is well by a ledger that is not there any more.
 */
function takenAway(ledger: Ledger): unknown {
  try {
    ledger.insist();
  } catch (error) {
    return asMachineError(error);
  }
  return undefined;
}

/** A run that waits writes nothing for long: also then it learns that its ledger has gone. */
function watchLedger(ledger: Ledger, { clock, brake }: { clock: Clock } & Pick<AppContext, "brake">): () => void {
  const ended = new AbortController();
  const watch = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await clock.sleep(WATCH_EVERY_MS, ended.signal);
      if (ended.signal.aborted) return;
      try {
        ledger.insist();
      } catch (error) {
        const stop = asMachineError(error);
        if (!(stop instanceof ExitError)) throw error;
        return brake.pull({ why: "stopped", stop });
      }
    }
  };
  void watch();
  return () => ended.abort();
}
