import type { StagedRow, Staging } from "../ledger/staging.js";
import type { Failure } from "../words/failure.js";
import { cutShort } from "../words/text.js";

/** The column by which a mended record says which row it mends. */
export const ROW_COLUMN = "_row";
/** Holds the whole text of a record that is not valid CSV. */
export const RAW_COLUMN = "_raw";

/** A `_row` cell. The ledger's id begins with a letter, so no spreadsheet takes the cell for a number or a time. */
export function rowReference(ledger_id: string, row_id: number): string {
  return `${ledger_id}-${row_id}`;
}

/** The ledger that a `_row` cell names, if it is one. */
export function ledgerOf(cell: string): string | undefined {
  return /^(\w+)-\d+$/.exec(cell.trim())?.[1];
}

/** The row that a `_row` cell names, or why it names none. */
export function resolveReference(cell: string, ledger_id: string, staging: Staging): StagedRow | Failure {
  const match = /^(\w+)-(\d{1,15})$/.exec(cell.trim());
  if (match === null) return badReference("the _row cell is damaged", cell);
  if (match[1] !== ledger_id) return badReference("the _row cell is another ledger's", cell);
  return staging.byId(Number(match[2])) ?? badReference("the ledger has no such row", cell);
}

function badReference(message: string, cell: string): Failure {
  const hint = "write the failures file anew with hire-import failures, and leave its _row column as it is";
  return { kind: "bad_row_reference", message, hint, column: ROW_COLUMN, value: cutShort(cell) };
}
