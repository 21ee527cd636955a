import type { Reason } from "./reason.js";
import type { Status } from "./status.js";

/**
 * A failure is a value with axes, not a class: the table says for each kind whether to try again, whether
 * Feishu may have acted, and whether it ends the row or the run.
 */
export interface Axes {
  /** `free`: try again, and it costs no attempt. `later`: try again with growing delays. */
  readonly retry: "no" | "later" | "free";
  /** The request may have left and done its work although no trustworthy answer came. */
  readonly may_have_acted: boolean;
  readonly ends: "row" | "run";
}

const REFUSED_BY_US: Axes = { retry: "no", may_have_acted: false, ends: "row" };

export const FAILURE_AXES = {
  // A record of an export that we do not send: the row is `invalid`.
  unreadable_record: REFUSED_BY_US,
  ragged_record: REFUSED_BY_US,
  undecodable: REFUSED_BY_US,
  missing_value: REFUSED_BY_US,
  bad_value: REFUSED_BY_US,
  unmapped_value: REFUSED_BY_US,
  bad_time: REFUSED_BY_US,
  damaged_id: REFUSED_BY_US,
  damaged_cell: REFUSED_BY_US,
  bad_file: REFUSED_BY_US,
  not_in_lookup: REFUSED_BY_US,
  bad_lookup: REFUSED_BY_US,
  parent_not_done: REFUSED_BY_US,
  parent_unknown: REFUSED_BY_US,
  talent_not_asked: REFUSED_BY_US,
  talent_not_found: REFUSED_BY_US,
  talent_ambiguous: REFUSED_BY_US,
  key_conflict: REFUSED_BY_US,
  bad_row_reference: REFUSED_BY_US,
  // Not to be sent: the row is `skipped`.
  excluded: REFUSED_BY_US,
  repeat: REFUSED_BY_US,
  superseded: REFUSED_BY_US,
  left_out: REFUSED_BY_US,
  undone: REFUSED_BY_US,
  // The request certainly did not act.
  unreachable: { retry: "later", may_have_acted: false, ends: "row" },
  throttled: { retry: "free", may_have_acted: false, ends: "row" },
  token_dead: { retry: "free", may_have_acted: false, ends: "row" },
  busy: { retry: "later", may_have_acted: false, ends: "row" },
  file_trouble: { retry: "later", may_have_acted: false, ends: "row" },
  refused: { retry: "no", may_have_acted: false, ends: "row" },
  not_changeable: { retry: "no", may_have_acted: false, ends: "row" },
  would_wipe: { retry: "no", may_have_acted: false, ends: "row" },
  record_gone: { retry: "no", may_have_acted: false, ends: "row" },
  unknown_code: { retry: "no", may_have_acted: false, ends: "row" },
  refused_us: { retry: "no", may_have_acted: false, ends: "run" },
  // It left, and no trustworthy answer came.
  lost: { retry: "later", may_have_acted: true, ends: "row" },
  unreadable_answer: { retry: "later", may_have_acted: true, ends: "row" },
  system_error: { retry: "later", may_have_acted: true, ends: "row" },
  // The answer of another request, by what it echoes or because it came twice.
  foreign_answer: { retry: "later", may_have_acted: true, ends: "row" },
  // A success by HTTP alone (204): it would be the same again, and what there is must be read.
  empty_answer: { retry: "no", may_have_acted: true, ends: "row" },
  // A repeat was answered in a way that says nothing of the request before it.
  no_verdict: { retry: "no", may_have_acted: true, ends: "row" },
} as const satisfies Record<string, Axes>;

export type FailureKind = keyof typeof FAILURE_AXES;

export interface Failure {
  readonly kind: FailureKind;
  /** The same for every row with this cause: problems are grouped by it. It is what a ledger keeps. */
  readonly reason: Reason;
  /** What is wrong, in English: made of `reason`, see `because`. */
  readonly message: string;
  /** What to do about it, in English. */
  readonly hint: string;
  /** The target's field, and the export's column it was read from. */
  readonly field?: string;
  readonly column?: string;
  /** The cell's value or other detail of this one row, already cut short (see `cutShort`). */
  readonly value?: string;
  /** Of `key_conflict`: where the other rows with its key stand. `value` says so in English. */
  readonly others?: readonly OtherPlace[];
  /** Of `parent_not_done`: the status of the row, in the ledger of its own, that this one hangs on. */
  readonly parent_status?: Status;
  /** Feishu's own number. */
  readonly code?: number;
  readonly http_status?: number;
  readonly log_id?: string;
  /** Of `unreachable`: waiting alone does not help, this machine or its network has to be set up otherwise. */
  readonly is_lasting?: true;
  /** What else is wrong with the same row. */
  readonly also?: readonly Failure[];
}

export function axesOf(failure: Failure): Axes {
  return FAILURE_AXES[failure.kind];
}

/** A row of the same export, or of another one. */
export interface OtherPlace {
  readonly line: number;
  readonly path?: string;
}
