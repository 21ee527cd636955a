import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A file that came as a form; its content is not kept. */
export interface UploadedFile {
  /** The form's field. */
  readonly field: string;
  /** Undefined where the form does not say it. */
  readonly name: string | undefined;
  readonly content_type: string;
  readonly size_bytes: number;
  readonly sha256: string;
}

/** `no_form`: not multipart/form-data with one part. `left`: the client went away before the request was whole. */
export type Upload = UploadedFile | "no_form" | "left";

const HEAD_BYTES_MAX = 16 * 1024;
const BLANK_LINE = Buffer.from("\r\n\r\n");

/** Reads a form with one file, of whatever size: what is kept of it is its hash. Never rejects. */
export function readUpload(request: IncomingMessage): Promise<Upload> {
  const boundary = /^multipart\/form-data\s*;.*\bboundary="?([^";]+)"?/i.exec(
    request.headers["content-type"] ?? "",
  )?.[1];
  const form = boundary === undefined ? undefined : new OneFileForm(boundary);
  return new Promise((resolve) => {
    request.on("data", (chunk: Buffer) => form?.take(chunk));
    request.on("end", () => resolve(form?.end() ?? "no_form"));
    // After "end" these change nothing: a promise settles once.
    request.on("error", () => resolve("left"));
    request.on("close", () => resolve("left"));
  });
}

/** The content ends where the closing boundary begins: so many bytes are held back. */
class OneFileForm {
  readonly #first: Buffer;
  readonly #closing: Buffer;
  readonly #hash = createHash("sha256");
  #head: string | undefined;
  #rest = Buffer.alloc(0);
  #size_bytes = 0;

  constructor(boundary: string) {
    this.#first = Buffer.from(`--${boundary}\r\n`);
    this.#closing = Buffer.from(`\r\n--${boundary}--\r\n`);
  }

  take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.#head === undefined) {
      const end = this.#rest.indexOf(BLANK_LINE);
      if (end < 0 || end > HEAD_BYTES_MAX) return;
      this.#head = this.#rest.toString("utf8", 0, end);
      this.#rest = this.#rest.subarray(end + BLANK_LINE.length);
    }
    const ready = this.#rest.length - this.#closing.length;
    if (ready <= 0) return;
    this.#hash.update(this.#rest.subarray(0, ready));
    this.#size_bytes += ready;
    this.#rest = this.#rest.subarray(ready);
  }

  end(): Upload {
    const head = this.#head;
    if (head?.startsWith(this.#first.toString()) !== true || !this.#rest.equals(this.#closing)) return "no_form";
    const field = /^content-disposition:.*\bname="([^"]*)"/im.exec(head)?.[1];
    const name = /^content-disposition:.*\bfilename="([^"]*)"/im.exec(head)?.[1];
    const content_type = /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? "application/octet-stream";
    if (field === undefined) return "no_form";
    return { field, name, content_type, size_bytes: this.#size_bytes, sha256: this.#hash.digest("hex") };
  }
}
