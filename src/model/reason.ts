import type { Status } from "./status.js";

/** A reason that needs no parameters. */
type Plain = Readonly<Record<never, never>>;

/** Why a record cannot be read: each reason with its parameters. What is one row's own is none of them. */
export interface RecordReasons {
  quote_inside_cell: Plain;
  text_after_quote: Plain;
  quote_not_closed: Plain;
  swallows_rows: Plain;
  part_of_cell: Plain;
  title_line: Plain;
  below_other_header: { readonly line: number };
  record_too_long: Plain;
  undecodable_bytes: { readonly encoding: string };
  too_many_cells: { readonly expected: number };
  too_few_cells: { readonly expected: number };
  shifted_cells: Plain;
  quoted_as_a_whole: Plain;
  other_delimiter: { readonly found: string; readonly named: string };
}

/** Why a cell cannot be read. */
export interface CellReasons {
  undecodable_text: Plain;
  error_value: Plain;
  missing_value: Plain;
  missing_part: Plain;
  value_refused: { readonly target: string; readonly issue: string };
  unmapped_value: Plain;
  unknown_choice: { readonly choices: Readonly<Record<number, string>> };
  not_yes_or_no: Plain;
  not_a_number: Plain;
  /** `paste`: what belongs into the mapping where the word means nothing. */
  time_is_nothing: { readonly paste: string };
  time_zone_letters: { readonly letters: string };
  /** `more`: the mapping's line with one format more, to paste. */
  time_other_format: { readonly formats: string; readonly more: string };
  time_unknown_format: Plain;
  time_not_iso: Plain;
  time_impossible: Plain;
  time_ambiguous: { readonly formats: string };
  time_implausible: Plain;
  time_without_zone: Plain;
  time_skipped: { readonly zone: string };
  /** `format`: the mapping's line that takes the corrected cell; "" where none is needed. */
  time_twice: { readonly zone: string; readonly format: string };
  id_scientific: Plain;
  id_like_scientific: Plain;
  id_rounded: Plain;
  id_shortened: Plain;
  id_as_date: Plain;
  id_like_date: Plain;
  id_as_truth: Plain;
  id_as_number: Plain;
  id_with_spaces: Plain;
  id_with_quote: Plain;
  id_with_escape: Plain;
  id_is_title: Plain;
  id_is_nothing: Plain;
  number_damaged: Plain;
  bad_email: Plain;
  bad_mobile: Plain;
  bad_country_code: Plain;
  bad_id_document: Plain;
  mobile_without_country: Plain;
  bad_file: { readonly what: BadFile };
  no_person: Plain;
  lookup_unknown: { readonly file: string };
  lookup_twice: { readonly file: string };
  lookup_empty: { readonly file: string; readonly column: string };
  lookup_damaged: { readonly file: string; readonly column: string; readonly cause: Reason };
}

/** What a row is beside other rows, and by somebody's decision. */
export interface RowReasons {
  outside_where: { readonly column: string; readonly why: "not_listed" | "ruled_out" | "empty" | "filled" };
  repeat: Plain;
  key_conflict: Plain;
  rounded_key_conflict: Plain;
  gone_from_export: Plain;
  rekeyed: Plain;
  parent_unknown: { readonly ledger: string };
  parent_alike: { readonly ledger: string };
  parent_not_done: { readonly ledger: string; readonly status: Status };
  parent_gone: { readonly ledger: string };
  // In a failures file.
  still_raw: Plain;
  cell_damaged: Plain;
  row_mark_damaged: Plain;
  row_mark_foreign: Plain;
  row_mark_unknown: Plain;
  row_mark_twice: Plain;
  // What somebody has decided.
  left_out: Plain;
  undone: Plain;
}

/** Why Feishu did not take a row, or why nobody knows. */
export interface FeishuReasons {
  /** A number whose meaning is known. `says`: Feishu's own words, where only they tell the cause. */
  feishu_code: {
    readonly code: number;
    readonly meaning: string;
    readonly advice: string;
    readonly says?: string;
    readonly scopes?: readonly string[];
  };
  unknown_code: { readonly code: number; readonly says: string };
  too_many_requests: { readonly code: number; readonly says: string };
  code_with_http: { readonly code: number; readonly http_status: number };
  feishu_failed: { readonly code: number; readonly says: string; readonly http_status: number };
  gateway_failed: { readonly http_status: number };
  gateway_timeout: { readonly http_status: number };
  empty_answer: { readonly http_status: number };
  unreadable_answer: {
    readonly what: "redirect" | "success" | "too_long" | "no_body" | "no_code";
    readonly http_status: number;
  };
  foreign_answer: { readonly names: readonly string[] };
  /** `word`: of the system, of TLS or our own. */
  not_reached: { readonly cause: NetworkCause; readonly word: string };
  answer_timeout: { readonly word: string };
  connection_lost: { readonly word: string };
  no_token: { readonly cause: Reason | null };
  token_refused: { readonly code: number | undefined; readonly says: string };
  token_never_accepted: { readonly tokens: number };
  unknown_list: Plain;
  unknown_talents: Plain;
  talent_not_asked: Plain;
  talent_not_found: Plain;
  talent_ambiguous: Plain;
  talent_keys_refused: Plain;
  // What is known of a row whose answer settles nothing.
  interrupted: Plain;
  file_changed: Plain;
  file_missing: Plain;
  file_unreadable: Plain;
  no_id: Plain;
  other_content: Plain;
  id_of_another_row: Plain;
  id_of_deleted: Plain;
  refused_too_early: { readonly cause: Reason };
  repeat_refused: { readonly cause: Reason };
  near_record: Plain;
  several_records: Plain;
  nothing_to_ask_by: Plain;
  not_read: { readonly cause: Reason };
  given_back: Plain;
  // Of what was sent before.
  record_gone: Plain;
  fixed_field: Plain;
  /** `why` and `loss`: in the words of the target. */
  not_changeable: { readonly why: string };
  would_wipe: { readonly loss: string };
  update_refused: { readonly cause: Reason };
  deletion_unclear: { readonly cause: Reason };
}

/** What is wrong with a file that a cell names. */
export type BadFile =
  | "absolute"
  | "address"
  | "outside"
  | "none"
  | "misnamed"
  | "several"
  | "folder"
  | "special"
  | "empty"
  | "too_large"
  | "unreadable"
  | "changing"
  | "pipe";

/** What kept Feishu from being reached. */
export type NetworkCause =
  | "nothing_listens"
  | "unknown_host"
  | "dns_is_silent"
  | "no_route"
  | "no_network"
  | "no_more_files"
  | "too_slow"
  | "closed_early"
  | "dropped"
  | "proxy_wants_password"
  | "proxy_forbids"
  | "proxy_refuses"
  | "unknown_issuer"
  | "self_signed"
  | "other_name"
  | "expired"
  | "not_yet_valid"
  | "revoked"
  | "untrusted"
  | "tls_failed"
  | "no_connection";

/** A failure that a ledger of 0.2.0 holds, in the English of then. */
interface OldReasons {
  as_written: { readonly message: string; readonly hint: string };
}

/** Which parameters each reason has. */
export interface ReasonParams extends RecordReasons, CellReasons, RowReasons, FeishuReasons, OldReasons {}

export type ReasonId = keyof ReasonParams;

/** Why something failed, without a word of any language: the sentence is made when it is shown. */
export type Reason = { readonly [Id in ReasonId]: { readonly id: Id } & ReasonParams[Id] }[ReasonId];
