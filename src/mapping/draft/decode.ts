import { number } from "../../model/numbers.js";
import { DECODINGS } from "../cells/decode.js";
import type { ColumnProfile } from "./column-profile.js";
import type { Entry } from "./entry.js";

const SUCH_AS = { html: "&amp;, &#39;, <br>", xlsx: "_x000D_" } as const;

/** What a program may have encoded in the columns in use: for a person to say, so it stands there as a comment. */
export function proposeDecode(columns: readonly ColumnProfile[]): Entry | undefined {
  const used = Array.from(new Set(columns));
  const counts = DECODINGS.map((name) => ({
    name,
    cells: used.reduce((sum, { encoded }) => sum + (encoded.get(name) ?? 0), 0),
  })).filter(({ cells }) => cells > 0);
  if (counts.length === 0) return undefined;
  const told = counts.map(({ name, cells }) => `${name} in ${number(cells)} (such as ${SUCH_AS[name]})`).join(", ");
  return {
    key: "decode",
    content: counts.map(({ name }) => name),
    above: [`Cells hold what a program has encoded: ${told}. Remove the # to decode it.`],
    is_off: true,
  };
}
