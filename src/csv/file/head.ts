import { type FileHandle, open } from "node:fs/promises";
import { dropTextMark, textMarkOf } from "../encodings/text-mark.js";
import { type SourceFile, unpack } from "./source.js";
import { cannotRead, emptyFile, notAFile } from "./stops.js";

const HEAD_BYTES = 64 * 1024;

/** The first 64 KiB of an export, unpacked, by which it is told how to read it. */
export interface Head {
  readonly source: SourceFile;
  readonly bytes: Buffer;
  /** There is nothing behind them. */
  readonly is_whole: boolean;
  /** A byte order mark that was saved as text, and that is not among the bytes. */
  readonly text_mark?: string;
}

/** `name` is what people call the file. Throws an ExitError for what is no file, or holds nothing. */
export async function readHead(path: string, name: string): Promise<Head> {
  const start = await readStart(path, name);
  const is_gzip = start.length > 2 && start.readUInt16BE(0) === 0x1f8b && start[2] === 8;
  const source = { path, name, is_gzip };
  if (!is_gzip) return headOf(source, start);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of unpack(source)) {
    parts.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > HEAD_BYTES) break;
  }
  if (size === 0) throw emptyFile(name);
  return headOf(source, Buffer.concat(parts));
}

/** `bytes`: one more than a head has, where there is one. */
function headOf(source: SourceFile, bytes: Buffer): Head {
  const mark = textMarkOf(bytes);
  const head = { source, bytes: dropTextMark(bytes.subarray(0, HEAD_BYTES)), is_whole: bytes.length <= HEAD_BYTES };
  return mark === undefined ? head : { ...head, text_mark: mark.text };
}

/** One byte more than the head has, where there is one. */
async function readStart(path: string, name: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const stat = await file.stat();
    if (stat.isDirectory()) throw cannotRead(name, { code: "EISDIR" });
    if (!stat.isFile()) throw notAFile(name);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES + 1), 0, HEAD_BYTES + 1, 0);
    if (bytesRead === 0) throw emptyFile(name);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw error instanceof Error && "code" in error && "syscall" in error ? cannotRead(name, error) : error;
  } finally {
    await file?.close();
  }
}
