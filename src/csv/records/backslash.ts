const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/**
 * UTF-8 in which `\"` stands for a quotation mark and `\\` for a backslash, turned into CSV that doubles them. Every
 * other backslash is itself: csv-parse with its option `escape` would drop it, and C:\new would become C:new.
 */
export async function* withoutEscapes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    // What a backslash at the very end means is yet to come.
    const end = bytes.length - (trailingBackslashes(bytes) % 2);
    yield unescaped(bytes.subarray(0, end));
    pending = Buffer.from(bytes.subarray(end));
  }
  if (pending.length > 0) yield pending;
}

/** The same for bytes that are there as a whole. */
export function unescaped(bytes: Buffer): Buffer {
  let from = bytes.indexOf(BACKSLASH);
  if (from === -1) return bytes;
  const result = Buffer.from(bytes);
  let to = from;
  while (from < bytes.length) {
    const next = bytes[from + 1];
    const is_escape = bytes[from] === BACKSLASH && (next === QUOTE || next === BACKSLASH);
    if (is_escape) {
      from += 1;
      if (next === QUOTE) result[to++] = QUOTE;
    }
    result[to++] = bytes[from++] as number;
  }
  return result.subarray(0, to);
}

function trailingBackslashes(bytes: Buffer): number {
  let count = 0;
  while (count < bytes.length && bytes[bytes.length - 1 - count] === BACKSLASH) count += 1;
  return count;
}
