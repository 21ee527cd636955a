import { counted } from "../../numbers.js";

/** What `explain` tells of one row. Times are local ones, as texts. */
export const story = {
  without_key: "a row without a key",
  head: (key: string, status: string) => `${key}: ${status}`,
  place: (path: string, line: number, origin: string | undefined) =>
    `${path} line ${line}${origin === undefined ? "" : ` (corrects ${origin})`}`,
  corrected: (columns: readonly string[]) => `corrected by hand: ${columns.join(", ")}`,
  held_as: (remote_id: string) => `in Feishu Hire as ${remote_id}`,
  no_id: (why: string) => `no id: ${why}`,
  unknown_since: (when: string) => `result unknown since ${when}`,
  not_before: (when: string) => `will not be sent before ${when}`,
  was_different: "what was sent was different:",
  value: (value: string) => ` "${value}"`,
  attempt: (number: number) => `attempt ${number}`,
  request: (number: number, run: number) => `request ${number} (run ${run})`,
  attempt_line: ({ what, when, verdict, http_status, code, log_id, took_ms }: AttemptFacts) =>
    [
      `${when}  ${what}: ${verdict ?? "no answer was recorded"}`,
      ...(http_status === null ? [] : [`HTTP ${http_status}`]),
      ...(code === null ? [] : [`code ${code}`]),
      ...(log_id === null ? [] : [`log id ${log_id}`]),
      ...(took_ms === null ? [] : [`${took_ms} ms`]),
    ].join(", "),
  settled: (when: string, how: string, verdict: string, evidence: readonly string[]) =>
    `${when}  ${how}: ${verdict}${evidence.length === 0 ? "" : `; ${evidence.join("; ")}`}`,
  how: { person: "decided by a person", read: "resolved by reading", repeat: "resolved by sending again" },
  verdict: (word: string) => word,
  reading: (reading: number, records: number, unowned: number) =>
    `reading ${reading} found ${records} records, ${unowned} that no row holds`,
  its_record: (id: string) => `its record is ${id}`,
  given_back: (id: string) => `record ${id} turned out to be another row's`,
  near: (fields: string) => `near: ${fields}`,
  reason: (reason: string) => `"${reason}"`,
  deletion: {
    planned: "to be deleted",
    sending: "was being deleted when undo stopped",
    deleted: "deleted",
    already_gone: "already gone",
    failed: "could not be deleted",
  },
  deletion_line: ({ when, run, remote_id, state, requests, log_id, why }: DeletionFacts) =>
    [
      `${when}  undo (run ${run}): record ${remote_id} ${state}`,
      ...(requests > 1 ? [`${requests} requests`] : []),
      ...(log_id === null ? [] : [`log id ${log_id}`]),
      ...(why === undefined ? [] : [why]),
    ].join(", "),
  update: {
    planned: "to be sent",
    sending: "was sent, and no answer tells whether Feishu holds it",
    updated: "updated",
    failed: "could not be updated",
    superseded: "overtaken by newer content",
  },
  update_line: (when: string, command: string, run: number, changes: readonly string[], state: string, why: string) =>
    `${when}  ${command} (run ${run}) updates: ${changes.length === 0 ? "what it held" : changes.join("; ")}; ` +
    `${state}${why === "" ? "" : `: ${why}`}`,
  change: (field: string, before: string | null, after: string | null) => {
    const words = (value: string | null) => (value === null ? "nothing" : `"${value}"`);
    return `${field} ${words(before)} -> ${words(after)}`;
  },
  unsure: (records: number) => `${records === 1 ? "is" : "are"} sent again: an earlier update got no answer`,
  sample: (line: number, key: string, changes: readonly string[]) => `line ${line} (${key}): ${changes.join("; ")}`,
  others: (records: number) => `and ${counted(records, "other", "others")}`,
  remote: (records: number) => `What Feishu holds there now: ${counted(records, "record", "records")}`,
  remote_line: (id: string, likeness: string, owner: string | null, values: readonly string[]) =>
    `${id} (${likeness}${owner === null ? "" : `, ${owner}`}) ${values.join("  ")}`,
  likeness: (word: string) => word,
  owner: (word: string) => word,
};

export interface AttemptFacts {
  readonly what: string;
  readonly when: string;
  readonly verdict: string | null;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly log_id: string | null;
  readonly took_ms: number | null;
}

export interface DeletionFacts {
  readonly when: string;
  readonly run: number;
  readonly remote_id: string;
  readonly state: string;
  readonly requests: number;
  readonly log_id: string | null;
  readonly why: string | undefined;
}

export type StoryTexts = typeof story;
