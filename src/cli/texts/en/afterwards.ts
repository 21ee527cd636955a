import { counted, inWords, number } from "../../numbers.js";

/** What the commands around an import tell: verify, undo, retry, resolve, results, doctor, channels. */
export const afterwards = {
  read_back: (read: number, rows: number) => `${number(read)} of ${counted(rows, "row", "rows")} read back`,
  verified: {
    same: "same",
    differing: "different",
    missing: "missing",
    unread: "not read",
    beyond: "extra",
    doubles: "duplicates",
  },
  not_ours: "more records of these talents, not created by this import",
  look_same: "of them have the same content as a row",
  more_findings: "… and more: -o FILE writes all of them",
  not_read_back: (why: string) => `Some rows could not be read back: ${why}`,
  pages: (pages: number, took_ms: number) => `${counted(pages, "page", "pages")} read in ${inWords(took_ms)}`,
  row: (key: string, file: string, line: number) => `${key} (${file} line ${line})`,
  differs: (row: string, field: string, theirs: string | null, ours: string | null) =>
    `${row}: ${field} is ${quoted(theirs)} in Feishu, ${quoted(ours)} was sent`,
  is_missing: (row: string, remote_id: string | null) =>
    `${row}: its record is missing in Feishu Hire${remote_id === null ? "" : ` ${remote_id}`}`,
  is_double: (row: string, remote_id: string | null, subject: string) =>
    `${row}: record ${remote_id} of ${subject} has the same content, and this import did not create it`,
  is_beyond: (remote_id: string | null, subject: string) =>
    `record ${remote_id} of ${subject}: not created by this import`,
  nothing_to_verify: "Nothing to verify: no row is imported yet",
  undone: {
    deleted: "deleted",
    already_gone: "already gone",
    taken_back: "taken back",
    failed: "failed",
    left: "left",
  },
  requests: (requests: number, took_ms: number) => `${counted(requests, "request", "requests")} in ${inWords(took_ms)}`,
  nothing_to_undo: "Nothing to undo: no chosen row has a record in Feishu Hire",
  may_have_records: (rows: number) =>
    `${counted(rows, "row", "rows")} with an unknown result may have one: run the import again to resolve them`,
  undo_later_first: (records: number) =>
    `${counted(records, "record that it updated was", "records that it updated were")} ` +
    "updated again by a later run: undo that run first",
  nothing_to_retry: (statuses: readonly string[]) => `No ${statuses.join(" or ")} rows to resend.`,
  can_be_retried: (rows: number, status: string) => `${number(rows)} ${status} can be sent with --only ${status}`,
  resolved: (key: string, was: string, is: string, reason: string | undefined) =>
    `${key}: ${was} → ${is}${reason === undefined ? "" : ` ("${reason}")`}`,
  sent_after: (when: string) => `; it is sent after ${when}: until then Feishu may still act on it`,
  export_left_out: (path: string) => `${path} is left out by decision. The import no longer waits for its rows.`,
  import_running: "An import is running: these are the rows as of now",
  not_all_rows: (path: string) =>
    `Not all rows are here: ${path} was not read to its end. To complete it, run the same command again`,
  written: (what: string, file: string) => `${what} written to ${file}`,
  rows: (rows: number) => counted(rows, "row", "rows"),
  keys: (rows: number) => counted(rows, "key with its id", "keys with their ids"),
  for_excel: "For Excel, add --for-spreadsheet, so that 19-digit ids stay intact",
  no_mapping: (mapping: string, target: string) => `No ${mapping} here; checking what ${target} need`,
  no_answer_yet: (seconds: number) => `No answer yet; retrying for ${seconds} s`,
  place: (place: string, app_id: string, target: string) => `${place} as ${app_id}, for ${target}`,
  findings: { good: "ok", note: "note", bad: "fail", not_known: "unknown" },
  channels_left_out: (sites: number) => `${counted(sites, "site", "sites")} without a channel not listed`,
  channels_in_mapping:
    'In the mapping: job_channel_id: { value: "3" }, or a column with values: { "its words": "the id" }',
};

const quoted = (value: string | null): string => (value === null ? "nothing" : `"${value}"`);

export type AfterwardsTexts = typeof afterwards;
