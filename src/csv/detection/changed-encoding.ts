import { isAscii, isUtf8 } from "node:buffer";
import { isFarBehind, readingsOf } from "../encodings/legacy.js";
import type { EncodingChange } from "../file/detected.js";
import { readBytes, type SourceFile } from "../file/source.js";

/** Fewer lines were pasted: their records are refused one by one. */
const LINES_MIN = 3;
const LINE_BYTES_MAX = 64 * 1024;
const EVIDENCE_BYTES = 64 * 1024;

/** Where a file whose lines are UTF-8 above and not below, or the other way round, changes. */
export async function changeOfUtf8(source: SourceFile): Promise<EncodingChange | undefined> {
  const lines = new LineEncodings();
  let pending: Buffer = Buffer.alloc(0);
  let skipped = 0;
  for await (const chunk of readBytes(source)) {
    const bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, from)) {
      lines.take(bytes.subarray(from, at + 1), skipped);
      from = at + 1;
      skipped = 0;
    }
    if (lines.are_mixed) return undefined;
    // A copy, because the chunk's own memory is used again; a line too long to be one is told by its begin.
    pending = Buffer.from(bytes.subarray(from, from + LINE_BYTES_MAX));
    skipped += bytes.length - from - pending.length;
  }
  if (pending.length > 0) lines.take(pending, skipped);
  return lines.change();
}

/** Which lines of a file are UTF-8, from the first on. */
class LineEncodings {
  /** It changes back: single lines were pasted. */
  are_mixed = false;
  readonly #counts = { above: 0, below: 0 };
  readonly #legacy: Buffer[] = [];
  #legacy_bytes = 0;
  #is_utf8_above: boolean | undefined;
  /** The first that is not as those above it. */
  #first: Pick<EncodingChange, "line" | "offset"> | undefined;
  #line = 0;
  #offset = 0;

  /** Keeps nothing of `line`; so many of its bytes are not there. */
  take(line: Buffer, skipped: number): void {
    this.#line += 1;
    if (!isAscii(line)) this.#look(line);
    this.#offset += line.length + skipped;
  }

  async change(): Promise<EncodingChange | undefined> {
    const { above, below } = this.#counts;
    if (this.are_mixed || this.#first === undefined || above < LINES_MIN || below < LINES_MIN) return undefined;
    const [best, ...others] = (await readingsOf(Buffer.concat(this.#legacy))).readings;
    const other = best !== undefined && others.every((each) => isFarBehind(each, best)) ? best.encoding : undefined;
    const [first, second] = this.#is_utf8_above === true ? ["utf-8", other] : [other, "utf-8"];
    return { first, second, ...this.#first };
  }

  #look(line: Buffer): void {
    const is_valid = isUtf8(line);
    this.#is_utf8_above ??= is_valid;
    if (is_valid !== this.#is_utf8_above) this.#first ??= { line: this.#line, offset: this.#offset };
    else if (this.#first !== undefined) this.are_mixed = true;
    this.#counts[this.#first === undefined ? "above" : "below"] += 1;
    if (is_valid || this.#legacy_bytes >= EVIDENCE_BYTES) return;
    this.#legacy.push(Buffer.from(line));
    this.#legacy_bytes += line.length;
  }
}
