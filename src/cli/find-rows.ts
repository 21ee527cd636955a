import { referredRow } from "../engine/staging/row-reference.js";
import type { Ledger } from "../ledger/open.js";
import type { RowDetail } from "../ledger/row-details.js";
import { EXIT } from "../model/exit.js";
import { ExitError } from "../model/exit-error.js";
import { cutShort } from "../model/text.js";

/** The rows that a user names: by key, or by what stands in the `_row` column. Never none. */
export function findRows(ledger: Ledger, name: string): [RowDetail, ...RowDetail[]] {
  const [first, ...more] = ledger.row_details.byKey(name);
  if (first !== undefined) return [first, ...more];
  const id = referredRow(name, ledger.setup.get()?.ledger_id ?? "");
  const row = id === undefined ? undefined : ledger.row_details.byId(id);
  if (row !== undefined) return [row];
  throw new ExitError({
    exit: EXIT.usage,
    kind: "no_such_key",
    message: `the ledger has no row with the key ${cutShort(name)}`,
    hint: "give the key as it stands in the export, or the row's _row cell from a failures file",
  });
}
