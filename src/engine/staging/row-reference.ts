import { ROW_COLUMN } from "../../csv/file/failures-file.js";
import type { StagedRow, Staging } from "../../ledger/rows/staging.js";
import type { Failure } from "../../model/failure.js";
import { cutShort } from "../../model/text.js";
import { because } from "../../texts/because.js";

/** A `_row` cell. The ledger's id begins with a letter, so no spreadsheet takes the cell for a number or a time. */
export function rowReference(ledger_id: string, row_id: number): string {
  return `${ledger_id}-${row_id}`;
}

/** The ledger that a `_row` cell names, if it is one. */
export function ledgerOf(cell: string): string | undefined {
  return /^(\w+)-\d+$/.exec(cell.trim())?.[1];
}

/** The number of the row of this ledger that a `_row` cell names, if it names one. */
export function referredRow(cell: string, ledger_id: string): number | undefined {
  const match = /^(\w+)-(\d{1,15})$/.exec(cell.trim());
  return match !== null && match[1] === ledger_id ? Number(match[2]) : undefined;
}

/** The row that a `_row` cell names, or why it names none. */
export function resolveReference(cell: string, ledger_id: string, staging: Staging): StagedRow | Failure {
  const named = ledgerOf(cell);
  if (named === undefined) return badReference("row_mark_damaged", cell);
  if (named !== ledger_id) return badReference("row_mark_foreign", cell);
  const row_id = referredRow(cell, ledger_id);
  const row = row_id === undefined ? undefined : staging.byId(row_id);
  return row ?? badReference("row_mark_unknown", cell);
}

function badReference(id: "row_mark_damaged" | "row_mark_foreign" | "row_mark_unknown", cell: string): Failure {
  return { ...because("bad_row_reference", { id }), column: ROW_COLUMN, value: cutShort(cell) };
}
