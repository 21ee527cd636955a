import type { Failure } from "./failure.js";

/** What an export that comes through stdin is called, on the command line and in the ledger. */
export const STDIN = "-";

/** One record of an export. `line` is the physical line on which it starts, the first line of the file being 1. */
export interface GoodRecord {
  readonly line: number;
  /** As many as the header has. */
  readonly cells: readonly string[];
}

/** A record that cannot be read: bad quotes, another number of cells than the header, undecodable bytes, too long. */
export interface BadRecord {
  readonly line: number;
  /** The record's text as far as it is kept (a record above 1 MiB is cut). */
  readonly raw: string;
  readonly failure: Failure;
  /** Of a record that is CSV, but has another number of cells than the header. */
  readonly cells?: readonly string[];
}

export type ExportRecord = GoodRecord | BadRecord;

export function isBad(record: ExportRecord): record is BadRecord {
  return "failure" in record;
}
