import type { OtherFormat } from "../../texts/en/formats.js";
import type { Head } from "./head.js";
import { notCsv } from "./stops.js";

/** What is sent as a CSV and is none, known by its content whatever its name is. */

const HEAD_CHARS = 4096;

/** By their first bytes, written as latin1. */
const BY_SIGNATURE: readonly (readonly [string, OtherFormat])[] = [
  ["\xff\xfe\0\0", "utf_32"],
  ["PAR1", "parquet"],
  ["SQLite format 3\0", "sqlite"],
  ["%PDF-", "pdf"],
  ["{\\rtf", "rtf"],
  ["7z\xbc\xaf\x27\x1c", "seven_zip"],
  ["Rar!\x1a\x07", "rar"],
  ["\x1f\x8b", "gzip_twice"],
  ["BZh", "bzip2"],
  ["\xfd7zXZ\0", "xz"],
  ["\x28\xb5\x2f\xfd", "zstd"],
  ["\x89PNG", "png"],
  ["\xff\xd8\xff", "jpeg"],
  ["\x7fELF", "program"],
  // Workbooks of Excel 2 to 5 begin with this record, without a container around it.
  ["\x09\x00\x04\x00", "xls"],
  ["\x09\x02\x06\x00", "xls"],
  ["\x09\x04\x06\x00", "xls"],
  ["\x09\x08\x08\x00", "xls"],
  ["\x09\x08\x10\x00", "xls"],
];

/** Throws an ExitError where `head`, the first bytes of the file, are no CSV. */
export function refuseOtherFormats(name: string, head: Buffer): void {
  const format = formatOf(head);
  if (format !== undefined) throw notCsv(name, format);
}

function formatOf(head: Buffer): OtherFormat | undefined {
  const latin1 = head.toString("latin1");
  if (["PK\x03\x04", "PK\x05\x06"].some((start) => latin1.startsWith(start))) return zipOf(latin1);
  if (latin1.startsWith("\xd0\xcf\x11\xe0")) return containerOf(head);
  const signed = BY_SIGNATURE.find(([signature]) => latin1.startsWith(signature));
  if (signed !== undefined && !(signed[0] === "BZh" && !/^BZh\d1AY/.test(latin1))) return signed[1];
  if (latin1.slice(257, 262) === "ustar") return "tar";
  return markupOf(startOf(head));
}

function zipOf(latin1: string): OtherFormat {
  if (/xl\/|\[Content_Types\]\.xml(?!.*(word|ppt)\/)/s.test(latin1)) return "xlsx";
  if (latin1.includes("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")) {
    return "ods";
  }
  if (latin1.includes("Index/") && latin1.includes(".iwa")) {
    return "numbers";
  }
  if (/word\/|ppt\//.test(latin1)) return "office";
  return "zip";
}

/** The container of Office 97 to 2003. Its directory names what is inside, in UTF-16. */
function containerOf(head: Buffer): OtherFormat {
  const holds = (name: string) => head.includes(Buffer.from(name, "utf16le"));
  if (holds("EncryptedPackage")) {
    return "xlsx_with_password";
  }
  if (holds("WordDocument")) return "doc";
  return "xls";
}

/** The first characters as text, behind a byte order mark and blank space; UTF-16 with its mark is text, too. */
function startOf(head: Buffer): string {
  const bytes = head.subarray(0, HEAD_CHARS * 2);
  const mark = head.length > 1 ? head.readUInt16BE(0) : 0;
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes).slice(0, HEAD_CHARS).trimStart();
}

function markupOf(start: string): OtherFormat | undefined {
  if (/^MIME-Version:\s/i.test(start)) return "mhtml";
  if (/^<\?xml\b|^<(\w+:)?Workbook\b/.test(start)) {
    const is_excel = /progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet/.test(start);
    return is_excel ? "spreadsheet_ml" : "xml";
  }
  if (/^<(!doctype|!--|html|head|body|table|meta|style|script|div|form)\b|^<!--/i.test(start)) {
    return "html";
  }
  // A title in square brackets is no JSON: `[id],[name]`.
  if (/^(\{\s*["}]|\[\s*[[{"\]])/.test(start)) {
    return "json";
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
  throw notCsv(source.name, "binary");
}
