import { open } from "node:fs/promises";
import type { Dialect, ResolvedDialect } from "./dialect.js";
import { FAILURES_DIALECT, resolveDialect } from "./dialect.js";
import type { CsvFormat } from "./parse.js";
import { parseFirst } from "./parse.js";
import { dropBom } from "./source.js";
import { cannotRead, emptyFile, notAFile, notCsv } from "./stops.js";

const HEAD_BYTES = 64 * 1024;
const AS_CSV = "Open it there and export it again as CSV UTF-8.";

export interface Sniffed {
  readonly dialect: ResolvedDialect;
  readonly format: CsvFormat;
  /** Line 1 has a `_row` cell: our own `failures` file, mended or not. */
  readonly is_failures_file: boolean;
}

/** Looks at the first 64 KiB. Throws a Stop for what is no CSV file. */
export async function sniff(path: string, dialect: Dialect): Promise<Sniffed> {
  const head = await readHead(path);
  refuseOtherFormats(path, head);
  const is_failures_file = isFailuresFile(head);
  const resolved = is_failures_file ? FAILURES_DIALECT : resolveDialect(dialect);
  if (!is_failures_file && !resolved.encoding.startsWith("utf-16")) refuseBinary(path, head);
  const text = new TextDecoder(resolved.encoding).decode(head);
  const { delimiter, quote } = resolved;
  return { dialect: resolved, format: { delimiter, quote, line_break: lineBreak(text, quote) }, is_failures_file };
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const stat = await file.stat();
      if (stat.isDirectory()) throw cannotRead(path, { code: "EISDIR" });
      if (!stat.isFile()) throw notAFile(path);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      if (bytesRead === 0) throw emptyFile(path);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof Error && "code" in error && "syscall" in error ? cannotRead(path, error) : error;
  }
}

/** Excel for Mac ends lines with `\r`, and breaks the text of a quoted cell with `\n`. */
function lineBreak(head: string, quote: string | null): CsvFormat["line_break"] {
  const unquoted =
    quote === null
      ? head
      : head
          .split(quote)
          .filter((_, i) => i % 2 === 0)
          .join("");
  // The very last character may be the first half of a `\r\n`.
  return !unquoted.includes("\n") && unquoted.slice(0, -1).includes("\r") ? "\r" : "\n";
}

function isFailuresFile(head: Buffer): boolean {
  const text = dropBom(head);
  const format: CsvFormat = { delimiter: ",", quote: '"', line_break: lineBreak(text.toString("latin1"), '"') };
  return parseFirst(text, format)?.includes("_row") ?? false;
}

function refuseOtherFormats(path: string, head: Buffer): void {
  const latin1 = head.toString("latin1");
  if (latin1.startsWith("PK\x03\x04")) {
    const is_workbook = latin1.includes("[Content_Types].xml") || latin1.includes("xl/");
    if (is_workbook) throw notCsv(path, "an Excel workbook (XLSX)", AS_CSV);
    throw notCsv(path, "a ZIP archive", "Unpack it, and name the CSV file inside it.");
  }
  if (latin1.startsWith("\xd0\xcf\x11\xe0")) throw notCsv(path, "an old Excel workbook (XLS)", AS_CSV);
  if (latin1.startsWith("%PDF-")) throw notCsv(path, "a PDF", "Export it again as CSV UTF-8.");
  if (latin1.startsWith("\x1f\x8b")) throw notCsv(path, "packed with gzip", "Unpack it with gunzip first.");
  const start = dropBom(head).subarray(0, 256).toString("latin1").trimStart().toLowerCase();
  if (/^<(!doctype|html|\?xml|table)\b/.test(start)) throw notCsv(path, "a web page or XML", AS_CSV);
}

function refuseBinary(path: string, head: Buffer): void {
  if (!head.includes(0)) return;
  const mark = head.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff) {
    const encoding = mark === 0xfffe ? "utf-16le" : "utf-16be";
    throw notCsv(path, "UTF-16 text", `Say so in the mapping under csv: encoding: ${encoding}.`);
  }
  throw notCsv(path, "binary (it holds NUL bytes)", "Export it again as CSV UTF-8.");
}
