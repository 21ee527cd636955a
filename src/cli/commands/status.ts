import { exitOfLedger } from "../../app/exit-code.js";
import { isLocked } from "../../ledger/lock.js";
import type { Ledger } from "../../ledger/open.js";
import type { RunEntry } from "../../ledger/runs.js";
import { systemClock } from "../clock.js";
import { ledgerFacts, seconds } from "../facts.js";
import type { CommonFlags } from "../flags.js";
import { inWords } from "../numbers.js";
import { openToRead } from "../open-to-read.js";
import type { Output } from "../output.js";
import type { CommandResult } from "../result.js";
import { printSummary } from "../summary.js";
import { nextOfLedger } from "../work-result.js";

const RATE_WINDOW_S = 10;
const WATCH_EVERY_MS = 1_000;

export interface StatusFlags extends CommonFlags {
  readonly watch?: boolean;
}

/** `status`: what the ledger says, also from a second terminal while a run works. */
export async function status(flags: StatusFlags, output: Output): Promise<CommandResult> {
  const ledger = openToRead(flags.ledger);
  try {
    if (flags.watch === true) await watch(ledger, output);
    return statusResult(ledger, flags);
  } finally {
    ledger.close();
  }
}

function statusResult(ledger: Ledger, flags: StatusFlags): CommandResult {
  const facts = ledgerFacts(ledger);
  const latest = ledger.runs.latest();
  const is_running = isLocked(ledger.path);
  const requests = latest === undefined ? { sent: 0, retried: 0, throttled: 0, reads: 0 } : requestsOf(ledger, latest);
  const rate_per_s = is_running ? ledger.runs.rate(systemClock.now_ms(), RATE_WINDOW_S) : 0;
  const left = facts.counts.pending + facts.counts.sending;
  const eta_seconds = rate_per_s > 0 ? Math.round(left / rate_per_s) : null;
  const exit = exitOfLedger(ledger, is_running);
  return {
    exit,
    facts: {
      target: ledger.setup.get()?.target ?? null,
      ledger: flags.ledger,
      ...facts,
      changed: ledger.summary.changed(),
      updated: ledger.update_counts.countsOf(latest?.id ?? 0),
      requests,
      seconds: latest === undefined ? 0 : seconds((latest.ended_at_ms ?? systemClock.now_ms()) - latest.started_at_ms),
      running: is_running,
      rate_per_s,
      eta_seconds,
    },
    next: nextOfLedger(exit, ledger, flags, is_running),
    print: (output) => {
      printSummary(output, facts);
      output.result(runLine(latest, is_running, rate_per_s, eta_seconds));
    },
  };
}

function requestsOf(ledger: Ledger, { id, ended_at_ms, sent, retried, throttled, reads }: RunEntry) {
  return ended_at_ms === null ? ledger.runs.requestsSoFar(id) : { sent, retried, throttled, reads };
}

function runLine(latest: RunEntry | undefined, is_running: boolean, rate_per_s: number, eta_s: number | null): string {
  if (latest === undefined) return "no run yet";
  if (is_running) {
    const left = eta_s === null ? "" : `, ${inWords(eta_s * 1000)} left`;
    return `a run is at work: ${rate_per_s.toFixed(1)} requests a second${left}`;
  }
  const when = new Date(latest.started_at_ms).toISOString();
  if (latest.ended_at_ms === null)
    return `the last ${latest.command} (${when}) was cut off; the ledger is right all the same`;
  return `the last ${latest.command} (${when}) ended with exit ${latest.exit}`;
}

/** Shows the state every second until the run that works has ended, or somebody presses Ctrl-C. */
async function watch(ledger: Ledger, output: Output): Promise<void> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once("SIGINT", stop);
  while (isLocked(ledger.path) && !stopped.signal.aborted) {
    const counts = ledger.summary.counts();
    const rate_per_s = ledger.runs.rate(systemClock.now_ms(), RATE_WINDOW_S);
    const left = rate_per_s > 0 ? inWords(((counts.pending + counts.sending) / rate_per_s) * 1000) : "?";
    const shown = Object.entries(counts).filter(([, count]) => count > 0);
    const standing = shown.map(([name, count]) => `${name} ${count}`).join("  ");
    const line = `${standing} | ${rate_per_s.toFixed(1)}/s | ${left} left`;
    if (output.is_terminal) process.stderr.write(`\r\u001b[K${line}`);
    else output.note(line);
    await systemClock.sleep(WATCH_EVERY_MS, stopped.signal);
  }
  if (output.is_terminal) process.stderr.write("\r\u001b[K");
  process.off("SIGINT", stop);
}
