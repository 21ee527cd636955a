import { exitOfLedger } from "../../../app/exit-code.js";
import { isLocked } from "../../../ledger/file/lock.js";
import type { Ledger } from "../../../ledger/open.js";
import type { RunEntry } from "../../../ledger/runs/runs.js";
import { NO_REQUESTS } from "../../../ledger/runs/runs.js";
import { localMinute, zoneName } from "../../../model/local-time.js";
import { systemClock } from "../../clock.js";
import type { CommandResult } from "../../command-result.js";
import { ledgerFacts, seconds } from "../../facts.js";
import type { CommonFlags } from "../../flags.js";
import { MovingLine } from "../../moving-line.js";
import { openToRead } from "../../open-to-read.js";
import { timeLeft } from "../../outlook.js";
import type { Output } from "../../output.js";
import { progressLine, worthTelling } from "../../progress-line.js";
import { printSummary } from "../../summary.js";
import type { TerminalTexts } from "../../texts/en/terminal.js";
import type { Texts } from "../../texts/texts.js";
import { nextOfLedger } from "../../work-result.js";

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
  const requests = latest === undefined ? NO_REQUESTS : requestsOf(ledger, latest);
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
      output.result(runLine(latest, is_running, { rate_per_s, eta_seconds }, output.texts));
    },
  };
}

function requestsOf(ledger: Ledger, { id, ended_at_ms, sent, retried, throttled, reads }: RunEntry) {
  return ended_at_ms === null ? ledger.runs.requestsSoFar(id) : { sent, retried, throttled, reads };
}

interface Rate {
  readonly rate_per_s: number;
  readonly eta_seconds: number | null;
}

function runLine(
  latest: RunEntry | undefined,
  is_running: boolean,
  rate: Rate,
  { terminal: t, report }: Texts,
): string {
  if (latest === undefined) return t.no_run;
  if (is_running) {
    const { rate_per_s, eta_seconds: eta_s } = rate;
    const left = eta_s === null ? undefined : timeLeft(eta_s * 1000, systemClock.now_ms(), t.progress);
    return t.import_running(rate_per_s.toFixed(1), left);
  }
  const { command, started_at_ms, ended_at_ms, exit } = latest;
  const when = `${localMinute(started_at_ms)} (${zoneName(started_at_ms)})`;
  if (ended_at_ms === null || exit === null) return t.last_interrupted(command, when);
  return t.last(command, when, report.runs.exits[exit] ?? String(exit));
}

/** Shows the state every second until the run that works has ended, or somebody presses Ctrl-C. */
async function watch(ledger: Ledger, output: Output): Promise<void> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once("SIGINT", stop);
  const line = new MovingLine(output, 0);
  while (isLocked(ledger.path) && !stopped.signal.aborted) {
    line.show(stateOf(ledger, output.is_terminal ? output.columns : 200, output.texts.terminal));
    await systemClock.sleep(WATCH_EVERY_MS, stopped.signal);
  }
  line.end();
  process.off("SIGINT", stop);
}

function stateOf(ledger: Ledger, columns: number, t: TerminalTexts): string {
  const counts = ledger.summary.counts();
  const now_ms = systemClock.now_ms();
  const rate_per_s = ledger.runs.rate(now_ms, RATE_WINDOW_S);
  const left = counts.pending + counts.sending;
  const outlook = rate_per_s > 0 && left > 0 ? timeLeft((left / rate_per_s) * 1000, now_ms, t.progress) : t.running;
  const more = [...worthTelling(counts, t.progress), t.per_second(rate_per_s.toFixed(1))];
  return progressLine({ outlook, done: counts.done, of: counts.done + left, more }, columns, t.progress);
}
