import { number } from "../../numbers.js";
import type { ContentsTexts } from "../en/contents.js";

/** What was read beside the rows, and what became of them beside their sending. */
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
};
