import { isAscii, isUtf8 } from "node:buffer";
import type { EncodingChange } from "./detected.js";
import { isFarBehind, readingsOf } from "./legacy.js";
import { readBytes, type SourceFile } from "./source.js";

/** Fewer lines were pasted: their records are refused one by one. */
const LINES_MIN = 3;
const LINE_BYTES_MAX = 64 * 1024;
const EVIDENCE_BYTES = 64 * 1024;

/** Where a file whose lines are UTF-8 above and not below, or the other way round, changes. */
export async function changeOfUtf8(source: SourceFile): Promise<EncodingChange | undefined> {
  const counts = { above: 0, below: 0 };
  const legacy: Buffer[] = [];
  let size = 0;
  let is_utf8_above: boolean | undefined;
  let first: Line | undefined;
  for await (const each of linesOf(source)) {
    if (isAscii(each.bytes)) continue;
    const is_valid = isUtf8(each.bytes);
    is_utf8_above ??= is_valid;
    if (first === undefined && is_valid !== is_utf8_above) first = each;
    // It changes back: these are single lines that were pasted.
    if (first !== undefined && is_valid === is_utf8_above) return undefined;
    counts[first === undefined ? "above" : "below"] += 1;
    if (is_valid || size >= EVIDENCE_BYTES) continue;
    legacy.push(Buffer.from(each.bytes));
    size += each.bytes.length;
  }
  if (first === undefined || counts.above < LINES_MIN || counts.below < LINES_MIN) return undefined;
  const [best, ...others] = (await readingsOf(Buffer.concat(legacy))).readings;
  const other = best !== undefined && others.every((each) => isFarBehind(each, best)) ? best.encoding : undefined;
  const { line, offset } = first;
  return is_utf8_above
    ? { first: "utf-8", second: other, line, offset }
    : { first: other, second: "utf-8", line, offset };
}

interface Line {
  readonly line: number;
  /** So many bytes stand above it. */
  readonly offset: number;
  /** Good until the next one is asked for; with its line break, 64 KiB at most. */
  readonly bytes: Buffer;
}

async function* linesOf(source: SourceFile): AsyncGenerator<Line> {
  let [line, offset, read] = [1, 0, 0];
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of readBytes(source)) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield { line, offset, bytes: Buffer.concat([pending, chunk.subarray(from, at + 1)]) };
      offset = read + at + 1;
      pending = Buffer.alloc(0);
      line += 1;
      from = at + 1;
    }
    read += chunk.length;
    pending = Buffer.concat([pending, chunk.subarray(from)]).subarray(0, LINE_BYTES_MAX);
  }
  if (pending.length > 0) yield { line, offset, bytes: pending };
}
