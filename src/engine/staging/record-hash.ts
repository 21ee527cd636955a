import { hash } from "node:crypto";
import { type ExportRecord, isBad } from "../../model/record.js";

const BYTES = 16;

/** What a record is known by where no key tells it from others: a hash of its cells, or of its text if unreadable. */
export function recordHash(record: ExportRecord): Buffer {
  // The unit separator keeps ["ab", "c"] and ["a", "bc"] apart.
  const text = isBad(record) ? `bad\u001f${record.raw}` : record.cells.join("\u001f");
  // One call, and "binary" (a byte a character) instead of a Buffer: half the time of createHash (measured, Node 20).
  return Buffer.from(hash("sha256", text, "binary").slice(0, BYTES), "binary");
}
