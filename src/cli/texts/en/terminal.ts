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
  nothing_to_update: "Nothing to update: no imported row has changed",
  stays: {
    named_not_updated: (count: number) =>
      `${counted(count, "record that a person named stays as it is", "records that a person named stay")}: ` +
      "their content is unknown, so an update could not be undone",
    named_not_deleted: (count: number) =>
      `${counted(count, "record that a person named stays", "records that a person named stay")}: ` +
      "--key KEY deletes it",
    in_doubt: (count: number) =>
      `${counted(count, "row", "rows")} with an unknown result may have a record that stays: ` +
      "run the import again first",
    updated_since: (count: number) =>
      `${counted(count, "record was", "records were")} updated again by a later run: ` +
      "undo that run first (hire-import explain KEY shows it)",
  },
  verify_resumed: (since: string, read: number, rows: number) =>
    `Resuming verification of ${since}: ${number(read)} of ${number(rows)} rows checked`,
  looking_at: (name: string, rows: number) => `Looking at ${name}: ${counted(rows, "row", "rows")}`,
  reading: (name: string, rows: number) => `Reading ${name}: ${counted(rows, "row", "rows")}`,
  looking_up: (asked: number, found: number) =>
    `Looking up talents: ${number(asked)} asked for, ${number(found)} found`,
  unchanged: (name: string) => `${name} is unchanged since the last run`,
  same_export: (path: string, as: string) => `${path} has the same content as ${as}: it is read once`,
  may_still_act:
    "A request was not answered, and Feishu may still act on it: nothing else is sent for such a row until 5 minutes " +
    "after that, or until Feishu shows it",
  export_unread: (path: string, when: string) =>
    `${path} (run of ${when}) was not read to its end: its rows are not counted`,
  export_missing: (skip: string) => `The file is missing. If it is gone for good: ${skip}`,
  export_left_out: (path: string, when: string, why: string | null) =>
    `${path} is left out by decision (${when})${why === null ? "" : `: ${why}`}`,
  no_run: "No run yet",
  running: "running",
  import_running: (per_s: string, left: string | undefined) =>
    `Import running: ${per_s} requests/s${left === undefined ? "" : `, ${left}`}`,
  last_interrupted: (command: string, when: string) =>
    `Last ${command}: ${when}, interrupted. Nothing is lost; run it again to continue.`,
  last: (command: string, when: string, how: string) => `Last ${command}: ${when}, ${how}`,
  per_second: (rate: string) => `${rate}/s`,
  with_export_piped: "with the export piped into it again",
  error: "error: ",
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
  sandbox: {
    running: (url: string) => `Sandbox running at ${url} (its own pages: ${url}/sandbox)`,
    how_to_use: "Paste the line above into another terminal. Press Ctrl-C here to stop.",
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
