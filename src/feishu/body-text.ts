import * as zlib from "node:zlib";
import { type Headers, headerOf } from "./raw-answer.js";

/** Feishu's answers are a few hundred bytes, a list page a few kilobytes. What is larger is not from Feishu. */
export const MAX_BODY_BYTES = 1024 * 1024;

export interface BodyText {
  readonly text: string;
  /** There was more of it than `MAX_BODY_BYTES`, as it came or unpacked. */
  readonly cut: boolean;
}

type Unpack = (bytes: Buffer, options: zlib.ZlibOptions) => Buffer;

/** Node 22.15 and later. */
const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: Unpack };

/** Content codings of RFC 9110 and their registry; `deflate` comes with and without the wrapper of zlib. */
const CODINGS: Readonly<Record<string, Unpack | undefined>> = {
  gzip: zlib.gunzipSync,
  "x-gzip": zlib.gunzipSync,
  deflate: (bytes, options) => {
    const is_wrapped = ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
    return (is_wrapped ? zlib.inflateSync : zlib.inflateRawSync)(bytes, options);
  },
  br: zlib.brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/**
 * A body as text. We ask for `identity`, and some proxies pack all the same: what came packed is unpacked, whether its
 * head says so or not. What cannot be unpacked stays as it came, which no reader takes for an answer.
 */
export function bodyText(bytes: Buffer, headers: Headers): BodyText {
  if (bytes.length > MAX_BODY_BYTES) return { text: decoded(bytes.subarray(0, MAX_BODY_BYTES), headers), cut: true };
  try {
    return { text: decoded(unpacked(bytes, headers), headers), cut: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return { text: "", cut: true };
    return { text: decoded(bytes, headers), cut: false };
  }
}

function unpacked(bytes: Buffer, headers: Headers): Buffer {
  const said = (headerOf(headers, "content-encoding") ?? "").toLowerCase().split(",");
  const codings = said.map((coding) => coding.trim()).filter((coding) => coding !== "" && coding !== "identity");
  // gzip's own mark: no JSON begins so.
  if (codings.length === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b) codings.push("gzip");
  return codings.reduceRight((packed, coding) => {
    const unpack = CODINGS[coding];
    if (unpack === undefined) throw new Error(`unknown content coding ${coding}`);
    return unpack(packed, { maxOutputLength: MAX_BODY_BYTES });
  }, bytes);
}

const strict = new TextDecoder("utf-8", { fatal: true });

/** JSON is UTF-8 (RFC 8259). Where it is not, what its mark or its head says; a byte order mark is no part of it. */
function decoded(bytes: Buffer, headers: Headers): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return strict.decode(bytes);
  } catch {
    return decodedAs(charsetOf(headers), bytes);
  }
}

function charsetOf(headers: Headers): string {
  return /charset\s*=\s*"?([\w-]+)/i.exec(headerOf(headers, "content-type") ?? "")?.[1] ?? "utf-8";
}

function decodedAs(charset: string, bytes: Buffer): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString("utf8");
  }
}
