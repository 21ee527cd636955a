import { isAscii, isUtf8 } from "node:buffer";
import { safeCut } from "./census.js";
import { CommonPairs } from "./common-pairs.js";
import { type Decoder, newDecoder } from "./decoder.js";
import { doubleByteOf } from "./double-byte.js";
import { isDoubleByte } from "./double-byte-names.js";
import { lineBreakIn } from "./lines.js";
import { type Plausibility, plausibility, type TextKind } from "./plausible.js";

const PENDING_BYTES_MAX = 1024 * 1024;
/** A line is UTF-8 only where it reads that much better so; as windows-1252 all of UTF-8 reads half well. */
const UTF8_MARGINS: Readonly<Record<TextKind, number>> = { any: 0.5, gb18030: 0.5, big5: 0.5, western: 0 };
/** Nothing else is as certain: the line must read badly, have some characters, and read far better so. */
const OTHER_MARGIN = 0.7;
const READS_BADLY = 0.2;
const CHARS_MIN = 3;

const CHINESE = ["gb18030", "big5"] as const;

/**
 * Decodes like a TextDecoder, line by line, and marks lines that are of another encoding than the file: lines that were
 * pasted in. The decoder would make other characters of them and complain of nothing. Their text is kept, with
 * U+FFFD before each foreign run, so that their records end as undecodable.
 */
export class StrayLines {
  private readonly decoder: Decoder;
  private readonly kind: TextKind;
  private readonly common: CommonPairs | undefined;
  private pending: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly encoding: string,
    kind: TextKind,
  ) {
    this.decoder = newDecoder(encoding);
    this.kind = kind;
    this.common = isDoubleByte(encoding) ? new CommonPairs(encoding) : undefined;
  }

  /** Undefined for an encoding of which nobody can say how well a line reads: such as Cyrillic. */
  static of(label: string): StrayLines | undefined {
    const encoding = label === "gbk" ? "gb18030" : label;
    const kind = kindOf(encoding);
    return kind === undefined ? undefined : new StrayLines(encoding, kind);
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
      const stray = isAscii(line) ? undefined : this.strayText(line);
      if (stray !== undefined) {
        text += this.decoder.decode(lines.subarray(from, at)) + marked(stray);
        from = end;
      }
      at = end;
    }
    return text + this.decoder.decode(lines.subarray(from));
  }

  /** The line's text in its own encoding, where that is another one than the file's. */
  private strayText(line: Buffer): string | undefined {
    const could_be_utf8 = isUtf8(line);
    if (!could_be_utf8 && !this.isUnusual(line)) return undefined;
    const own = plausibility(this.decoder.decode(line), this.kind);
    return (could_be_utf8 ? this.utf8Text(line, own) : undefined) ?? this.otherText(line, own);
  }

  private utf8Text(line: Buffer, own: Plausibility): string | undefined {
    const text = line.toString();
    const { mean, chars } = plausibility(text, "any");
    // Of two bytes each, a name of two characters may be one of UTF-8 by accident, and a letter of ASCII.
    const is_accident = this.common !== undefined && chars < 2;
    return !is_accident && mean > own.mean + UTF8_MARGINS[this.kind] ? text : undefined;
  }

  /** A quick look before a thorough one. */
  private isUnusual(line: Buffer): boolean {
    return this.common === undefined ? hasThreeBeyondAscii(line) : this.common.areFewIn(line);
  }

  private otherText(line: Buffer, own: Plausibility): string | undefined {
    if (this.common !== undefined) {
      const other = doubleByteOf(line) ?? this.encoding;
      return other === this.encoding ? undefined : newDecoder(other).decode(line);
    }
    if (own.mean >= READS_BADLY || own.chars < CHARS_MIN) return undefined;
    for (const encoding of CHINESE) {
      const text = newDecoder(encoding).decode(line);
      if (plausibility(text, encoding).mean > own.mean + OTHER_MARGIN) return text;
    }
    return undefined;
  }
}

/** In a row, as hardly ever in Western languages. */
function hasThreeBeyondAscii(line: Buffer): boolean {
  let run = 0;
  for (const byte of line) {
    run = byte < 0x80 ? 0 : run + 1;
    if (run === 3) return true;
  }
  return false;
}

/** Of the Latin alphabet, by their WHATWG names. */
const WESTERN = /^(?:windows-125[0247]|iso-8859-(?:2|3|4|10|13|14|15|16)|macintosh)$/;

function kindOf(encoding: string): TextKind | undefined {
  if (encoding === "gb18030" || encoding === "big5") return encoding;
  if (isDoubleByte(encoding)) return "any";
  return WESTERN.test(encoding) ? "western" : undefined;
}

function marked(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what is looked for
  return line.replace(/[^\u0000-\u007f]+/g, "\ufffd$&");
}
