import type { Head } from "./head.js";
import { notCsv } from "./stops.js";

/** What is sent as a CSV and is none, known by its content whatever its name is. */

const HEAD_CHARS = 4096;

const FROM_EXCEL =
  "Let the old system export CSV. If it offers Excel only: open it there, make sure that ids are text, " +
  "and save it with File > Save As > CSV UTF-8.";
const FROM_SYSTEM = "Choose CSV where the old system asks for the format of its export.";
const UNPACK = "Unpack it, and name the CSV file inside it.";

interface Format {
  readonly what: string;
  readonly hint: string;
}

const XLSX: Format = { what: "an Excel workbook (XLSX)", hint: FROM_EXCEL };
const XLS: Format = { what: "an old Excel workbook (XLS)", hint: FROM_EXCEL };

/** By their first bytes, written as latin1. */
const BY_SIGNATURE: readonly (readonly [string, Format])[] = [
  ["\xff\xfe\0\0", { what: "text in UTF-32", hint: "Save it as CSV UTF-8." }],
  ["PAR1", { what: "a Parquet file", hint: FROM_SYSTEM }],
  ["SQLite format 3\0", { what: "an SQLite database", hint: FROM_SYSTEM }],
  ["%PDF-", { what: "a PDF", hint: FROM_SYSTEM }],
  ["{\\rtf", { what: "a text document (RTF)", hint: FROM_SYSTEM }],
  ["7z\xbc\xaf\x27\x1c", { what: "a 7-Zip archive", hint: UNPACK }],
  ["Rar!\x1a\x07", { what: "a RAR archive", hint: UNPACK }],
  ["\x1f\x8b", { what: "packed with gzip twice", hint: "Unpack it with gunzip first." }],
  ["BZh", { what: "packed with bzip2", hint: "Unpack it with bunzip2 first." }],
  ["\xfd7zXZ\0", { what: "packed with xz", hint: "Unpack it with unxz first." }],
  ["\x28\xb5\x2f\xfd", { what: "packed with zstd", hint: "Unpack it with unzstd first." }],
  ["\x89PNG", { what: "a picture (PNG)", hint: FROM_SYSTEM }],
  ["\xff\xd8\xff", { what: "a picture (JPEG)", hint: FROM_SYSTEM }],
  ["\x7fELF", { what: "a program", hint: FROM_SYSTEM }],
  // Workbooks of Excel 2 to 5 begin with this record, without a container around it.
  ["\x09\x00\x04\x00", XLS],
  ["\x09\x02\x06\x00", XLS],
  ["\x09\x04\x06\x00", XLS],
  ["\x09\x08\x08\x00", XLS],
  ["\x09\x08\x10\x00", XLS],
];

/** Throws an ExitError where `head`, the first bytes of the file, are no CSV. */
export function refuseOtherFormats(name: string, head: Buffer): void {
  const format = formatOf(head);
  if (format !== undefined) throw notCsv(name, format.what, format.hint);
}

function formatOf(head: Buffer): Format | undefined {
  const latin1 = head.toString("latin1");
  if (["PK\x03\x04", "PK\x05\x06"].some((start) => latin1.startsWith(start))) return zipOf(latin1);
  if (latin1.startsWith("\xd0\xcf\x11\xe0")) return containerOf(head);
  const signed = BY_SIGNATURE.find(([signature]) => latin1.startsWith(signature));
  if (signed !== undefined && !(signed[0] === "BZh" && !/^BZh\d1AY/.test(latin1))) return signed[1];
  if (latin1.slice(257, 262) === "ustar") return { what: "a TAR archive", hint: UNPACK };
  return markupOf(startOf(head));
}

function zipOf(latin1: string): Format {
  if (/xl\/|\[Content_Types\]\.xml(?!.*(word|ppt)\/)/s.test(latin1)) return XLSX;
  if (latin1.includes("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")) {
    return { what: "an OpenDocument spreadsheet (ODS)", hint: FROM_EXCEL };
  }
  if (latin1.includes("Index/") && latin1.includes(".iwa")) {
    return { what: "a Numbers spreadsheet", hint: "Export it there: File > Export To > CSV, encoding UTF-8." };
  }
  if (/word\/|ppt\//.test(latin1)) return { what: "an Office document", hint: FROM_SYSTEM };
  return { what: "a ZIP archive", hint: UNPACK };
}

/** The container of Office 97 to 2003. Its directory names what is inside, in UTF-16. */
function containerOf(head: Buffer): Format {
  const holds = (name: string) => head.includes(Buffer.from(name, "utf16le"));
  if (holds("EncryptedPackage")) {
    return { what: "an Excel workbook with a password", hint: `Take the password off. ${FROM_EXCEL}` };
  }
  if (holds("WordDocument")) return { what: "an old Word document (DOC)", hint: FROM_SYSTEM };
  return XLS;
}

/** The first characters as text, behind a byte order mark and blank space; UTF-16 with its mark is text, too. */
function startOf(head: Buffer): string {
  const bytes = head.subarray(0, HEAD_CHARS * 2);
  const mark = head.length > 1 ? head.readUInt16BE(0) : 0;
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes).slice(0, HEAD_CHARS).trimStart();
}

function markupOf(start: string): Format | undefined {
  if (/^MIME-Version:\s/i.test(start)) return { what: "a web archive (MHTML) that Excel writes", hint: FROM_EXCEL };
  if (/^<\?xml\b|^<(\w+:)?Workbook\b/.test(start)) {
    const is_excel = /progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet/.test(start);
    return is_excel
      ? { what: "an Excel 2003 workbook (SpreadsheetML)", hint: FROM_EXCEL }
      : { what: "XML", hint: FROM_SYSTEM };
  }
  if (/^<(!doctype|!--|html|head|body|table|meta|style|script|div|form)\b|^<!--/i.test(start)) {
    const hint = `If it shows a table: ${FROM_EXCEL} If it is a page to sign in: sign in and export again.`;
    return { what: "a web page (HTML)", hint };
  }
  // A title in square brackets is no JSON: `[id],[name]`.
  if (/^(\{\s*["}]|\[\s*[[{"\]])/.test(start)) {
    return { what: "JSON", hint: "Choose CSV where the old system asks for the format, or convert it first." };
  }
  return undefined;
}

/** Text holds hardly any control characters but line breaks and tabs; a few NUL bytes do not make a file binary. */
const CONTROL_SHARE_MAX = 0.05;

/** Throws an ExitError for bytes that are no text. They are not UTF-16, or it would be known. */
export function refuseBinary({ source, bytes }: Head): void {
  let controls = 0;
  // Escape and Ctrl-Z stand in texts of old programs.
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 26) || (byte > 27 && byte < 32)) controls += 1;
  if (controls <= bytes.length * CONTROL_SHARE_MAX) return;
  throw notCsv(source.name, "binary (it holds control characters, not text)", "Export it again as CSV UTF-8.");
}
