/**
 * What a whole column says beyond one cell: found out once by reading an export to its end, and kept with it in the
 * ledger. Plain JSON.
 */
export interface ExportProfile {
  /** By field: those whose mapping names no format. */
  readonly times: Readonly<Record<string, TimeProfile>>;
  /** By column title. */
  readonly ids: Readonly<Record<string, IdProfile>>;
}

export interface TimeProfile {
  /** In the words of the mapping file, in the order in which they are to be tried. None: no cell tells any. */
  readonly formats: readonly string[];
  /** Cells that are not empty. */
  readonly cells: number;
  readonly samples: readonly TimeSample[];
  /**
   * A spreadsheet may have exchanged day and month in some cells, but they are too few to tell: the formats that read
   * them as they were, none where a format cannot say it. Absent where nothing looks so.
   */
  readonly perhaps_exchanged?: readonly string[];
}

export interface TimeSample {
  /** The cell, cut short. */
  readonly text: string;
  /** ISO 8601 with the offset, `2024-08-03T10:30:00+08:00`; without where no zone is known. */
  readonly read: string;
}

export interface IdProfile {
  /** Different ids, counted up to a bound. */
  readonly different: number;
  /** Ids that look as if a spreadsheet had rounded them. */
  readonly rounded: number;
  /** So many are different and so few look rounded that those few are honest. */
  readonly accept_rounded: boolean;
  /** Most of them are numbers parted by slashes: one that could be a date is none. */
  readonly accept_dates?: boolean;
  /** Most of them are hexadecimal: one that could be scientific notation (`3e7`) is none. */
  readonly accept_hex?: boolean;
  /** The length that ids with leading zeros show; absent where none has any, or they disagree. */
  readonly width?: number;
}

export const NO_PROFILE: ExportProfile = { times: {}, ids: {} };
