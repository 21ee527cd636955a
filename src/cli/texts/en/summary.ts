import { counted, inWords, number } from "../../numbers.js";

const listed = (parts: readonly string[]): string => parts.join(", ");
const some = (count: number, words: string): string[] => (count === 0 ? [] : [`${number(count)} ${words}`]);

export interface CallSums {
  readonly done: number;
  readonly rejected: number;
  readonly failed: number;
  readonly in_doubt: number;
  readonly retried: number;
  readonly throttled: number;
  readonly reads: number;
  readonly sent: number;
  readonly took_ms: number;
}

export interface LedgerSums {
  readonly rows: number;
  readonly done: number;
  readonly to_send: number;
  readonly in_doubt: number;
  readonly attention: number;
  readonly skipped: number;
}

/** What a command that works on the ledger ends with. */
export const summary = {
  ends: {
    finished: "Finished.",
    sigint: "Stopped by Ctrl-C. Run the same command to continue.",
    sigterm: "Stopped by SIGTERM. Run the same command to continue.",
    sighup: "Stopped because the terminal was closed. Run the same command to continue.",
    max_duration: "Stopped after --max-duration. Run the same command to continue.",
    limit: (rows: number) => `Stopped after ${counted(rows, "row", "rows")} (--limit).`,
    stopped: "Stopped before the end.",
    broken: "Stopped before the end.",
  },
  this_run: ({ done, rejected, failed, in_doubt, sent, retried, throttled, reads, took_ms }: CallSums): string => {
    const rows = listed([
      `${number(done)} imported`,
      ...some(rejected, "rejected"),
      ...some(failed, "failed"),
      ...some(in_doubt, "with an unknown result"),
    ]);
    const requests = listed([
      counted(sent, "request", "requests"),
      ...some(retried, "repeated"),
      ...some(throttled, "throttled"),
      ...(reads === 0 ? [] : [counted(reads, "look-up", "look-ups")]),
    ]);
    return `This run: ${rows} (${requests}, ${inWords(took_ms)}).`;
  },
  total: ({ rows, done, to_send, in_doubt, attention, skipped }: LedgerSums): string =>
    `Total: ${listed([
      `${number(done)} of ${counted(rows, "row", "rows")} imported`,
      ...some(to_send, "to send"),
      ...(in_doubt === 0 ? [] : [`${number(in_doubt)} with an unknown result`]),
      ...(attention === 0 ? [] : [counted(attention, "needs attention", "need attention")]),
      ...some(skipped, "skipped"),
    ])}.`,
  more_causes: (causes: number) => `… and ${counted(causes, "more cause", "more causes")}: hire-import status`,
  old_causes: (causes: number) => `${counted(causes, "earlier cause", "earlier causes")} unchanged: hire-import status`,
  orphaned: (rows: number, lines: string) =>
    `${counted(rows, "imported row is", "imported rows are")} under a record that is no longer in the ledger it was ` +
    `looked up in (line ${lines}): undo them, too, or import that record and run again`,
  parents_unread: (ledgers: string) =>
    `Not checked whether the records that imported rows depend on are still there: ${ledgers} cannot be read`,
  copies: (rows: number, lines: string) =>
    `${counted(rows, "file", "files")} may be in Feishu twice (line ${lines}): the answer got lost, so ` +
    `${rows === 1 ? "it was" : "they were"} sent again. No harm: nothing refers to the other copy`,
  changed: (rows: number, lines: string, why_not: string | undefined) =>
    `${counted(rows, "imported row has", "imported rows have")} changed since (line ${lines}). Not sent` +
    (why_not === undefined ? ". To update Feishu: run with --update-changed" : `: ${why_not}`),
  resolved: (count: number, how: string, verdict: string) =>
    `${counted(count, "unknown result", "unknown results")} resolved ${
      how === "read" ? "by reading the records in Feishu" : "by sending again with the same key"
    }: ${RESOLVED[verdict] ?? verdict}`,
  sent_rows: "Sent to Feishu Hire:",
  sent_row: (key: string, line: number, subject: string, remote_id: string | null) =>
    `${key} (line ${line}): talent ${subject}${remote_id === null ? "" : `, record ${remote_id}`}`,
};

const RESOLVED: Readonly<Record<string, string>> = {
  done: "imported",
  absent: "not in Feishu Hire, sent as if for the first time",
  in_doubt: "still unknown",
};

export type SummaryTexts = typeof summary;
