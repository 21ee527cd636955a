import { number } from "../../numbers.js";
import type { ContentsTexts } from "../en/contents.js";

/** What was read beside the rows, what became of them beside their sending, and their way back to be corrected. */
export const contents: ContentsTexts = {
  ignored: (kinds) => `忽略的行：${kinds.join("、")}`,
  kinds: {
    preamble: "表头之前的内容",
    blank: "空行",
    delimiter_only: "仅有分隔符的行",
    header: "重复的表头",
    total: "合计行",
    footer: "表尾说明",
  },
  of_kind: (count, kind) => `${kind} ${number(count)} 行`,
  spanning_none: "含换行的记录：无",
  spanning: (records, { file, line, lines }) =>
    `含换行的记录：${number(records)} 条，最长的一条从${file === "" ? "" : ` ${file} `}第 ${line} 行开始（共 ${number(lines)} 行）`,
  found: (rows) => `飞书招聘中已有：${number(rows)} 行，保持原样`,
  updated: ({ updated, failed, left }) =>
    [
      `已更新 ${number(updated)} 条记录`,
      ...(failed === 0 ? [] : [`${number(failed)} 条未能更新`]),
      ...(left === 0 ? [] : [`还剩 ${number(left)} 条`]),
    ].join("，"),
  written: (rows, from, file) => `${from} 中的 ${number(rows)} 行已写入 ${file}`,
  not_written: (rows, from) => `另有 ${number(rows)} 行已不在 ${from} 中，没有写入`,
  how_to_correct: "请修改单元格，不要改动 _row 列，另存为 CSV。",
  nothing_to_correct: "没有需要修正的行：没有数据有误、飞书拒绝或未成功的行",
};
