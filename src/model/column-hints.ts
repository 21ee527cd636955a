/**
 * By what a target's fields are recognised in an export that nobody has described yet: for `init`, which proposes a
 * mapping. Titles and values are compared without case, width, spaces and punctuation: `Application ID` is
 * `application_id` and `applicationId`.
 */
export interface TargetHints {
  /** By the field's name. */
  readonly fields: Readonly<Record<string, FieldHints>>;
  /** Columns that tell rows which are not to come along. */
  readonly leave_out?: LeaveOutHints;
}

export interface FieldHints {
  /**
   * Groups of column titles, in each the best first. Columns of different groups add up (`columns:`): who withdrew has
   * a reason in another column than who was rejected.
   */
  readonly titles: readonly (readonly string[])[];
  /** Titles that are taken where none of the groups has a column. */
  readonly fallback?: readonly string[];
  /** What exports write, and what it means wherever it stands. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Values by which a column is recognised whatever its title: it holds one of each list. */
  readonly telling_values?: readonly (readonly string[])[];
  /** Titles of the old system's id of the same record: it is looked up in the ledger of the import that sent it. */
  readonly legacy_titles?: readonly string[];
  /** How such an id looks, whole and not damaged; a column that looks otherwise is not it, whatever its title. */
  readonly form?: RegExp;
  /** Titles of columns that together make the id where no column holds it: one of each list, at least of the first. */
  readonly parts?: readonly (readonly string[])[];
}

export interface LeaveOutHints {
  readonly titles: readonly string[];
  /** Titles of columns that tell the step a row has reached, which it keeps when it ends. */
  readonly step_titles?: readonly string[];
  readonly values: readonly LeaveOutWords[];
  /** Fields that have a value only where a row has ended. */
  readonly ended_by?: readonly string[];
}

export interface LeaveOutWords {
  /** A stable word for programs. */
  readonly kind: string;
  /** E.g. "still running", behind a number of rows. */
  readonly why: string;
  /** A sentence about the rows, e.g. "They may still be running." */
  readonly meaning: string;
  /** A row that holds such a word has ended. */
  readonly ends: boolean;
  readonly values: readonly string[];
}
