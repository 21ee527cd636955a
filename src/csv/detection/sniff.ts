import { isUtf8 } from "node:buffer";
import type { ExportRecord } from "../../model/record.js";
import { newDecoder } from "../encodings/decoder.js";
import { markOf, utf16Of } from "../encodings/utf16.js";
import type { Detected, DetectedEncoding, Finding } from "../file/detected.js";
import type { Dialect, Quotation, ResolvedDialect } from "../file/dialect.js";
import { resolveDialect } from "../file/dialect.js";
import { FAILURES_DIALECT, looksLikeFailuresFile, OUR_COLUMNS } from "../file/failures-file.js";
import { refuseBinary, refuseOtherFormats } from "../file/formats.js";
import { type Head, readHead } from "../file/head.js";
import { dropBom, type SourceFile } from "../file/source.js";
import { falseMark, otherMark, twoEncodings } from "../file/stops.js";
import type { CsvFormat } from "../records/parse.js";
import { detectLayout, type HeadText, type Layout, separatorLine } from "./delimiter.js";
import { detectEncoding, type EncodingFinding } from "./encoding.js";
import { findHeader } from "./header-line.js";
import { lookAt } from "./look.js";
import { differingSamples, encodingSamples, type ReadHead, type SampleOptions } from "./samples.js";
import { holdsDigits, wideIn } from "./second-encoding.js";
import { why } from "./why.js";

export interface Sniffed {
  readonly source: SourceFile;
  readonly dialect: ResolvedDialect;
  readonly format: CsvFormat;
  readonly quotation: Quotation;
  /** Lines are read as records from here on; those above are preamble. */
  readonly from_line: number;
  readonly detected: Detected;
  /** The records of the file's first 64 KiB. */
  readonly first_records: readonly ExportRecord[];
  /** Some text may have been decoded wrongly before the file was saved: `findMisread` tells. */
  readonly is_suspicious: boolean;
}

export interface SniffOptions {
  /** What people call the file. */
  readonly name: string;
  /** Titles of columns that the export should have, folded: the line that holds them is its header. */
  readonly columns: ReadonlySet<string>;
  /** The dialect is what an earlier reading of this very file found: it holds for a failures file, too. */
  readonly is_settled: boolean;
}

/**
 * Tells how an export is written, where `dialect` does not say it: from the first 64 KiB, and for the encoding from the
 * whole file. Throws an ExitError for what is no CSV file.
 */
export async function sniff(path: string, given: Dialect, options: SniffOptions): Promise<Sniffed> {
  const head = await readHead(path, options.name);
  const { source } = head;
  refuseOtherFormats(source.name, head.bytes);
  const is_failures_file = looksLikeFailuresFile(head.bytes);
  const dialect = is_failures_file && !options.is_settled ? FAILURES_DIALECT : given;
  const columns = is_failures_file ? new Set([...options.columns, ...OUR_COLUMNS]) : options.columns;
  const said = resolveDialect(dialect);
  refuseFalseMark(head);
  refuseWideEnd(head);
  if (dialect.encoding !== undefined) refuseOtherMark(head, said.encoding);
  if (dialect.encoding !== undefined && !is_failures_file && !said.encoding.startsWith("utf-16")) refuseBinary(head);
  const found = dialect.encoding === undefined ? await detectEncoding(head, columns, is_failures_file) : undefined;
  const encoding = found?.value ?? said.encoding;
  const text = textOf(head, encoding, said.quote);
  const layout = detectLayout(text, dialect, columns);
  const { format } = layout.look;
  const skip_lines = separatorLine(text.bytes) === null ? 0 : 1;
  const header = dialect.header_line === undefined ? findHeader(layout.look, columns, skip_lines) : null;
  const header_line = said.header_line ?? header?.value ?? null;
  return {
    source,
    dialect: {
      encoding,
      delimiter: format.delimiter,
      quote: format.quote,
      escape: layout.look.escaped_by,
      header_line,
    },
    format,
    quotation: layout.quotation,
    from_line: said.header_line ?? fromLine(layout, header, skip_lines),
    detected: detectedOf(layout, header, found, head, options),
    first_records: layout.look.records,
    // The mapping says that it is right as it stands.
    is_suspicious: given.encoding === undefined && found?.is_suspicious === true,
  };
}

/** Blank lines above the header are counted as such where nothing else stands there. */
function fromLine({ look }: Layout, header: Finding<number> | null, skip_lines: number): number {
  const first = look.records.find(({ line }) => line > skip_lines);
  return header === null || header.value === first?.line ? skip_lines + 1 : header.value;
}

