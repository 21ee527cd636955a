import type { StopReason } from "../engine/calls/brake.js";
import type { Finding } from "../engine/checks/preflight.js";
import type { Ledger } from "../ledger/open.js";
import { EXIT, EXIT_PRECEDENCE, type Exit } from "../model/exit.js";
import { rowsOf } from "../model/status.js";

/** What the ledger alone would end with; while a run works on it nothing is finished. */
export function exitOfLedger(
  { summary, given_exports }: Pick<Ledger, "summary" | "given_exports">,
  is_running = false,
): Exit {
  // Rows that are not read yet are in no count.
  if (is_running || given_exports.unread().length > 0) return EXIT.unfinished;
  const counts = summary.counts();
  if (rowsOf(counts) === 0) return EXIT.unfinished;
  if (counts.pending + counts.sending > 0) return EXIT.unfinished;
  // Nothing is wrong with these rows: the same line asks on.
  if (counts.invalid > 0 && [...summary.unasked(), ...summary.waitingForParents()].length > 0) return EXIT.unfinished;
  if (counts.in_doubt > 0) return EXIT.in_doubt;
  if (counts.invalid + counts.rejected + counts.failed > 0) return EXIT.some_rows_failed;
  return EXIT.ok;
}

export function exitOfReason(reason: StopReason | undefined): Exit {
  switch (reason?.why) {
    case "sighup":
      return EXIT.sighup;
    case "sigint":
      return EXIT.sigint;
    case "sigterm":
      return EXIT.sigterm;
    case "max_errors":
    case "same_refusal":
      return EXIT.too_many_errors;
    case "stopped":
      return reason.stop.exit;
    default:
      return EXIT.ok;
  }
}

/** Why it stopped comes before what is left. */
export function firstOf(...exits: readonly Exit[]): Exit {
  return EXIT_PRECEDENCE.find((exit) => exits.includes(exit)) ?? EXIT.bug;
}

export function exitOfFindings(findings: readonly Finding[]): Exit {
  return findings.reduce<Exit>((exit, finding) => firstOf(exit, finding.exit), EXIT.ok);
}

/** Whether Feishu lets us in; what else is to be mended is for others to judge. */
export function exitOfAccess(findings: readonly Finding[]): Exit {
  return exitOfFindings(findings.filter(({ exit }) => exit !== EXIT.some_rows_failed));
}
