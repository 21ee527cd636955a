/** The byte order mark of UTF-8. */
export const BOM = Buffer.from("\ufeff");

/** The same bytes, but for the first ones: `change` gets `length` of them or more, or all where there are fewer. */
export async function* changeFirst(
  chunks: AsyncIterable<Buffer>,
  length: number,
  change: (head: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < length) continue;
    yield change(head);
    head = null;
  }
  if (head !== null && head.length > 0) yield change(head);
}
