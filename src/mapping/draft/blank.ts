import { wordForNothing } from "../cells/nothing-words.js";
import { DEFAULT_EMPTY } from "../cells/text.js";

const USUAL = new Set(DEFAULT_EMPTY.map((spelling) => spelling.toLowerCase()));

/** Whether a trimmed cell says that there is nothing. */
export function isBlank(trimmed: string): boolean {
  return trimmed === "" || USUAL.has(trimmed.toLowerCase()) || wordForNothing(trimmed) === "certain";
}
