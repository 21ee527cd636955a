import { cutShort } from "../../model/text.js";
import type { FoundRecord } from "../../targets/target.js";

/** Enough of a record for a person to know it by. */
export function summarizeRecord({ id, fields }: FoundRecord): Record<string, string> {
  const shown = Object.entries(fields).filter(([, value]) => typeof value === "string" || typeof value === "number");
  return { ...Object.fromEntries(shown.map(([name, value]) => [name, cutShort(String(value))])), id };
}
