import { EXIT, type Exit } from "../model/exit.js";

/** A way in which a command can end, and what it means there. */
export interface ExitLine {
  readonly exit: Exit;
  readonly means: string;
  /** It says something about the rows, or about this command: its help has a line for it. */
  readonly is_told: boolean;
}

/** What each exit means, whatever the command. */
export const EXIT_MEANINGS: Readonly<Record<Exit, string>> = {
  0: "every row is done or skipped",
  1: "finished; some rows are invalid, rejected or failed",
  2: "usage or configuration; nothing was sent",
  3: "Feishu rejected the app: credentials, permissions, app status or IP allow-list",
  4: "Feishu was unreachable for long; run the same command again",
  5: "a bug: please report it",
  6: "stopped: too many errors, or the first rows all failed with the same error",
  7: "finished, but some results are unknown (in_doubt)",
  8: "another run is using this ledger",
  9: "the ledger belongs to another target, app, environment or key",
  10: "not finished: rows are still to be sent",
  11: "local error: disk full, permission denied or damaged ledger",
  129: "stopped by SIGHUP: the terminal is gone",
  130: "stopped by SIGINT (Ctrl-C)",
  143: "stopped by SIGTERM",
};

/** Of the rows, so of interest after each call. */
const TOLD: ReadonlySet<Exit> = new Set([EXIT.ok, EXIT.some_rows_failed, EXIT.in_doubt, EXIT.unfinished]);
/** How any command can end. */
const ANY: readonly Exit[] = [EXIT.usage, EXIT.bug, EXIT.sighup, EXIT.sigint, EXIT.sigterm];

/** How a command can end beside the ways of every command. `own` words an exit differently for this one. */
export function exitsOf(exits: readonly Exit[], own: Readonly<Partial<Record<Exit, string>>> = {}): ExitLine[] {
  return [...new Set([...exits, ...ANY])]
    .sort((a, b) => a - b)
    .map((exit) => ({ exit, means: own[exit] ?? EXIT_MEANINGS[exit], is_told: TOLD.has(exit) || exit in own }));
}

/** How a call that sends can end. */
export const SENDING_EXITS: readonly Exit[] = [0, 1, 3, 4, 6, 7, 8, 9, 10, 11];
