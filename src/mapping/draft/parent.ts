import type { FieldHints } from "../../model/column-hints.js";
import type { FieldDefinition } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import { matchTitles } from "../columns/title.js";
import { ToDecide } from "./entry.js";
import { byTitle, type FieldFinding } from "./field-draft.js";
import { otherWays } from "./person.js";
import type { TableProfile } from "./table-profile.js";

/** The old system's id of a record that another import sends: which ledger that has, nobody knows but the user. */
export function proposeParent(
  shape: FieldDefinition,
  hints: FieldHints | undefined,
  table: TableProfile,
): FieldFinding | undefined {
  const { record_of } = shape;
  const [column] = matchTitles(table.usable, hints?.legacy_titles ?? []);
  if (column === undefined || record_of === undefined) return undefined;
  const ledger = new ToDecide(saying("draft_name_ledger", { target: record_of }));
  return {
    verdict: "to_decide",
    columns: [column],
    reason: saying("draft_parent", { by: byTitle([column]), target: record_of }),
    content: {
      pairs: [
        { key: "column", content: column.title },
        { key: "lookup", content: { pairs: [{ key: "ledger", content: ledger }] } },
      ],
    },
    notes: otherWays(shape, table),
  };
}
