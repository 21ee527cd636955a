import type { FeishuTexts } from "../catalogue.js";
import { network } from "./network.js";

const REPORT_CODE = "report the code";
const RESOLVED_LATER = "It may have acted; the next attempt resolves it.";
const RUN_AGAIN = "Run the same command again to resolve it.";
const COMPARE = "Compare them with hire-import explain KEY --remote, then decide with hire-import resolve KEY.";
const READ_AGAIN = "The same command reads the file again; put it back first where it is missing.";
const KEEP_LOG_ID = "Run the same command again. If it persists, keep the log id and report it.";
const RESTORE =
  "Restore it; or delete the record (hire-import undo --key KEY --resend), and the next run creates it again.";
const LOOKED_UP_AGAIN = "the next run looks it up again.";

const UNREADABLE = {
  redirect: "a redirect",
  success: "code 0 (success)",
  too_long: "more than 1 MiB",
  no_body: "an empty body",
  no_code: "a body without Feishu's code",
} as const;

const quoted = (says: string): string => (says === "" ? "" : ` (${says})`);
/** A sentence that goes on with another's message. */
const lower = (message: string): string => message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

/** Why Feishu did not take a row, or why nobody knows. */
export const feishu: FeishuTexts = {
  feishu_code: ({ meaning, advice, says = "", scopes = [] }) => ({
    message: says === "" ? meaning : `${meaning}: ${says}`,
    hint: scopes.length === 0 ? advice : `Missing: ${scopes.join(", ")}. ${advice}`,
  }),
  unknown_code: ({ code, says }) => ({
    message: `Feishu answered with an unknown code: ${code}${quoted(says)}`,
    hint: `Keep the log id, ask Feishu's support, and ${REPORT_CODE} to us.`,
  }),
  too_many_requests: ({ code, says }) => ({
    message: `Feishu answered with an unknown code: ${code}${quoted(says)}`,
    hint: `HTTP 429 means too many requests: it is retried. Please ${REPORT_CODE}.`,
  }),
  code_with_http: ({ code, http_status }) => ({
    message: `Requests fail with code ${code} and HTTP ${http_status}`,
    hint: RESOLVED_LATER,
  }),
  feishu_failed: ({ code, says, http_status }) => ({
    message: `${`Feishu failed: ${code} ${says}`.trim()} with HTTP ${http_status}`,
    hint: RESOLVED_LATER,
  }),
  gateway_failed: ({ http_status }) => ({
    message: `Feishu, or a proxy before it, failed with HTTP ${http_status}`,
    hint: RESOLVED_LATER,
  }),
  gateway_timeout: ({ http_status }) => ({
    message: `A gateway before Feishu timed out waiting for its response (HTTP ${http_status})`,
    hint: "Feishu may have acted, or may still; the next attempt resolves it.",
  }),
  empty_answer: ({ http_status }) => ({
    message: `Success by HTTP ${http_status} alone, with nothing from Feishu`,
    hint: "The records in Feishu are read instead. A proxy may answer in its place: check the network on the way.",
  }),
  unreadable_answer: ({ what, http_status }) => ({
    message: `The response is not Feishu's: ${UNREADABLE[what]} with HTTP ${http_status}`,
    hint: "A proxy or a login page may answer in its place: check the base URL and the network on the way.",
  }),
  foreign_answer: ({ names }) => ({
    message: `The response belongs to another request: ${
      names.length === 0 ? "it came before" : `it shows another ${names.join(", another ")}`
    }`,
    hint: "It is tried again on another connection. If it persists, a proxy on the way mixes responses up.",
  }),
  not_reached: ({ cause, word }) => {
    const { message, hint } = network[cause];
    return { message: `Feishu could not be reached: ${message} (${word})`, hint };
  },
  answer_timeout: ({ word }) => ({
    message: `No complete response arrived in time (${word})`,
    hint: "Result unknown. The next attempt resolves it. If it persists, check the network or raise --timeout.",
  }),
  connection_lost: ({ word }) => ({
    message: `Connection closed before a response arrived (${word})`,
    hint: "Result unknown. The next attempt resolves it. If it persists, check the network or raise --timeout.",
  }),
  no_token: ({ cause }, say) => ({
    message: `No access token from Feishu: ${cause === null ? "the response has none" : lower(say(cause).message)}`,
    hint:
      cause?.id === "unreadable_answer"
        ? say(cause).hint
        : "It is retried. If it persists, check the base URL and the network on the way.",
  }),
  token_refused: ({ code, says }) => ({
    message: `Feishu refuses to issue an access token: ${code}${quoted(says)}`,
    hint: "Check the app in the developer console; keep the log id.",
  }),
  token_never_accepted: ({ tokens }) => ({
    message: `Feishu issued ${tokens} access tokens one after another and accepted none of them`,
    hint:
      "Check in the developer console that the app is self-built, enabled and installed in this tenant, " +
      "then run the same command again.",
  }),
  unknown_list: { message: "A page of the list has an unknown format", hint: KEEP_LOG_ID },
  unknown_talents: { message: "The list of talents has an unknown format", hint: KEEP_LOG_ID },
  talent_not_asked: {
    message: "The talent has not been looked up in Feishu yet",
    hint: "Run the same command again: it continues the look-up, and then sends.",
  },
  talent_not_found: {
    message: "No matching talent in Feishu Hire",
    hint: `Create the talent in Feishu Hire, or correct the cell; ${LOOKED_UP_AGAIN}`,
  },
  talent_ambiguous: {
    message: "More than one matching talent in Feishu Hire",
    hint: `Merge them in Feishu Hire, or correct the cell; ${LOOKED_UP_AGAIN}`,
  },
  talent_keys_refused: {
    message: "Feishu accepts none of the cells as an email, phone or ID number",
    hint: "Correct the cell, then run it again.",
  },
  interrupted: {
    message: "Interrupted before the response arrived",
    hint: RUN_AGAIN,
  },
  file_changed: { message: "The file has changed since its row was read: it was not sent", hint: READ_AGAIN },
  file_missing: { message: "The file is no longer below the export's folder: it was not sent", hint: READ_AGAIN },
  file_unreadable: { message: "The file cannot be read any more: it was not sent", hint: READ_AGAIN },
  no_id: { message: "Feishu answered code 0 without an id", hint: RUN_AGAIN },
  other_content: {
    message: "Feishu answers with a record whose values are not those that were sent",
    hint: COMPARE,
  },
  id_of_another_row: {
    message: "Feishu answered with the id of a record that belongs to another row",
    hint: "Wait until 24 hours after the record was created, or decide with hire-import resolve KEY.",
  },
  id_of_deleted: {
    message: "Feishu answered with the id of a record that was deleted: the key is still bound to it",
    hint: "Wait until 24 hours after the record was created, or decide with hire-import resolve KEY.",
  },
  refused_too_early: ({ cause }, say) => ({
    message: `It was refused while an earlier request may have acted (${lower(say(cause).message)})`,
    hint: RUN_AGAIN,
  }),
  repeat_refused: ({ cause }, say) => ({
    message: `A repeat was refused, which proves nothing about the request before it (${lower(say(cause).message)})`,
    hint: RUN_AGAIN,
  }),
  near_record: {
    message: "Feishu has a record that may be this row's, but is not quite the same",
    hint: COMPARE,
  },
  several_records: {
    message: "Feishu has several records that this row may be: its email, phone and ID lead to different ones",
    hint: "Merge them in Feishu Hire, or correct the cells; then run the same command again.",
  },
  nothing_to_ask_by: {
    message: "No response arrived, and the row has nothing to look the record up by",
    hint: "Look for it in Feishu Hire, then decide with hire-import resolve KEY.",
  },
  not_read: ({ cause }, say) => ({
    message: `The records in Feishu could not be read (${lower(say(cause).message)})`,
    hint: RUN_AGAIN,
  }),
  given_back: {
    message: "The record that was found for this row belongs to another row with equal values",
    hint: RUN_AGAIN,
  },
  record_gone: {
    message: "The record is no longer in Feishu Hire: it was deleted there",
    hint: "hire-import undo --key KEY --resend notes that, and a later run creates it again.",
  },
  fixed_field: {
    message: "Feishu cannot change this field of an existing record",
    hint: RESTORE,
  },
  not_changeable: ({ why }) => ({ message: why, hint: RESTORE }),
  would_wipe: ({ loss }) => ({
    message: loss,
    hint: "Change the record in Feishu Hire itself, or undo it with --resend if nothing of it is to stay.",
  }),
  update_refused: ({ cause }, say) => ({
    message: say(cause).message,
    hint: "Correct the row or the mapping, then run the same command again.",
  }),
  deletion_unclear: ({ cause }, say) => ({
    message: `${say(cause).message}; whether the record is still there could not be read`,
    hint: "Run the same command again.",
  }),
};
