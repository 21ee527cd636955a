import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./temporary.js";
import { writeAll } from "./write-all.js";

/** So much is kept in memory. */
const MEMORY_CHARS = 1_000_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * Text that is written whole before anybody reads it: who reads slowly (`| less`) must not keep the ledger's log from
 * being cleared, which grows by every row that a run sends meanwhile.
 */
export class Collected {
  #chunks: string[] = [];
  #chars = 0;
  #fd: number | undefined;

  write(text: string): void {
    this.#chunks.push(text);
    this.#chars += text.length;
    if (this.#chars < MEMORY_CHARS) return;
    this.#fd ??= openSync(join(temporaryFolder("output"), "output"), "wx+", 0o600);
    writeAll(this.#fd, this.#chunks.join(""));
    this.#chunks = [];
    this.#chars = 0;
  }

  /** All of it, once. */
  *read(): Generator<string, void> {
    const fd = this.#fd;
    if (fd !== undefined) {
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      const buffer = Buffer.alloc(CHUNK_BYTES);
      let at = 0;
      for (
        let got = readSync(fd, buffer, 0, CHUNK_BYTES, at);
        got > 0;
        got = readSync(fd, buffer, 0, CHUNK_BYTES, at)
      ) {
        at += got;
        yield decoder.decode(buffer.subarray(0, got), { stream: true });
      }
      closeSync(fd);
    }
    yield this.#chunks.join("");
  }
}
