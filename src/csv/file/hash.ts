import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { readBytes, readChunks, type SourceFile } from "./source.js";
import { cannotRead, changedWhileRead } from "./stops.js";

/** SHA-256 (hex) and size of a file, streamed. Throws an ExitError when it cannot be read. */
export async function hashFile(path: string): Promise<{ sha256: string; size_bytes: number }> {
  const hash = createHash("sha256");
  let size_bytes = 0;
  for await (const chunk of readChunks(path)) {
    hash.update(chunk);
    size_bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), size_bytes };
}

/** SHA-256 (hex) of what the file holds, unpacked. Throws an ExitError. */
export async function hashContent(source: SourceFile): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of readBytes(source)) hash.update(chunk);
  return hash.digest("hex");
}

/**
 * Throws an ExitError where the file has no longer the size that it had when it was hashed: another program still
 * writes it, so its last record may be half of one, and the hash is not that of what was read.
 */
export async function insistOnSize(path: string, name: string, size_bytes: number): Promise<void> {
  let now_bytes: number;
  try {
    now_bytes = (await stat(path)).size;
  } catch (error) {
    throw cannotRead(name, error);
  }
  if (now_bytes !== size_bytes) throw changedWhileRead(name);
}