function detectedOf(
  layout: Layout,
  header: Finding<number> | null,
  encoding: EncodingFinding | undefined,
  head: Head,
  { columns }: SniffOptions,
): Detected {
  const { delimiter, quote } = layout;
  return {
    ...(encoding && { encoding: withSamples(encoding, layout, head, { header_line: header?.value, used: columns }) }),
    ...(delimiter && { delimiter }),
    ...(quote && { quote }),
    ...(layout.escape && { escape: layout.escape }),
    ...(header && { header_line: header }),
    ...(head.text_mark && { mark: { value: head.text_mark, ...why("by_text_mark"), sure: true } }),
    ...(head.source.is_gzip && { packing: { value: "gzip", ...why("by_first_bytes"), sure: true } }),
  };
}

function withSamples(found: EncodingFinding, { look }: Layout, head: Head, options: SampleOptions): DetectedEncoding {
  const { value, reason, said, sure, rival, sample = Buffer.alloc(0) } = found;
  const linesIn = (encoding: string) => lookAt(Buffer.from(newDecoder(encoding).decode(sample)), true, look).records;
  const reading: ReadHead = { records: look.records, lines: linesIn(value) };
  if (sure || rival === undefined) return { value, reason, said, sure, samples: encodingSamples(reading, options) };
  const { records } = lookAt(textOf(head, rival, look.format.quote).bytes, head.is_whole, look);
  const [samples, others] = differingSamples(reading, { records, lines: linesIn(rival) }, options);
  return { value, reason, said, sure, samples, rival: { value: rival, samples: others } };
}

/** In UTF-8, without a byte order mark and without a character that the head cuts in two. */
function textOf({ bytes, is_whole }: Head, encoding: string, quote: string | null): HeadText {
  const decoded = newDecoder(encoding).decode(dropBom(bytes), { stream: !is_whole });
  const text = decoded.startsWith("\ufeff") ? decoded.slice(1) : decoded;
  return { bytes: Buffer.from(text), is_whole, line_break: lineBreak(text, quote) };
}

/** Excel for Mac ends lines with `\r`, and breaks the text of a quoted cell with `\n`. */
function lineBreak(head: string, quote: string | null): CsvFormat["line_break"] {
  // Whether quotes are escaped by a backslash is not known yet, and it decides what stands outside of them.
  const readings = head.includes('\\"') ? [head, head.replace(/\\["\\]/g, "")] : [head];
  return readings.some((text) => endsLinesWithCr(text, quote)) ? "\r" : "\n";
}

function endsLinesWithCr(text: string, quote: string | null): boolean {
  // The very last character may be the first half of a `\r\n`.
  const whole = text.replace(/\r+$/, "");
  const pieces = quote === null ? [whole] : whole.split(quote).filter((_, index) => index % 2 === 0);
  // The first one counts: below a quotation mark out of place, what is inside of quotes and what is not are exchanged.
  return /\r+\n|\n|\r/.exec(pieces.join(""))?.[0] === "\r";
}

/** UTF-8's mark before another encoding is a slip of the exporter's, and dropped; before UTF-8 it is the truth. */
function refuseOtherMark({ source, bytes, is_whole }: Head, encoding: string): void {
  const mark = markOf(bytes) ?? utf16Of(bytes);
  if (mark === undefined || mark === encoding) return;
  if (mark === "utf-8" && !isUtf8(is_whole ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1))) return;
  throw otherMark(source.name, mark, encoding);
}

/** UTF-16's mark before bytes, on the first line already, and UTF-8's before UTF-16. */
function refuseFalseMark({ source, bytes }: Head): void {
  const mark = markOf(bytes);
  const line_end = bytes.indexOf(mark === "utf-16be" ? "\0\n" : "\n\0");
  const line = bytes.subarray(0, line_end === -1 ? undefined : line_end);
  const is_false = mark === "utf-8" ? utf16Of(dropBom(bytes)) !== undefined : mark !== undefined && holdsDigits(line);
  if (is_false) throw falseMark(source.name, mark as string);
}

/** UTF-16 that was appended to something else would be called binary, or of no encoding at all. */
function refuseWideEnd({ source, bytes }: Head): void {
  const found = wideIn(bytes);
  const above = bytes.subarray(0, found?.offset);
  if (found === undefined || above.length === 0 || above.includes(0)) return;
  const line = above.toString("latin1").split(above.includes(10) ? "\n" : "\r").length;
  const file = { path: source.name, are_plain: !source.is_gzip };
  throw twoEncodings(file, isUtf8(above) ? "utf-8" : undefined, { second: found.encoding, line, offset: found.offset });
}
