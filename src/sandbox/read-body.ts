import type { IncomingMessage } from "node:http";

const MAX_BYTES = 1 << 20;

/** `left`: the client went away before the request was whole. `too_large`: above 1 MiB. */
export type RequestBody = Uint8Array | "left" | "too_large";

/** Reads a request to its end. Never rejects. */
export function readBody(request: IncomingMessage): Promise<RequestBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size_bytes = 0;
    request.on("data", (chunk: Buffer) => {
      size_bytes += chunk.length;
      // The rest is read and dropped, so that the client gets to read the answer.
      if (size_bytes <= MAX_BYTES) chunks.push(chunk);
    });
    request.on("end", () => resolve(size_bytes > MAX_BYTES ? "too_large" : Buffer.concat(chunks)));
    // After "end" these change nothing: a promise settles once.
    request.on("error", () => resolve("left"));
    request.on("close", () => resolve("left"));
  });
}
