import type { DetectionTexts } from "../en/detection.js";

const LANGUAGES: Readonly<Record<string, string>> = {
  Chinese: "中文",
  Japanese: "日文",
  Korean: "韩文",
  Russian: "俄文",
  Greek: "希腊文",
};
const language = (english: string): string => LANGUAGES[english] ?? ` ${english} `;

/** Why an export is read as it is. */
export const detection: DetectionTexts = {
  by_named_line: "由第一行指定",
  by_columns: "映射文件中的列由它分隔",
  by_one_column: "只有一列",
  by_share: ({ percent, cells }) => `${percent}% 的记录有 ${cells} 列`,
  by_backslash: "单元格内的引号前有反斜杠",
  by_open_quotes: "以引号开头的单元格都没有以引号结尾",
  by_inner_quotes: "没有单元格以引号开头，但有些单元格中有引号",
  by_apostrophes: "单元格用单引号括起",
  by_mark: "由字节顺序标记得知",
  by_zeros: "每隔一个字节为零",
  by_escapes: "由转义序列得知",
  by_ascii: "全部为 ASCII",
  by_utf_8: "全部为有效的 UTF-8",
  by_most_utf_8: "多数行为有效的 UTF-8",
  by_titles: "这样表头中才有映射文件中的列",
  by_accident: ({ reads_as }) => `碰巧也是有效的 UTF-8，但这样才读作${language(reads_as)}`.trim(),
  by_language: ({ reads_as }) => `不是有效的 UTF-8，读作${language(reads_as)}`.trim(),
  by_misread: "其中的文字在保存之前似乎已被错误解码",
  by_text_mark: "被当作文字保存的字节顺序标记",
  by_first_bytes: "由开头的字节得知",
  by_first_line: "第一个非空白行",
  by_width: "第一个与数据同宽的标题行",
  by_titles_found: ({ found, wanted }) => `所需的 ${wanted} 列中有 ${found} 列在这一行`,
  by_no_titles: "没有一行像列标题，因此取第一个非空白行",
  by_rows_above: "第一个标题行之上的行像数据，因此取第一个非空白行",
};
