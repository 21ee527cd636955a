import type { FieldHints } from "../../model/column-hints.js";
import type { FieldDefinition } from "../../model/payload.js";
import { matchTitles } from "../columns/title.js";
import { ToDecide } from "./entry.js";
import { byTitle, type FieldFinding } from "./field-draft.js";
import type { TableProfile } from "./table-profile.js";

/** The old system's id of a record that another import sends: which ledger that has, nobody knows but the user. */
export function proposeParent(
  { record_of }: FieldDefinition,
  hints: FieldHints | undefined,
  table: TableProfile,
): FieldFinding | undefined {
  const [column] = matchTitles(table.usable, hints?.legacy_titles ?? []);
  if (column === undefined || record_of === undefined) return undefined;
  const ledger = new ToDecide(`name the ledger of the ${record_of} import`);
  return {
    verdict: "to_decide",
    columns: [column],
    reason: `${byTitle([column])}; the old system's id, by which the ledger of the ${record_of} import knows it`,
    content: {
      pairs: [
        { key: "column", content: column.title },
        { key: "lookup", content: { pairs: [{ key: "ledger", content: ledger }] } },
      ],
    },
  };
}
