import type { FieldDefinition } from "../../model/payload.js";
import { saying } from "../../texts/saying.js";
import type { ColumnProfile } from "./column-profile.js";
import { type Entry, ToDecide } from "./entry.js";
import type { FieldFinding } from "./field-draft.js";

/** Proposes a source for a field of one value. `name`: with the fields that it stands in, `education_list.school`. */
export type Propose = (shape: FieldDefinition, name: string) => FieldFinding | undefined;

/** A list is proposed with one item, from what is found for its fields; undefined where nothing is. */
export function proposeNested(shape: FieldDefinition, propose: Propose): FieldFinding | undefined {
  const inside = shape.item ?? shape;
  if (inside.fields === undefined) return propose({ ...inside, name: shape.name }, shape.name);
  const findings = inside.fields.flatMap((field) => {
    const finding = propose(field, `${shape.name}.${field.name}`);
    return finding === undefined || finding.verdict === "left_out" ? [] : [{ field, finding }];
  });
  if (findings.length === 0) return undefined;
  const missing = inside.fields.filter(
    ({ name, required }) => required && !findings.some(({ field }) => field.name === name),
  );
  const entries: Entry[] = [
    ...missing.map(({ name, meaning }) => ({
      key: name,
      content: new ToDecide(saying("draft_name_inner", { meaning })),
    })),
    ...findings.map(({ field, finding }) => ({ key: field.name, content: finding.content })),
  ];
  const columns: ColumnProfile[] = findings.flatMap(({ finding }) => finding.columns);
  const is_sure = missing.length === 0 && findings.every(({ finding }) => finding.verdict === "sure");
  const others = inside.fields.filter(({ name }) => !entries.some(({ key }) => key === name)).map(({ name }) => name);
  return {
    verdict: missing.length > 0 ? "to_decide" : is_sure ? "sure" : "likely",
    columns,
    reason: saying(shape.kind === "list" ? "draft_list" : "draft_by_titles"),
    content: shape.kind === "list" ? { items: [entries] } : { pairs: entries },
    notes: others.length === 0 ? [] : [saying("draft_also_takes", { fields: others })],
    ...(findings.some(({ finding }) => finding.needs_zone === true) ? { needs_zone: true } : {}),
  };
}
