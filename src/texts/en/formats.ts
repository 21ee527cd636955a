const FROM_EXCEL =
  "Let the old system export CSV. If it offers Excel only: open it there, make sure that ids are text, " +
  "and save it with File > Save As > CSV UTF-8.";
const FROM_SYSTEM = "Choose CSV where the old system asks for the format of its export.";
const UNPACK = "Unpack it, and name the CSV file inside it.";

/** Files that are sent as a CSV and are none: what each is, and how to come to a CSV. */
const formats = {
  xlsx: { what: "an Excel workbook (XLSX)", hint: FROM_EXCEL },
  xls: { what: "an old Excel workbook (XLS)", hint: FROM_EXCEL },
  xlsx_with_password: { what: "an Excel workbook with a password", hint: `Take the password off. ${FROM_EXCEL}` },
  spreadsheet_ml: { what: "an Excel 2003 workbook (SpreadsheetML)", hint: FROM_EXCEL },
  mhtml: { what: "a web archive (MHTML) that Excel writes", hint: FROM_EXCEL },
  ods: { what: "an OpenDocument spreadsheet (ODS)", hint: FROM_EXCEL },
  numbers: { what: "a Numbers spreadsheet", hint: "Export it there: File > Export To > CSV, encoding UTF-8." },
  utf_32: { what: "text in UTF-32", hint: "Save it as CSV UTF-8." },
  parquet: { what: "a Parquet file", hint: FROM_SYSTEM },
  sqlite: { what: "an SQLite database", hint: FROM_SYSTEM },
  pdf: { what: "a PDF", hint: FROM_SYSTEM },
  rtf: { what: "a text document (RTF)", hint: FROM_SYSTEM },
  doc: { what: "an old Word document (DOC)", hint: FROM_SYSTEM },
  office: { what: "an Office document", hint: FROM_SYSTEM },
  png: { what: "a picture (PNG)", hint: FROM_SYSTEM },
  jpeg: { what: "a picture (JPEG)", hint: FROM_SYSTEM },
  program: { what: "a program", hint: FROM_SYSTEM },
  seven_zip: { what: "a 7-Zip archive", hint: UNPACK },
  rar: { what: "a RAR archive", hint: UNPACK },
  tar: { what: "a TAR archive", hint: UNPACK },
  zip: { what: "a ZIP archive", hint: UNPACK },
  gzip_twice: { what: "packed with gzip twice", hint: "Unpack it with gunzip first." },
  bzip2: { what: "packed with bzip2", hint: "Unpack it with bunzip2 first." },
  xz: { what: "packed with xz", hint: "Unpack it with unxz first." },
  zstd: { what: "packed with zstd", hint: "Unpack it with unzstd first." },
  xml: { what: "XML", hint: FROM_SYSTEM },
  html: {
    what: "a web page (HTML)",
    hint: `If it shows a table: ${FROM_EXCEL} If it is a page to sign in: sign in and export again.`,
  },
  json: { what: "JSON", hint: "Choose CSV where the old system asks for the format, or convert it first." },
  binary: { what: "binary (it holds control characters, not text)", hint: "Export it again as CSV UTF-8." },
};

export type OtherFormat = keyof typeof formats;
export type FormatTexts = Readonly<Record<OtherFormat, { readonly what: string; readonly hint: string }>>;

export const not_csv = ({ path, format }: { path: string; format: OtherFormat }) => {
  const { what, hint } = formats[format];
  return { message: `${path} is not a CSV file: it is ${what}.`, hint };
};
