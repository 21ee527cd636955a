import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { newDecoder } from "../encodings/decoder.js";
import { BOM, changeFirst } from "../encodings/first-bytes.js";
import { StrayLines } from "../encodings/stray-lines.js";
import { withoutTextMark } from "../encodings/text-mark.js";
import { cannotRead, damagedGzip } from "./stops.js";

const CHUNK_BYTES = 128 * 1024;

/** Where an export's bytes come from. */
export interface SourceFile {
  readonly path: string;
  /** What people call it: the path, or what it was read from before it was put there. */
  readonly name: string;
  readonly is_gzip: boolean;
}

/** The export's bytes, unpacked. A chunk holds good until the next one is asked for. Throws an ExitError. */
export function unpack(source: SourceFile): AsyncGenerator<Buffer> {
  return source.is_gzip ? gunzip(source) : readChunks(source.path);
}

/** The same bytes without a byte order mark that was saved as text. */
export function readBytes(source: SourceFile): AsyncGenerator<Buffer> {
  return withoutTextMark(unpack(source));
}

async function* gunzip({ path, name }: SourceFile): AsyncGenerator<Buffer> {
  const packed = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  packed.on("error", (error) => unpacked.destroy(error));
  try {
    yield* packed.pipe(unpacked);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw code.startsWith("Z_") ? damagedGzip(name, error) : cannotRead(path, error);
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

/**
 * The file's bytes in chunks of 128 KiB. Throws an ExitError when it cannot be read.
 * A chunk holds good until the next one is asked for: all are read into one buffer, because memory outside V8's heap
 * is given back late, and a million rows would take 20 MiB more than ten thousand (measured, Node 20).
 */
export async function* readChunks(path: string): AsyncGenerator<Buffer> {
  try {
    const file = await open(path);
    try {
      const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** The same bytes in UTF-8, without the byte order mark. What cannot be decoded becomes U+FFFD, or stays if UTF-8. */
export async function* toUtf8(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  yield* withoutBom(encoding === "utf-8" ? chunks : transcode(withoutBom(chunks), encoding));
}

async function* transcode(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = StrayLines.of(encoding) ?? newDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function withoutBom(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  return changeFirst(chunks, BOM.length, dropBom);
}

/** The bytes behind a UTF-8 byte order mark. */
export function dropBom(bytes: Buffer): Buffer {
  return bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes;
}
