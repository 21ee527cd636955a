import { createHash } from "node:crypto";
import { readChunks } from "./source.js";

/** SHA-256 (hex) and size of a file, streamed. Throws a Stop when it cannot be read. */
export async function hashFile(path: string): Promise<{ sha256: string; size_bytes: number }> {
  const hash = createHash("sha256");
  let size_bytes = 0;
  for await (const chunk of readChunks(path)) {
    hash.update(chunk);
    size_bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), size_bytes };
}
