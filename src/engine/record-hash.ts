import { createHash } from "node:crypto";
import { type ExportRecord, isBad } from "../words/record.js";

const BYTES = 16;

/** What a record is known by where no key tells it from others: a hash of its cells, or of its text if unreadable. */
export function recordHash(record: ExportRecord): Buffer {
  // The unit separator keeps ["ab", "c"] and ["a", "bc"] apart.
  const text = isBad(record) ? `bad\u001f${record.raw}` : record.cells.join("\u001f");
  return createHash("sha256").update(text).digest().subarray(0, BYTES);
}
