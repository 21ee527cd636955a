import { Brake, type StopReason } from "../engine/calls/brake.js";
import type { EngineEvent, Observer } from "../engine/events.js";
import { asMachineError } from "../ledger/machine-errors.js";
import type { Ledger } from "../ledger/open.js";
import type { Requests } from "../ledger/runs.js";
import { EXIT, type Exit } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { systemClock } from "../cli/clock.js";
import { exitOfLedger, exitOfReason, firstOf } from "./exit-code.js";
import { type LedgerFacts, ledgerFacts, seconds } from "../cli/facts.js";
import { type Log, openLog } from "../cli/log.js";
import type { Output } from "../cli/output.js";
import { createProgress, type Progress } from "../cli/progress.js";
import { VERSION } from "../cli/version.js";

const WATCH_EVERY_MS = 1_000;

/** One call of `run` or `retry` at work on a ledger. */
export interface Work {
  readonly ledger: Ledger;
  readonly run_id: number;
  /** When this call began, on the monotonic clock. */
  readonly began_ms: number;
  /** The ledger's latest entry before this call. */
  readonly latest_entry_ms: number;
  readonly last_start_ms: number;
  readonly brake: Brake;
  readonly requests: Requests;
  readonly progress: Progress;
  readonly observe: Observer;
}

export interface WorkResult extends LedgerFacts {
  readonly exit: Exit;
  readonly requests: Requests;
  /** Doubts that this call has settled. */
  readonly settled: ReturnType<Ledger["settlements"]["countsOf"]>;
  readonly seconds: number;
  readonly reason: StopReason | undefined;
  /** What ended it, where it did not come to its end by itself. */
  readonly stop: ExitError | undefined;
}

export interface WorkOptions {
  readonly command: string;
  readonly ledger: Ledger;
  readonly output: Output;
  /** What the user typed. */
  readonly argv?: readonly string[];
  /** The exports that it is to import, by absolute path. */
  readonly exports?: readonly string[];
  readonly log_file: string | undefined;
  readonly verbose: boolean | undefined;
}

/**
 * Runs `act` as a run of the ledger: noted at its start and end, stopped gently by signals, told to log and progress.
 * The exit is what stopped it, else what `act` says, else what the ledger's counts say.
 */
export async function doWork(
  options: WorkOptions,
  act: (work: Work) => Promise<Exit | undefined> | Promise<void>,
): Promise<WorkResult> {
  const { ledger, output, command } = options;
  const began_ms = systemClock.monotonic_ms();
  const log = await openLog({
    path: options.log_file,
    verbose: options.verbose === true,
    tellProblem: (message, hint) => output.problem(message, hint),
  });
  const progress = createProgress(output);
  const latest_entry_ms = ledger.runs.latestEntry();
  const last_start_ms = ledger.runs.lastStart();
  // One commit: there is no run of which it is unknown what it was given.
  const run_id = ledger.transaction(() => {
    const id = ledger.runs.begin(command, VERSION, process.pid, systemClock.now_ms(), options.argv);
    ledger.given_exports.note(options.exports ?? [], id);
    return id;
  });
  const observe: Observer = (event) => {
    log.observe(event);
    progress.observe(event);
    noteOutage(ledger, run_id, event);
  };
  const requests: Requests = { sent: 0, retried: 0, throttled: 0, reads: 0 };
  const brake = new Brake();
  const forgetSignals = heedSignals(brake, output);
  const stopWatching = watchLedger(ledger, brake);
  log.event("run_began", { command, run: run_id });
  const recovered = ledger.attempts.markInterrupted(systemClock.now_ms());
  if (recovered > 0) observe({ event: "recovered", rows: recovered });
  const work = { ledger, run_id, began_ms, latest_entry_ms, last_start_ms, brake, requests, progress, observe };
  let own_exit: Exit | undefined;
  let thrown: unknown;
  try {
    own_exit = (await act(work)) ?? undefined;
    // Nobody is told that all is well by a ledger that is not there any more.
    ledger.insist();
  } catch (error) {
    thrown = asMachineError(error);
  }
  forgetSignals();
  stopWatching();
  progress.close();
  if (thrown !== undefined && !(thrown instanceof ExitError)) throw thrown;
  return finish({
    ledger,
    log,
    brake,
    run_id,
    requests,
    own_exit,
    stop: thrown,
    elapsed_ms: systemClock.monotonic_ms() - began_ms,
  });
}

function noteOutage({ outages }: Ledger, run_id: number, event: EngineEvent): void {
  if (event.event === "outage_began") outages.begin(run_id, event.failure, systemClock.now_ms());
  else if (event.event === "outage_over") outages.end(run_id, event.lasted_ms, systemClock.now_ms());
}

interface Ended extends Pick<Work, "ledger" | "brake" | "run_id" | "requests"> {
  readonly log: Log;
  readonly own_exit: Exit | undefined;
  readonly stop: ExitError | undefined;
  readonly elapsed_ms: number;
}

function finish({ ledger, log, brake, run_id, requests, own_exit, stop: thrown, elapsed_ms }: Ended): WorkResult {
  const facts = ledgerFacts(ledger);
  const { reason } = brake;
  const stop = thrown ?? (reason?.why === "stopped" ? reason.stop : undefined);
  const why = firstOf(thrown?.exit ?? EXIT.ok, exitOfReason(reason));
  const exit = why === EXIT.ok ? (own_exit ?? exitOfLedger(ledger)) : why;
  try {
    ledger.runs.end(run_id, exit, requests, systemClock.now_ms());
    log.event("run_ended", { run: run_id, exit, ...requests, ...facts.counts });
    log.close();
  } catch (error) {
    // A full disk has been told already; its run simply has no end in the ledger.
    if (stop === undefined) throw asMachineError(error);
  }
  return {
    ...facts,
    exit,
    requests,
    settled: ledger.settlements.countsOf(run_id),
    seconds: seconds(elapsed_ms),
    reason,
    stop,
  };
}

/** A run that waits writes nothing for long: also then it learns that its ledger has gone. */
function watchLedger(ledger: Ledger, brake: Brake): () => void {
  const timer = setInterval(() => {
    try {
      ledger.insist();
    } catch (error) {
      const stop = asMachineError(error);
      if (!(stop instanceof ExitError)) throw error;
      brake.pull({ why: "stopped", stop });
    }
  }, WATCH_EVERY_MS);
  return () => clearInterval(timer);
}

/** The first signal ends the run gently, the second at once: the ledger is right all the same. */
function heedSignals(brake: Brake, output: Output): () => void {
  const heed = (why: (typeof WHY)[keyof typeof WHY]) => () => {
    if (brake.pulled) process.exit(exitOfReason({ why }));
    output.note("stopping: requests under way come to their end first; the same signal again leaves at once");
    brake.pull({ why });
  };
  const heeding = Object.entries(WHY).map(([signal, why]) => [signal, heed(why)] as const);
  for (const [signal, listener] of heeding) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of heeding) process.off(signal, listener);
  };
}

const WHY = { SIGHUP: "sighup", SIGINT: "sigint", SIGTERM: "sigterm" } as const;
