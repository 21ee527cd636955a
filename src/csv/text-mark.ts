const BOM = Buffer.from("\ufeff");

/** The byte order mark of UTF-8 after some program has read it as windows-1252, once or twice, and saved it as text. */
const TEXT_MARKS: readonly Buffer[] = ["ï»¿", "Ã¯Â»Â¿"].map((text) => Buffer.from(text));
const LONGEST_BYTES = BOM.length + Math.max(...TEXT_MARKS.map(({ length }) => length));

/** The mark that stands as text before the first title, or behind the true one. */
export function textMarkOf(bytes: Buffer): Buffer | undefined {
  const from = begins(bytes, BOM) ? BOM.length : 0;
  return TEXT_MARKS.find((mark) => begins(bytes.subarray(from), mark));
}

/** The bytes of a file without such a mark: it would be a part of the first title, and evidence of a wrong encoding. */
export function dropTextMark(bytes: Buffer): Buffer {
  const mark = textMarkOf(bytes);
  if (mark === undefined) return bytes;
  return begins(bytes, BOM)
    ? Buffer.concat([BOM, bytes.subarray(BOM.length + mark.length)])
    : bytes.subarray(mark.length);
}

export async function* withoutTextMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < LONGEST_BYTES) continue;
    yield dropTextMark(head);
    head = null;
  }
  if (head !== null && head.length > 0) yield dropTextMark(head);
}

function begins(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark);
}
