import type { not_csv as english, FormatTexts } from "../en/formats.js";

const FROM_EXCEL =
  "请从原系统导出 CSV。如果只能导出 Excel：用 Excel 打开，确认 ID 列为“文本”格式，再用“文件 > 另存为”保存为 CSV UTF-8。";
const FROM_SYSTEM = "请在原系统导出时选择 CSV 格式。";
const UNPACK = "请先解压，再指定其中的 CSV 文件。";

const formats: FormatTexts = {
  xlsx: { what: "Excel 工作簿（XLSX）", hint: FROM_EXCEL },
  xls: { what: "旧版 Excel 工作簿（XLS）", hint: FROM_EXCEL },
  xlsx_with_password: { what: "带密码的 Excel 工作簿", hint: `请去掉密码。${FROM_EXCEL}` },
  spreadsheet_ml: { what: "Excel 2003 工作簿（SpreadsheetML）", hint: FROM_EXCEL },
  mhtml: { what: "Excel 保存的网页存档（MHTML）", hint: FROM_EXCEL },
  ods: { what: "OpenDocument 电子表格（ODS）", hint: FROM_EXCEL },
  numbers: { what: "Numbers 表格", hint: "请在 Numbers 中导出：文件 > 导出为 > CSV，编码选择 UTF-8。" },
  utf_32: { what: "UTF-32 编码的文本", hint: "请另存为 CSV UTF-8。" },
  parquet: { what: "Parquet 文件", hint: FROM_SYSTEM },
  sqlite: { what: "SQLite 数据库", hint: FROM_SYSTEM },
  pdf: { what: "PDF", hint: FROM_SYSTEM },
  rtf: { what: "RTF 文档", hint: FROM_SYSTEM },
  doc: { what: "旧版 Word 文档（DOC）", hint: FROM_SYSTEM },
  office: { what: "Office 文档", hint: FROM_SYSTEM },
  png: { what: "图片（PNG）", hint: FROM_SYSTEM },
  jpeg: { what: "图片（JPEG）", hint: FROM_SYSTEM },
  program: { what: "可执行程序", hint: FROM_SYSTEM },
  seven_zip: { what: "7-Zip 压缩包", hint: UNPACK },
  rar: { what: "RAR 压缩包", hint: UNPACK },
  tar: { what: "TAR 归档", hint: UNPACK },
  zip: { what: "ZIP 压缩包", hint: UNPACK },
  gzip_twice: { what: "用 gzip 压缩了两次的文件", hint: "请先用 gunzip 解压。" },
  bzip2: { what: "bzip2 压缩文件", hint: "请先用 bunzip2 解压。" },
  xz: { what: "xz 压缩文件", hint: "请先用 unxz 解压。" },
  zstd: { what: "zstd 压缩文件", hint: "请先用 unzstd 解压。" },
  xml: { what: "XML", hint: FROM_SYSTEM },
  html: {
    what: "网页（HTML）",
    hint: `如果网页中是表格：${FROM_EXCEL}如果是登录页面：请登录后重新导出。`,
  },
  json: { what: "JSON", hint: "请在原系统导出时选择 CSV 格式，或先转换格式。" },
  binary: { what: "二进制文件（含有控制字符，不是文本）", hint: "请以 CSV UTF-8 格式重新导出。" },
};

export const not_csv: typeof english = ({ path, format }) => {
  const { what, hint } = formats[format];
  return { message: `${path} 不是 CSV 文件，而是${/^\w/.test(what) ? ` ${what}` : what}`, hint };
};
