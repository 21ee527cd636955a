import type { Suggestion } from "../en/suggested.js";

const NAMES_SHOWN = 12;

/** To stand behind a sentence about an unknown name. */
export function suggested({ close, known }: Suggestion): string {
  if (close !== undefined) return `；是否为 ${close}？`;
  return `；已有：${known.slice(0, NAMES_SHOWN).join("、")}${known.length > NAMES_SHOWN ? " 等" : ""}`;
}
