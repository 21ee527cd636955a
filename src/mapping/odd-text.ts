import type { Doubt } from "../words/doubt.js";
import { looksLikeErrorValue } from "./error-values.js";

/** What is odd about a text that can be sent all the same. */
export type Oddity = Pick<Doubt, "kind" | "value" | "message" | "hint">;

const LIKE_ERROR: Oddity = {
  kind: "like_error_value",
  message: "the text has the form of a spreadsheet's error value, and is sent as it stands",
  hint: "Look at the cell in the old system. If it stands for nothing, list it under `empty` in the mapping.",
};

/** What somebody should look at before the text is sent. */
export function odditiesOf(text: string): readonly Oddity[] {
  return looksLikeErrorValue(text) ? [LIKE_ERROR] : NONE;
}

const NONE: readonly Oddity[] = [];
