import type { Cleaned, DoubtTexts } from "../en/doubts.js";

const DECODE = (what: string): string => `如需解码，请在映射文件开头或该字段设置 decode: [${what}]。`;

/** What is odd about cells that are sent all the same. */
export const doubts: DoubtTexts = {
  rounded_id: {
    message: "ID 像被电子表格四舍五入过；但在这么多 ID 中只有极少数如此，应属巧合",
    hint: "如有条件，请在飞书招聘中核对其中一个。",
  },
  hexadecimal_id: {
    message: "ID 像科学计数法；但该列的多数 ID 是十六进制，它也是",
    hint: "如有条件，请在原系统中核对其中一个。",
  },
  like_error_value: {
    message: "文字的形式像电子表格的错误值，将原样发送",
    hint: "请在原系统中查看该单元格。如果它表示“无”，请加入映射文件的 `empty`。",
  },
  html_in_text: { message: "HTML 将原样发送（如 &amp; &#39; <br>）", hint: DECODE("html") },
  escapes_in_text: { message: "表格文件写入的控制字符将原样发送（如 _x000D_）", hint: DECODE("xlsx") },
  words_for_nothing: ({ use, words, more, empty, is_whole }) => ({
    message: `表示“无”的词${use === "sent" ? "将原样发送" : "将按 `otherwise` 处理"}${
      words.length === 0 ? "" : `：${words.join("、")}${more ? " 等" : ""}`
    }`,
    hint: is_whole
      ? `如果它们表示“无”，请在映射文件开头设置：  ${empty}`
      : `如果它们表示“无”，请加入映射文件的 \`empty\`：${empty}。`,
  }),
  cell_cleaned: ({ what }) => ({ message: CLEANED[what], hint: "如果去掉后单元格正确，则无需处理。" }),
  typed_time: {
    message: "有些日期的写法与格式不同，像是在电子表格中手工输入的，已按格式的年月日顺序读取",
    hint: "请确认是否正确：可用 `explain` 查看。",
  },
};

const CLEANED: Readonly<Record<Cleaned, string>> = {
  text_mark: '已去掉电子表格的文本标记（单引号、制表符或 ="…"）',
  quotes: "已去掉 ID 两端的引号",
  invisible: "已去掉不可见字符",
  full_width: "全角字母和数字已按半角读取",
};
