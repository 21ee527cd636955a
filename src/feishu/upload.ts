import { createHash } from "node:crypto";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import type { Upload } from "../model/file-facts.js";

/** Why a file is not sent as it was to be. The request breaks off before its end, so nobody can have taken it. */
export type FileTroubleCode = "FILE_CHANGED" | "FILE_MISSING" | "FILE_UNREADABLE";

/** Thrown out of a body that is being written. */
export class FileTrouble extends Error {
  override readonly name = "FileTrouble";

  constructor(readonly code: FileTroubleCode) {
    super(code);
  }
}

/** The body of a request, written as it is read. Each call of `chunks` begins anew. */
export interface StreamedBody {
  readonly length_bytes: number;
  readonly content_type: string;
  chunks(): AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * One file as multipart/form-data (RFC 7578). Never whole in memory; what does not hash to what was staged is never
 * sent to its end. `folders`: where it is looked for.
 */
export function uploadBody(upload: Upload, folders: readonly string[]): StreamedBody {
  // Of the content's own hash: no chance, and no file holds a hash of itself.
  const boundary = `hire-import-${upload.sha256.slice(0, 32)}`;
  const head = Buffer.from(
    `--${boundary}\r\n` +
      `Content-Disposition: form-data; name="${upload.field}"; filename="${quotable(upload.file_name)}"\r\n` +
      `Content-Type: ${upload.content_type}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    length_bytes: head.length + upload.size_bytes + tail.length,
    content_type: `multipart/form-data; boundary=${boundary}`,
    async *chunks() {
      const file = await openFile(upload, folders);
      try {
        yield head;
        yield* contentOf(file, upload);
        yield tail;
      } finally {
        await file.close();
      }
    },
  };
}

/** As browsers write it (WHATWG HTML, multipart/form-data): UTF-8, with these three escaped. */
function quotable(name: string): string {
  return name.replace(/["\r\n]/g, (sign) => ({ '"': "%22", "\r": "%0D", "\n": "%0A" })[sign] ?? sign);
}

async function openFile({ path }: Upload, folders: readonly string[]): Promise<FileHandle> {
  let trouble: FileTroubleCode = "FILE_MISSING";
  for (const folder of folders) {
    try {
      const absolute = await realpath(join(folder, path));
      const below = relative(await realpath(folder), absolute);
      // Since it was staged somebody may have put a link in its place.
      if (below.startsWith(`..${sep}`) || isAbsolute(below)) trouble = "FILE_CHANGED";
      else return await open(absolute, "r");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") trouble = "FILE_UNREADABLE";
    }
  }
  throw new FileTrouble(trouble);
}

/** The last byte is held back until all of them are known to be the right ones. */
async function* contentOf(file: FileHandle, { sha256, size_bytes }: Upload): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let read_bytes = 0;
  while (read_bytes < size_bytes) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size_bytes - read_bytes));
    const { bytesRead } = await read(file, chunk);
    if (bytesRead === 0) throw new FileTrouble("FILE_CHANGED");
    read_bytes += bytesRead;
    hash.update(chunk.subarray(0, bytesRead));
    if (read_bytes === size_bytes && (hash.digest("hex") !== sha256 || (await hasMore(file)))) {
      throw new FileTrouble("FILE_CHANGED");
    }
    yield chunk.subarray(0, bytesRead);
  }
}

async function hasMore(file: FileHandle): Promise<boolean> {
  return (await read(file, Buffer.allocUnsafe(1))).bytesRead > 0;
}

async function read(file: FileHandle, chunk: Buffer): Promise<{ readonly bytesRead: number }> {
  try {
    return await file.read(chunk, 0, chunk.length, null);
  } catch {
    throw new FileTrouble("FILE_UNREADABLE");
  }
}
