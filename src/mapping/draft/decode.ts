import { saying } from "../../texts/saying.js";
import { DECODINGS } from "../cells/decode.js";
import type { ColumnProfile } from "./column-profile.js";
import type { Entry } from "./entry.js";

/** What a program may have encoded in the columns in use: for a person to say, so it stands there as a comment. */
export function proposeDecode(columns: readonly ColumnProfile[]): Entry | undefined {
  const used = Array.from(new Set(columns));
  const counts = DECODINGS.map((name) => ({
    name,
    cells: used.reduce((sum, { encoded }) => sum + (encoded.get(name) ?? 0), 0),
  })).filter(({ cells }) => cells > 0);
  if (counts.length === 0) return undefined;
  return {
    key: "decode",
    content: counts.map(({ name }) => name),
    above: [saying("draft_encoded", { counts })],
    is_off: true,
  };
}
