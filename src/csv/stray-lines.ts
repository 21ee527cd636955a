import { isAscii, isUtf8 } from "node:buffer";
import { safeCut } from "./census.js";
import { type Decoder, newDecoder } from "./decoder.js";
import { plausibility, type TextKind } from "./plausible.js";

const PENDING_BYTES_MAX = 1024 * 1024;
/** A line is taken for UTF-8 only where it reads that much better. */
const MARGIN = 0.5;

/**
 * Decodes like a TextDecoder, line by line, and marks lines that are UTF-8 in a file of another encoding: lines that
 * were pasted in. The decoder would make other characters of them and complain of nothing. Their text is kept, with
 * U+FFFD before each foreign run, so that their records end as undecodable.
 */
export class StrayLines {
  private readonly decoder: Decoder;
  private readonly kind: TextKind;
  private pending: Buffer = Buffer.alloc(0);

  constructor(encoding: string) {
    this.decoder = newDecoder(encoding);
    this.kind = kindOf(encoding);
  }

  /** Without a chunk: the file has ended. */
  decode(chunk?: Buffer, _options?: { readonly stream: true }): string {
    const bytes = chunk === undefined ? this.pending : Buffer.concat([this.pending, chunk]);
    const cut = chunk === undefined ? bytes.length : this.cutOf(bytes);
    // Of the copy that was made above: the chunk's own memory is used again.
    this.pending = bytes.subarray(cut);
    return this.decodeLines(bytes.subarray(0, cut));
  }

  private cutOf(bytes: Buffer): number {
    const line_break = bytes.lastIndexOf(lineBreakIn(bytes));
    if (line_break !== -1) return line_break + 1;
    return bytes.length > PENDING_BYTES_MAX ? safeCut(bytes) || bytes.length : 0;
  }

  private decodeLines(lines: Buffer): string {
    if (isAscii(lines)) return lines.toString("latin1");
    let text = "";
    let from = 0;
    const line_break = lineBreakIn(lines);
    for (let at = 0; at < lines.length; ) {
      const found = lines.indexOf(line_break, at);
      const end = found === -1 ? lines.length : found + 1;
      const line = lines.subarray(at, end);
      if (isUtf8(line) && !isAscii(line) && this.isStray(line)) {
        text += this.decoder.decode(lines.subarray(from, at)) + marked(line);
        from = end;
      }
      at = end;
    }
    return text + this.decoder.decode(lines.subarray(from));
  }

  private isStray(line: Buffer): boolean {
    const as_utf8 = plausibility(line.toString(), "any");
    return as_utf8.mean > plausibility(this.decoder.decode(line), this.kind).mean + MARGIN;
  }
}

function lineBreakIn(bytes: Buffer): number {
  return bytes.includes(10) ? 10 : 13;
}

function kindOf(encoding: string): TextKind {
  if (encoding === "gb18030" || encoding === "gbk") return "gb18030";
  return encoding === "big5" ? "big5" : "western";
}

function marked(line: Buffer): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
  return line.toString().replace(/[^\u0000-\u007f]+/g, "\ufffd$&");
}
