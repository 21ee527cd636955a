import { readBytes, type SourceFile } from "./source.js";

/** A longer line is told by its begin. */
const LINE_BYTES_MAX = 64 * 1024;

export interface LinePlace {
  readonly line: number;
  /** So many bytes stand above it. */
  readonly offset: number;
}

/**
 * Shows all physical lines of a file, with their line feeds, as bytes that are gone afterwards, until `take` says that
 * it has seen enough. A promise for each line would cost more than to look at it.
 */
export async function eachLine(
  source: SourceFile,
  take: (bytes: Buffer, place: LinePlace) => "enough" | undefined,
): Promise<void> {
  let pending: Buffer = Buffer.alloc(0);
  let [skipped, line, offset] = [0, 0, 0];
  for await (const chunk of readBytes(source)) {
    const bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, from)) {
      line += 1;
      if (take(bytes.subarray(from, at + 1), { line, offset }) === "enough") return;
      offset += at + 1 - from + skipped;
      from = at + 1;
      skipped = 0;
    }
    // A copy, because the chunk's own memory is used again.
    pending = Buffer.from(bytes.subarray(from, from + LINE_BYTES_MAX));
    skipped += bytes.length - from - pending.length;
  }
  if (pending.length > 0) take(pending, { line: line + 1, offset });
}
