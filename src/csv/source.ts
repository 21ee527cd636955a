import { createReadStream } from "node:fs";
import { cannotRead } from "./stops.js";

const CHUNK_BYTES = 128 * 1024;
const BOM = Buffer.from("\ufeff");

/** The file's bytes in chunks of 128 KiB. Throws a Stop when it cannot be read. */
export async function* readChunks(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** The same bytes in UTF-8, without the byte order mark. What cannot be decoded becomes U+FFFD, or stays if UTF-8. */
export async function* toUtf8(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  yield* withoutBom(encoding === "utf-8" ? chunks : transcode(chunks, encoding));
}

async function* transcode(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* withoutBom(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < BOM.length) continue;
    yield dropBom(head);
    head = null;
  }
  if (head !== null) yield head;
}

/** The bytes behind a UTF-8 byte order mark. */
export function dropBom(bytes: Buffer): Buffer {
  return bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes;
}
