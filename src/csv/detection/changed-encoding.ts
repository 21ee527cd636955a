import { isAscii, isUtf8 } from "node:buffer";
import { isFarBehind, readingsOf } from "../encodings/legacy.js";
import type { EncodingChange } from "../file/detected.js";
import { eachLine, type LinePlace } from "../file/each-line.js";
import type { SourceFile } from "../file/source.js";

/** Fewer lines were pasted: their records are refused one by one. */
const LINES_MIN = 3;
const EVIDENCE_BYTES = 64 * 1024;

/** Where a file whose lines are UTF-8 above and not below, or the other way round, changes. */
export async function changeOfUtf8(source: SourceFile): Promise<EncodingChange | undefined> {
  const lines = new LineEncodings();
  await eachLine(source, (bytes, place) => {
    if (!isAscii(bytes)) lines.take(bytes, place);
    return lines.are_mixed ? "enough" : undefined;
  });
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
  #first: LinePlace | undefined;

  /** A line beyond ASCII. */
  take(line: Buffer, place: LinePlace): void {
    const is_valid = isUtf8(line);
    this.#is_utf8_above ??= is_valid;
    if (is_valid !== this.#is_utf8_above) this.#first ??= place;
    else if (this.#first !== undefined) this.are_mixed = true;
    this.#counts[this.#first === undefined ? "above" : "below"] += 1;
    if (is_valid || this.#legacy_bytes >= EVIDENCE_BYTES) return;
    this.#legacy.push(Buffer.from(line));
    this.#legacy_bytes += line.length;
  }

  async change(): Promise<EncodingChange | undefined> {
    const { above, below } = this.#counts;
    if (this.are_mixed || this.#first === undefined || above < LINES_MIN || below < LINES_MIN) return undefined;
    const [best, ...others] = (await readingsOf(Buffer.concat(this.#legacy))).readings;
    const other = best !== undefined && others.every((each) => isFarBehind(each, best)) ? best.encoding : undefined;
    const [first, second] = this.#is_utf8_above === true ? ["utf-8", other] : [other, "utf-8"];
    return { first, second, ...this.#first };
  }
}
