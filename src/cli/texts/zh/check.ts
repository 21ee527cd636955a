import type { CheckTexts } from "../en/check.js";

/** What `check` shows of rows before anything is sent. */
export const check: CheckTexts = {
  preview_title: (rows, zone) => {
    const what = rows === 1 ? "导入飞书招聘后的一行" : "导入飞书招聘后的两行";
    return zone === undefined ? what : `${what}（时区：${zone}）`;
  },
  line: (line, file) => (file === undefined ? `第 ${line} 行` : `${file} 第 ${line} 行`),
  looked_up: "发送时查找",
};
