import type { FieldDefinition, Payload, PayloadValue } from "../model/payload.js";
import type { FoundRecord } from "./target.js";

/** Fields in which a record and our payload differ; a field that neither of them holds does not. */
export function differingFields(fields: readonly FieldDefinition[], payload: Payload, record: FoundRecord): string[] {
  return fields.map(({ name }) => name).filter((name) => !sameValue(payload[name], record.fields[name]));
}

/** Whether a list shows the record's external_id: it is documented without. */
export function hasKey({ fields: { external_id } }: FoundRecord): boolean {
  return typeof external_id === "string" && external_id !== "";
}

/** Feishu may trim a text, or write it in another form of Unicode; a number may come back as a string. */
export function sameValue(ours: PayloadValue | undefined, theirs: unknown): boolean {
  return canonical(ours) === canonical(theirs);
}

function canonical(value: unknown): string {
  // No field of ours is ever 0, so a 0 that comes back stands for nothing.
  if (value === undefined || value === null || value === 0) return "";
  if (Array.isArray(value)) return value.map(canonical).join("\n");
  if (typeof value === "object") {
    const inner = Object.entries(value).map(([name, each]) => [name, canonical(each)] as const);
    const said = inner.filter(([, text]) => text !== "").sort(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify(said);
  }
  return String(value).normalize("NFKC").replace(/\s+/gu, " ").trim();
}
