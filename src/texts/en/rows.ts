import type { Status } from "../../model/status.js";
import type { RowTexts } from "../catalogue.js";

const NEW_FILE = "Write the file again with hire-import failures, and keep its _row column as it is.";

const WHERE = {
  not_listed: "is not one of the values listed",
  ruled_out: "is one of the values ruled out",
  empty: "is empty",
  filled: "is not empty",
} as const;

const PARENT_TO_DO: Readonly<Record<Status, string>> = {
  pending: "Finish that import",
  sending: "Finish that import",
  failed: "Run that import again: it sends the row again",
  in_doubt: "Run that import again, or decide with `resolve`",
  invalid: "Correct the row of that import",
  rejected: "Correct the row of that import, or send it again with `retry`",
  skipped: "That row is left out: leave this one out, too, with `where` in the mapping, or import that one",
  done: "Give its id with `resolve` there",
};

/** What a row is beside other rows, and by somebody's decision. */
export const rows: RowTexts = {
  outside_where: ({ column, why }) => ({
    message: `Filtered out by \`where\`: ${column} ${WHERE[why]}`,
    hint: "Nothing, if that is intended; otherwise change `where` in the mapping.",
  }),
  repeat: { message: "Duplicate of another row", hint: "Nothing to do: the other row counts for both." },
  key_conflict: {
    message: "Duplicate key: rows with this key have different values",
    hint: "Keep one of them, or give each its own key.",
  },
  rounded_key_conflict: {
    message: "Duplicate key with a rounded id: rows with different values, whose ids may have been different",
    hint: "Export again and do not save the file from a spreadsheet; or give each row its own key.",
  },
  gone_from_export: {
    message: "The export no longer has this record",
    hint: "Nothing to do: the export was corrected.",
  },
  rekeyed: {
    message: "The mapping makes another row of this record",
    hint: "Nothing to do: its record is the other row now.",
  },
  parent_unknown: ({ ledger }) => ({
    message: `${ledger} has no row with this key`,
    hint: "Correct the cell, or add the row to that import; or leave such rows out with `where` in the mapping.",
  }),
  parent_alike: ({ ledger }) => ({
    message: `${ledger} has no row with this key, but one that differs in case or leading zeros alone`,
    hint: "Keys are compared to the letter. Write the cell as that export does; a spreadsheet takes leading zeros off.",
  }),
  parent_not_done: ({ ledger, status }) => ({
    message: `The row that this one depends on is not in Feishu yet: in ${ledger} it is ${status}`,
    hint: `${PARENT_TO_DO[status]}. Then run the same command again: it looks such rows up again.`,
  }),
  parent_gone: ({ ledger }) => ({
    message: `The record that this row depends on is no longer in ${ledger} as it was when the row was read`,
    hint: "Run the export again: it looks the record up again. This row was not sent under the old one.",
  }),

  still_raw: {
    message: "Row not fixed yet: the record is still only in the _raw column",
    hint: "Move the values from _raw into their columns.",
  },
  cell_damaged: {
    message: "A spreadsheet has damaged the cell since the failures file was written",
    hint: "Type the whole value again, in a text editor or in a column that is formatted as text.",
  },
  row_mark_damaged: { message: "The _row cell is damaged", hint: NEW_FILE },
  row_mark_foreign: { message: "The _row cell belongs to another ledger", hint: NEW_FILE },
  row_mark_unknown: { message: "The ledger has no row with this _row", hint: NEW_FILE },
  row_mark_twice: { message: "The same _row is on several lines of this file", hint: "Keep one of them." },

  left_out: {
    message: "Skipped by decision",
    hint: "To send it after all: hire-import resolve KEY --send",
  },
  undone: {
    message: "Deleted again by undo",
    hint: "hire-import resolve KEY --send sends it again, once its key is free (24 hours after it was sent).",
  },
};
