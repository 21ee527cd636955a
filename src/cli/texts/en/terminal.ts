import type { Status } from "../../../model/status.js";
import { counted, inWords, number } from "../../numbers.js";

const statuses: Readonly<Record<Status, string>> = {
  pending: "pending",
  sending: "sending",
  done: "done",
  skipped: "skipped",
  invalid: "invalid",
  rejected: "rejected",
  failed: "failed",
  in_doubt: "in_doubt",
};

/** What stands around results on a terminal, while a command works and after it. */
export const terminal = {
  statuses,
  rows: (rows: number): string => (rows === 1 ? "row" : "rows"),
  skipped: (rows: number, why: string) => `${number(rows)} skipped: ${why}`,
  not_updated: "not updated",
  place: (field: string | null, column: string | null) => {
    if (column === null) return field === null ? "" : `${field}: `;
    return field === null ? `column ${column}: ` : `column ${column} (${field}): `;
  },
  line: (line: number, file: string | undefined) => (file === undefined ? `line ${line}` : `${file} line ${line}`),
  value: (place: string, value: string) => `${place} "${value}"`,
  and_more: (rows: number) => ` and ${number(rows)} more`,
  more_causes: (causes: number) => `… and ${counted(causes, "more cause", "more causes")} (all of them with --json)`,
  waiting: (rows: number, until: string) =>
    `${counted(rows, "pending row waits", "pending rows wait")} until ${until} and later: ` +
    "Feishu remembers the key for 24 hours, or may still act",
  next: "next",
  next_how: (how: string) => `next (${how}):`,
  next_colon: "next:",
  stopped: (why: string) => `Stopped: ${why}`,
  stopping: {
    sighup: "The terminal was closed: stopping after the requests under way.",
    sigint: "Stopping after the requests under way. Press Ctrl-C again to quit now.",
    sigterm: "Stopping after the requests under way. A second SIGTERM quits now.",
  },
  stopped_at_once: "Stopped at once. Nothing is lost; run the same command to continue.",
  unreachable: (why: string) => `Feishu is unreachable (${why}). Retrying; nothing is lost.`,
  back: (outage_ms: number) => `Feishu is back after ${inWords(outage_ms)}`,
  interrupted: (rows: number) =>
    `The last run was interrupted: checking ${counted(rows, "row", "rows")} with an unknown result first`,
  progress: {
    of: (done: number, all: number) => `${number(done)} of ${number(all)}`,
    status: (status: Status, rows: number) => `${status.replace("_", " ")} ${number(rows)}`,
    pace: (per_s: number, cap_per_s: number) => `${per_s}/s of ${cap_per_s}`,
    left: (left_ms: number, until: string | undefined) =>
      `${inWords(left_ms)} left${until === undefined ? "" : ` (until ${until})`}`,
    trying: "Feishu is unreachable, trying",
    next_try: (wait_ms: number) => `Feishu is unreachable, next try in ${inWords(wait_ms)}`,
    throttled: (wait_ms: number) => `throttled by Feishu for ${inWords(wait_ms)}`,
    finishing: "finishing",
    verifying: "verifying",
    late: (rows: number, wait_ms: number) =>
      `${counted(rows, "row waits", "rows wait")} for a late answer, ${inWords(wait_ms)} at most`,
  },
  prompts: {
    type: (records: number, verb: string) => `Type ${records} to ${verb}, or press Enter to cancel: `,
    publish: "Publish them? [y/N] ",
    visible: (what: string, amount: string) => `${what}.
This command sends ${amount}.`,
    verbs: { overwrite: "overwrite them", delete: "delete them", take_back: "take them back", undo: "undo them" },
  },
};

export type TerminalTexts = typeof terminal;
